public import Caching
public import ContextModel
public import TokenAccounting

/// What the pipeline made of a request.
public struct ContextOutcome: Sendable {
    /// The messages to send.
    public let messages: ArraySlice<Message>
    /// What they cost, tool definitions and the opening of the reply included.
    public let cost: CostBreakdown
    /// How near the limit that is.
    public let risk: RiskAssessment
    /// What each stage did, in order; empty where none acted.
    public let ledger: [LedgerEntry]
    /// How the counts of this request's messages were found.
    public let work: CountingWork
    /// What the memo did since it was made; all zero without one.
    public let cache: CacheCounters
}

/// What one stage did to a request.
public struct LedgerEntry: Hashable, Sendable {
    /// Requests to a summariser, by how they were answered.
    public struct Requests: Hashable, Sendable {
        /// Answered by the summariser.
        public var fresh = 0
        /// Answered from a cache.
        public var cached = 0
        /// Replaced by the deterministic fallback.
        public var degraded = 0

        /// None.
        public init() {}
    }

    /// The stage's name.
    public var stage: String
    /// What the request cost before the stage.
    public var before: TokenCount
    /// What it costs after the stage.
    public var after: TokenCount
    /// Messages taken out.
    public var removed = 0
    /// Messages put in.
    public var added = 0
    /// Messages changed.
    public var rewritten = 0
    /// What the stage asked of a summariser.
    public var requests = Requests()
    /// Why the stage acted as it did.
    public var reason: String

    /// An entry of a stage that changed nothing yet.
    public init(stage: String, before: TokenCount, after: TokenCount, reason: String) {
        self.stage = stage
        self.before = before
        self.after = after
        self.reason = reason
    }
}

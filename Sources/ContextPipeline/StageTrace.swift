public import ContextModel

/// What one stage did to a request: an entry of its trace.
public struct StageTrace: Hashable, Sendable {
    /// Requests to a summariser, by how they were answered.
    public struct Requests: Hashable, Sendable {
        /// Answered by the summariser.
        public var uncached = 0
        /// Answered from a cache.
        public var cached = 0
        /// Replaced by the deterministic fallback.
        public var degraded = 0

        /// None.
        public init() {}

        /// How many there were.
        public var count: Int { uncached + cached + degraded }

        /// Adds others.
        public static func += (left: inout Self, right: Self) {
            left.uncached += right.uncached
            left.cached += right.cached
            left.degraded += right.degraded
        }
    }

    /// The stage's name.
    public var stage: String
    /// What the request cost before the stage.
    public var before: TokenCount
    /// What it costs after the stage; the same where what it made was not committed.
    public var after: TokenCount
    /// Messages taken out.
    public var removed = 0
    /// Messages put in.
    public var added = 0
    /// Messages changed.
    public var rewritten = 0
    /// What the stage asked of a summariser.
    public var requests = Requests()
    /// Tokens that a model read and wrote for the stage, by our count; none for an embedded extract.
    public var summarizerTokens = TokenCount.zero
    /// Tokens that requests for its summaries read, their instructions too, and wrote, whoever
    /// answered them; none for what was in memory. What a model's price is applied to.
    public var callsInput = TokenCount.zero
    /// Tokens that they wrote.
    public var callsOutput = TokenCount.zero
    /// The mean quality of its summaries, in millionths; nil without any.
    public var qualityMillionths: Int?
    /// How many of its summaries are below the quality threshold.
    public var belowQuality = 0
    /// Whether what it made was committed though its summaries or what can still be seen is below the
    /// thresholds, since no other step kept more.
    public var isBelowQuality = false
    /// Why the stage acted as it did, or why nothing came of it.
    public var reason: String
    /// How long it took, by the stopwatch handed in.
    public var time = Duration.zero

    /// An entry of a stage that changed nothing yet.
    public init(stage: String, before: TokenCount, after: TokenCount, reason: String) {
        self.stage = stage
        self.before = before
        self.after = after
        self.reason = reason
    }

    /// Whether the stage changed anything.
    public var isCommitted: Bool { removed + added + rewritten > 0 }
}

extension Sequence<StageTrace> {
    /// The mean quality of all their summaries, in millionths; nil without any.
    var meanQualityMillionths: Int? {
        var (sum, count) = (0, 0)
        for entry in self {
            guard let quality = entry.qualityMillionths else { continue }
            sum += quality * entry.requests.count
            count += entry.requests.count
        }
        return count == 0 ? nil : sum / count
    }
}

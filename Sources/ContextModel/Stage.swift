/// One strategy for shortening a request: a value with two functions that do no IO and never wait.
///
/// The runner calls `plan`, has the plan's requests answered (from caches, by a summariser, or by the
/// deterministic fallback) and calls `apply`; then again with the new draft, a bounded number of
/// rounds, until there is nothing left to plan. What a stage has to remember from one request of a
/// conversation to the next it keeps in itself: each session owns its copy.
public protocol Stage: Sendable {
    /// The stage's name in traces and reports.
    var name: String { get }

    /// What to keep, drop and condense; nil where there is nothing to do.
    mutating func plan(_ draft: Draft, for goal: StageGoal) -> StagePlan?

    /// The draft that the plan and the answers to its requests make, in the order of the requests.
    func apply(_ plan: StagePlan, _ summaries: [Summary], to draft: Draft, for goal: StageGoal)
        -> Draft
}

extension Stage {
    /// What the plan says, piece by piece: the default of every stage.
    public func apply(
        _ plan: StagePlan, _ summaries: [Summary], to draft: Draft, for goal: StageGoal
    ) -> Draft {
        plan.applied(summaries, to: draft, for: goal)
    }
}

/// What a stage should reach, and what it can measure with.
public struct StageGoal: Sendable {
    /// The most tokens that the request should have, messages and all.
    public var target: TokenCount
    /// What a message costs, as the draft's items were counted.
    public var cost: @Sendable (Message) -> TokenCount
    /// The format that the request is sent in.
    public var format: WireFormat
    /// Hashes content.
    public var hasher: any ContentHasher

    /// A goal.
    public init(
        target: TokenCount, format: WireFormat, hasher: any ContentHasher,
        cost: @escaping @Sendable (Message) -> TokenCount
    ) {
        self.target = target
        self.format = format
        self.hasher = hasher
        self.cost = cost
    }
}

/// What a stage wants done with a draft.
public struct StagePlan: Sendable {
    /// What becomes of some neighbouring items of a draft.
    public enum Piece: Sendable {
        /// They stay.
        case keep(Range<Int>)
        /// They go, without a word.
        case drop(Range<Int>)
        /// They go, and a message tells so.
        case mark(Range<Int>)
        /// They become one summary: the answers to those requests, in order.
        case condense(Range<Int>, requests: Range<Int>)
        /// One item becomes another message.
        case rewrite(Int, Message)
    }

    /// What becomes of the items: in order, covering all of them.
    public var pieces: [Piece]
    /// What is asked of the summariser.
    public var requests: [PlannedRequest]
    /// Why, in a few words for the trace.
    public var reason: String

    /// A plan.
    public init(pieces: [Piece], requests: [PlannedRequest] = [], reason: String) {
        self.pieces = pieces
        self.requests = requests
        self.reason = reason
    }

    /// A plan in which runs of items become a summary each, by its own requests, and all others stay.
    /// The runs stand in order and do not touch. O(requests).
    public init(
        condensing runs: [(items: Range<Int>, requests: [PlannedRequest])], of draft: Draft,
        reason: String
    ) {
        self.init(pieces: [], reason: reason)
        var next = 0
        for run in runs {
            if run.items.lowerBound > next { pieces.append(.keep(next..<run.items.lowerBound)) }
            let first = requests.count
            requests += run.requests
            pieces.append(.condense(run.items, requests: first..<requests.count))
            next = run.items.upperBound
        }
        if next < draft.items.count { pieces.append(.keep(next..<draft.items.count)) }
    }
}

/// A request of a plan, with the identity under which its answer is remembered.
public struct PlannedRequest: Sendable {
    /// What is asked.
    public var request: SummaryRequest
    /// The digest of the content and of everything in the stage's settings that shapes the answer.
    public var key: ContentDigest
    /// The slot of the conversation whose chunk it is of; nil if it is of no chunk.
    public var slot: Int?
    /// The digest of the chunk alone, however it is summarised; the key, if it is of no chunk.
    public var content: ContentDigest
    /// What the messages cost.
    public var sourceTokens: TokenCount

    /// A planned request.
    public init(
        _ request: SummaryRequest, key: ContentDigest,
        chunk: (slot: Int, content: ContentDigest)? = nil,
        sourceTokens: TokenCount
    ) {
        self.request = request
        self.key = key
        slot = chunk?.slot
        content = chunk?.content ?? key
        self.sourceTokens = sourceTokens
    }
}

/// An answer as a stage gets it: guarded, and within its budget.
public struct Summary: Hashable, Sendable {
    /// Where an answer comes from.
    public enum Origin: Hashable, Sendable {
        /// The summariser, now.
        case uncached
        /// A cache.
        case cached
        /// The deterministic fallback, with the reason.
        case degraded(String)
    }

    /// The text.
    public var text: String
    /// What the text costs, alone.
    public var tokens: TokenCount
    /// Where it comes from.
    public var origin: Origin
    /// The share of weighted facts that it keeps, times the factor for its length, in millionths.
    public var qualityMillionths: Int

    /// A summary.
    public init(
        _ text: String, tokens: TokenCount, origin: Origin, qualityMillionths: Int
    ) {
        self.text = text
        self.tokens = tokens
        self.origin = origin
        self.qualityMillionths = qualityMillionths
    }
}

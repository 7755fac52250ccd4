public import Compression
public import ContextModel
import Summarization
public import TokenAccounting

/// What became of a request: the context that the client keeps, what goes out, and what each step did.
public struct ContextOutcome: Sendable {
    /// The messages as they came in, their pictures described as far as they can be.
    public let original: ArraySlice<Message>
    /// What they cost, tool definitions and the opening of the reply included.
    public let originalCost: CostBreakdown
    /// The context: what the client keeps, and what is judged by what it still shows.
    public let context: ArraySlice<Message>
    /// What the context would cost if it were sent.
    public let contextCost: CostBreakdown
    /// What goes out: the context, compressed where compression is on. Bill, wire rules and comparisons
    /// go by it.
    public let sent: ArraySlice<Message>
    /// What is sent costs, tool definitions and the opening of the reply included.
    public let cost: CostBreakdown
    /// How near the limit the request was before anything was done.
    public let risk: RiskAssessment
    /// What each step did, in order, compression last; empty where none had anything to do.
    public let trace: [StageTrace]
    /// Whether the context differs from what came in.
    public let isChanged: Bool
    /// The messages of the conversation that summaries in the context stand for.
    public let messagesCondensed: Int
    /// How the counts of this request's messages were found.
    public let work: CountingWork
    /// What was done.
    public let action: ContextAction
    /// What the tokens are spent on where the limit is exceeded whatever is done; nil where it is not,
    /// or where nothing was tried.
    public let overflow: OverflowBreakdown?
    /// What compression made, with what is needed to expand it; nil where it is off.
    public let compression: CompressedRequest?

    /// The outcome of a context and of what is sent in its place; the context itself, where nil. Whether
    /// that is enough is decided by what is sent alone, here and nowhere else.
    init(
        _ request: CountedRequest, _ risk: RiskAssessment, _ context: ManagedContext,
        sent: SentContext? = nil
    ) {
        let final = sent?.counted ?? context.counted
        let isTooMuch = final.tokens + risk.reservedOutput > risk.limit
        original = request.messages
        originalCost = request.cost
        self.context = context.counted.messages
        contextCost = context.counted.cost
        self.sent = final.messages
        cost = final.cost
        self.risk = risk
        trace = context.trace + (sent.map { [$0.trace] } ?? [])
        isChanged = context.isChanged
        messagesCondensed = context.messagesCondensed
        work = request.work
        action = isTooMuch ? .insufficient : context.action
        overflow =
            isTooMuch
            ? context.draft.map { OverflowBreakdown($0.costing(final), risk) } : nil
        compression = sent?.request
    }

    /// The share of weighted facts of the request that the context still shows; nil where
    /// nothing was changed, or where there are no facts. Reads all messages, so it is found when it is
    /// asked for. O(bytes).
    public func preservation() -> Share? {
        guard isChanged else { return nil }
        let facts = FactSet(of: original)
        return facts.weight == 0 ? nil : facts.share(seenIn: FactSet(of: context))
    }

    /// The mean quality of the summaries that were made for it; nil where none is left in
    /// the context, or none was made for this request.
    public var quality: Share? {
        messagesCondensed == 0 ? nil : trace.lazy.filter(\.isCommitted).meanQuality
    }

    /// How the summaries made for it read; nil where none was made, or none has two sentences.
    public var coherence: Share? {
        trace.filter(\.isCommitted).reduce(into: MeanShare()) { $0 += $1.coherence }.mean
    }

    /// Whether what was committed is below the thresholds of quality or preservation.
    public var isBelowQuality: Bool { trace.contains { $0.isCommitted && $0.isBelowQuality } }

    /// What the request cost when it came in.
    public var originalTokens: TokenCount { risk.tokens }
    /// Whether what is sent differs from the context.
    public var isCompressed: Bool { (compression?.rewritten ?? 0) > 0 }
    /// Whether something else is sent than came in.
    public var isSentChanged: Bool { isChanged || isCompressed }
}

extension Draft {
    /// The draft with what its messages cost as they are sent: there are as many, in the same order.
    fileprivate func costing(_ sent: CountedRequest) -> Draft {
        let items = zip(items, sent.each).map { item, cost in
            var item = item
            item.tokens = cost.total
            return item
        }
        return Draft(items, fixed: fixed)
    }
}

/// What was done about a request: the documented strategies, and what they leave out.
public enum ContextAction: String, Hashable, Sendable, CaseIterable {
    /// Nothing.
    case monitorOnly = "monitor_only"
    /// The oldest part was condensed.
    case condensationLight = "condensation_light"
    /// All that may be was condensed.
    case condensationAggressive = "condensation_aggressive"
    /// All but the recent messages became a summary (doc 004).
    case compaction
    /// Something was dropped.
    case emergencyTruncation = "emergency_truncation"
    /// What is sent and the reserve exceed the limit, whatever was done; the context is the smallest
    /// there is, if anything was to be done at all.
    case insufficient
}

/// Why a request cannot fit: what its tokens are spent on. Each is counted once, under the first of
/// these that it belongs to.
public struct OverflowBreakdown: Hashable, Sendable {
    /// Tool definitions and the opening of the reply.
    public var fixed: TokenCount
    /// System messages.
    public var system: TokenCount
    /// The user's last turn.
    public var lastUserTurn: TokenCount
    /// The final atom, and calls that wait for their results.
    public var finalAtom: TokenCount
    /// Pinned messages.
    public var pinned: TokenCount
    /// What need not stay, or tells that something is gone.
    public var rest: TokenCount
    /// What would have to go.
    public var missing: TokenCount
}

extension OverflowBreakdown: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        "\(missing) tokens too many in what is left: tools and reply \(fixed), system \(system), "
            + "the user's last turn \(lastUserTurn), the final exchange \(finalAtom), "
            + "pinned \(pinned), notes and whatever else \(rest)"
    }
}

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
    /// The mean quality of its summaries; nil without any.
    public var quality: Share?
    /// How the summaries made for it read.
    public var coherence = MeanShare()
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
    /// The mean quality of all their summaries; nil without any.
    var meanQuality: Share? {
        var (sum, count) = (0, 0)
        for entry in self {
            guard let quality = entry.quality else { continue }
            sum += quality.millionths * entry.requests.count
            count += entry.requests.count
        }
        return count == 0 ? nil : Share(millionths: sum / count)
    }
}

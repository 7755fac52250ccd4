public import Caching
public import ContextModel
import Summarization
public import TokenAccounting

/// What the pipeline made of a request.
public struct ContextOutcome: Sendable {
    /// The messages to send.
    public let messages: ArraySlice<Message>
    /// What they cost, tool definitions and the opening of the reply included.
    public let cost: CostBreakdown
    /// How near the limit the request was before anything was done.
    public let risk: RiskAssessment
    /// What each stage did, in order; empty where none had anything to do.
    public let ledger: [LedgerEntry]
    /// How the counts of this request's messages were found.
    public let work: CountingWork
    /// What the memo did since it was made; all zero without one.
    public let cache: CacheCounters
    /// What was done.
    public let action: ContextAction
    /// The messages as they came in.
    public let original: ArraySlice<Message>
    /// What does not fit, where the limit is exceeded whatever is done; nil where nothing was tried.
    public let shortfall: Shortfall?

    /// An outcome in which nothing was done.
    init(
        unchanged messages: ArraySlice<Message>, _ cost: CostBreakdown, _ risk: RiskAssessment,
        work: CountingWork, memo: CountMemo?
    ) {
        self.init(
            messages: messages, cost: cost, risk: risk, ledger: [], work: work,
            cache: memo?.counters ?? CacheCounters(), action: .monitorOnly,
            original: messages, draft: nil)
    }

    /// An outcome of what was done last, and of the draft that it made. Whether that is enough is told
    /// by the final tokens alone, here and nowhere else.
    init(
        messages: ArraySlice<Message>, cost: CostBreakdown, risk: RiskAssessment,
        ledger: [LedgerEntry], work: CountingWork, cache: CacheCounters, action: ContextAction,
        original: ArraySlice<Message>, draft: Draft?
    ) {
        let isTooMuch = cost.total + risk.reservedOutput > risk.limit
        self.messages = messages
        self.cost = cost
        self.risk = risk
        self.ledger = ledger
        self.work = work
        self.cache = cache
        self.action = isTooMuch ? .insufficient : action
        self.original = original
        shortfall = isTooMuch ? draft.map { Shortfall($0, risk) } : nil
    }

    private init(_ first: Self, then next: Self) {
        messages = next.messages
        cost = next.cost
        risk = first.risk
        ledger = first.ledger + next.ledger
        work = first.work
        cache = first.cache
        action = next.action
        original = first.original
        shortfall = next.shortfall
    }

    /// This outcome, with what became of its view as a request of its own.
    func followed(by next: ContextOutcome) -> ContextOutcome { Self(self, then: next) }

    /// The share of weighted facts of the request that the view still shows, in millionths; nil where
    /// nothing was changed, or where there are no facts. Reads all messages, so it is found when it is asked for. O(bytes).
    public func preservation() -> Int? {
        guard isChanged else { return nil }
        let facts = FactSet(of: original)
        return facts.weight == 0 ? nil : facts.share(seenIn: FactSet(of: messages))
    }

    /// What the request cost when it came in.
    public var originalTokens: TokenCount { risk.tokens }
    /// Whether the messages differ from those that came in.
    public var isChanged: Bool { ledger.contains { $0.isCommitted } }
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
    /// The limit is exceeded by the final tokens and the reserve, whatever was done; the view is the
    /// smallest there is, if anything was to be done at all.
    case insufficient
}

/// Why a request cannot fit: what its tokens are spent on. Each is counted once, under the first of
/// these that it belongs to.
public struct Shortfall: Hashable, Sendable {
    /// Tool definitions and the opening of the reply.
    public var fixed: TokenCount
    /// System messages.
    public var system: TokenCount
    /// The user's last turn.
    public var lastUserTurn: TokenCount
    /// The final atom.
    public var finalAtom: TokenCount
    /// Pinned messages.
    public var pinned: TokenCount
    /// What need not stay, or tells that something is gone.
    public var rest: TokenCount
    /// What would have to go.
    public var missing: TokenCount
}

extension Shortfall: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        "\(missing) tokens too many in what is left: tools and reply \(fixed), system \(system), "
            + "the user's last turn \(lastUserTurn), the final exchange \(finalAtom), "
            + "pinned \(pinned), notes and whatever else \(rest)"
    }
}

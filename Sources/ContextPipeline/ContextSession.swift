import Caching
public import ContextModel
public import StrictJSON
public import TokenAccounting

/// One conversation's way through the pipeline, a request at a time.
///
/// A value type. With the count cache on, a request costs its new messages only: the common beginning
/// with the last request is reused, and the memo is asked for the rest. With it off, every request
/// counts all its messages afresh.
public struct ContextSession: Sendable {
    /// What decides on the outcome.
    public let configuration: PipelineConfiguration
    /// What counts, with its overheads and image rule.
    public let costs: MessageCosts
    /// The session's own memo; nil with the count cache off.
    public private(set) var memo: CountMemo?
    private var running: RunningCount
    private var tools: [JSONValue] = []

    /// A session before its first request. The counter is the one the configuration names; the shell
    /// makes it.
    public init(configuration: PipelineConfiguration = .standard, counter: any TokenCounter) {
        self.configuration = configuration
        costs = MessageCosts(counter: counter, images: configuration.images.imageRule)
        running = RunningCount(costs: costs)
        memo = configuration.countCache.memo
    }

    /// Processes a request with the session's own memo.
    public mutating func process(
        _ messages: ArraySlice<Message>, tools: [JSONValue] = [],
        terms: RequestTerms = RequestTerms()
    ) -> ContextOutcome {
        var own = memo
        memo = nil
        defer { memo = own }
        return process(messages, tools: tools, terms: terms, memo: &own)
    }

    /// Processes a request of a whole array with the session's own memo.
    public mutating func process(
        _ messages: [Message], tools: [JSONValue] = [], terms: RequestTerms = RequestTerms()
    ) -> ContextOutcome {
        process(messages[...], tools: tools, terms: terms)
    }

    /// Processes a request with a memo that several sessions share. With the count cache off the memo
    /// is neither asked nor filled.
    public mutating func process(
        _ messages: ArraySlice<Message>, tools: [JSONValue] = [],
        terms: RequestTerms = RequestTerms(), memo: inout CountMemo?
    ) -> ContextOutcome {
        let counted =
            configuration.countCache.isOn
            ? reuse(messages, tools, &memo) : countAfresh(messages, tools)
        return ContextOutcome(
            messages: messages, cost: counted.cost,
            risk: risk(of: counted.cost.total, terms), ledger: [], work: counted.work,
            cache: memo?.counters ?? CacheCounters())
    }

    private mutating func reuse(
        _ messages: ArraySlice<Message>, _ tools: [JSONValue], _ memo: inout CountMemo?
    ) -> (cost: CostBreakdown, work: CountingWork) {
        if !tools.hasSameText(as: self.tools) {
            self.tools = tools
            running.fixed = costs.cost(of: [], tools: tools)
        }
        let before = running.work
        running.synchronise(with: messages, memo: &memo)
        return (running.cost, running.work - before)
    }

    private func countAfresh(
        _ messages: ArraySlice<Message>, _ tools: [JSONValue]
    ) -> (cost: CostBreakdown, work: CountingWork) {
        var work = CountingWork()
        work.counted = messages.count
        return (costs.cost(of: messages, tools: tools), work)
    }

    private func risk(of tokens: TokenCount, _ terms: RequestTerms) -> RiskAssessment {
        let limit = terms.isVision ? configuration.visionLimit : configuration.contextLimit
        return RiskAssessment(
            tokens: tokens,
            reservedOutput: TokenCount(terms.maximumOutput ?? configuration.reservedOutput),
            limit: TokenCount(limit), thresholds: configuration.thresholds)
    }
}

/// What a request asks for besides its messages and tools.
public struct RequestTerms: Hashable, Sendable {
    /// The request's `max_tokens`, if it has one: kept free for the answer.
    public var maximumOutput: Int?
    /// Whether it goes to the vision model, whose limit then holds.
    public var isVision: Bool

    /// Terms; by default those of the configuration, for the text model.
    public init(maximumOutput: Int? = nil, isVision: Bool = false) {
        self.maximumOutput = maximumOutput
        self.isVision = isVision
    }
}

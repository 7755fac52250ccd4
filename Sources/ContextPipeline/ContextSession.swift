import Caching
import Chunking
public import Compaction
import Condensation
public import ContextModel
public import StrictJSON
import Summarization
public import TokenAccounting
import WireRules

/// One conversation's way through the pipeline, a request at a time.
///
/// A value type. With the count cache on, a request costs its new messages only: the common beginning
/// with the last request is reused, and the memo is asked for the rest. With it off, every request
/// counts all its messages afresh. What is remembered beyond the conversation is in a `ContextMemory`,
/// which sessions may share.
public struct ContextSession: Sendable {
    /// What decides on the outcome.
    public let configuration: PipelineConfiguration
    /// What counts, with its overheads and image rule.
    public let costs: MessageCosts
    /// The session's own memo; nil with the count cache off.
    public private(set) var memo: CountMemo?
    /// What is remembered beyond requests; nil in a session that only assesses.
    public let memory: ContextMemory?
    /// What was compacted so far, where that is what is done (doc 004).
    public private(set) var compaction = CompactionState()
    private let pipeline: PipelineTools?
    private var running: RunningCount
    private var tools: [JSONValue] = []
    private var layout: ChunkLayout?

    /// A session that counts and assesses, and changes nothing. The counter is the one the
    /// configuration names; the shell makes it.
    public init(configuration: PipelineConfiguration = .standard, counter: any TokenCounter) {
        self.init(configuration: configuration, counter: counter, pipeline: nil, memory: nil)
    }

    /// A session that manages contexts as the configuration says. A memory that is not given is the
    /// session's own.
    public init(
        configuration: PipelineConfiguration = .standard, counter: any TokenCounter,
        tools: PipelineTools, memory: ContextMemory? = nil
    ) {
        self.init(
            configuration: configuration, counter: counter, pipeline: tools,
            memory: memory ?? ContextMemory(configuration, store: tools.chunks))
    }

    private init(
        configuration: PipelineConfiguration, counter: any TokenCounter,
        pipeline: PipelineTools?, memory: ContextMemory?
    ) {
        self.configuration = configuration
        self.pipeline = pipeline
        self.memory = memory
        costs = MessageCosts(counter: counter, images: configuration.images.imageRule)
        running = RunningCount(costs: costs)
        memo = configuration.countCache.memo
        layout = pipeline.flatMap { configuration.layout(hasher: $0.hasher) }
    }

    /// Processes a request with the session's own memo, at a time on the clock of ages.
    public mutating func process(
        _ messages: ArraySlice<Message>, tools: [JSONValue] = [],
        terms: RequestTerms = RequestTerms(), at now: Duration = .zero
    ) async -> ContextOutcome {
        var own = memo
        memo = nil
        let outcome = await process(messages, tools: tools, terms: terms, at: now, memo: &own)
        memo = own
        return outcome
    }

    /// Processes a request of a whole array with the session's own memo.
    public mutating func process(
        _ messages: [Message], tools: [JSONValue] = [], terms: RequestTerms = RequestTerms(),
        at now: Duration = .zero
    ) async -> ContextOutcome {
        await process(messages[...], tools: tools, terms: terms, at: now)
    }

    /// Processes a request with a memo that several sessions share. With the count cache off the memo
    /// is neither asked nor filled.
    public mutating func process(
        _ messages: ArraySlice<Message>, tools: [JSONValue] = [],
        terms: RequestTerms = RequestTerms(), at now: Duration = .zero, memo: inout CountMemo?
    ) async -> ContextOutcome {
        let described =
            await PictureDesk(configuration, pipeline, memory)?.described(messages) ?? messages
        let outcome = await manage(described, tools: tools, terms: terms, at: now, memo: &memo)
        if configuration.management == .compaction {
            let isDue = configuration.mayNeedCompaction(risk(of: outcome.cost.total, terms))
            compaction.note(compactions: outcome.compactions, stillDue: isDue, at: now)
        }
        return outcome
    }

    /// Processes a request whose pictures are described as far as they can be.
    private mutating func manage(
        _ messages: ArraySlice<Message>, tools: [JSONValue], terms: RequestTerms, at now: Duration,
        memo: inout CountMemo?
    ) async -> ContextOutcome {
        let log = PipelineLog(configuration, pipeline)
        let start = log.time()
        let counted = count(messages, tools, &memo)
        let risk = risk(of: counted.cost.total, terms)
        log.tell(counted.cost, counted.work, risk)
        guard let pipeline, let memory, isDue(risk) else {
            let outcome = ContextOutcome(
                unchanged: messages, counted.cost, risk, work: counted.work, memo: memo)
            log.tell(outcome, since: start)
            return outcome
        }
        let request = ManagedRequest(
            messages: messages, costs: counted.each, fixed: counted.fixed, risk: risk, terms: terms)
        var run = stageRun(request, pipeline, memory, at: now)
        let chunks = chunks(of: request, pipeline)
        await run.run(risk.level, chunks: chunks)
        let outcome = outcome(run, request, counted, memo)
        assert(isAcceptable(outcome, terms), "a stage made a history that its provider refuses")
        log.tell(outcome, since: start)
        log.tell(memory.statistics(at: now))
        return await settled(outcome, run.draft, tools, terms, at: now)
    }

    /// Whether the provider refuses nothing in a context that it does not refuse in the original;
    /// plain truncation is known not to care. Too dear for every request: only builds with assertions
    /// check it (`Tests/with-assertions`).
    private func isAcceptable(_ outcome: ContextOutcome, _ terms: RequestTerms) -> Bool {
        configuration.management == .legacy || !outcome.isChanged
            || WireRule(terms.format).newViolations(
                in: Array(outcome.messages), against: Array(outcome.original)
            ).isEmpty
    }

    /// The outcome of which a client that sends it back gets the same again: where something is still
    /// due, the view is processed as a request of its own, until nothing comes of it.
    private func settled(
        _ outcome: ContextOutcome, _ draft: Draft, _ tools: [JSONValue], _ terms: RequestTerms,
        at now: Duration
    ) async -> ContextOutcome {
        guard outcome.isChanged, configuration.management != .legacy,
            isDue(risk(of: outcome.cost.total, terms))
        else { return outcome }
        var terms = terms
        terms.pinned = Set(draft.items.indices.filter { draft.items[$0].isPinned })
        var again = self
        var own = again.memo
        again.memo = nil
        let next = await again.manage(
            outcome.messages, tools: tools, terms: terms, at: now, memo: &own)
        return next.isChanged ? outcome.followed(by: next) : outcome
    }

    /// Counts and assesses a request, and changes nothing.
    public mutating func assess(
        _ messages: ArraySlice<Message>, tools: [JSONValue] = [],
        terms: RequestTerms = RequestTerms(), memo: inout CountMemo?
    ) -> ContextOutcome {
        let counted = count(messages, tools, &memo)
        return ContextOutcome(
            unchanged: messages, counted.cost, risk(of: counted.cost.total, terms),
            work: counted.work, memo: memo)
    }

    /// Counts and assesses a request with the session's own memo.
    public mutating func assess(
        _ messages: ArraySlice<Message>, tools: [JSONValue] = [],
        terms: RequestTerms = RequestTerms()
    ) -> ContextOutcome {
        var own = memo
        memo = nil
        defer { memo = own }
        return assess(messages, tools: tools, terms: terms, memo: &own)
    }

    /// Counts and assesses a request of a whole array with the session's own memo.
    public mutating func assess(
        _ messages: [Message], tools: [JSONValue] = [], terms: RequestTerms = RequestTerms()
    ) -> ContextOutcome {
        assess(messages[...], tools: tools, terms: terms)
    }
}

// MARK: - Managing

extension ContextSession {
    /// Whether something is to be done at a level.
    private func isDue(_ risk: RiskAssessment) -> Bool {
        switch configuration.management {
        case .off: false
        case .legacy: risk.level == .overflow
        case .full, .chunked:
            risk.level == .overflow || risk.level >= .warning && configuration.condensation.isOn
        case .compaction: risk.level == .overflow || configuration.mayNeedCompaction(risk)
        }
    }

    private func stageRun(
        _ request: ManagedRequest, _ pipeline: PipelineTools, _ memory: ContextMemory,
        at now: Duration
    ) -> StageRun {
        let settings = configuration.condensation
        let costs = costs
        let escalation = Escalation(
            configuration: configuration, limit: request.risk.limit.value,
            reserve: request.risk.reservedOutput.value, basis: basis(pipeline))
        let desk = SummaryDesk(
            tools: pipeline, memory: memory, log: PipelineLog(configuration, pipeline),
            settings: settings,
            extract: ExtractiveSummarizer(counter: costs.counter), counter: costs.counter,
            conversation: request.conversation, now: now,
            deadline: pipeline.clock.now() + settings.processingTime)
        let goal = StageGoal(
            target: .zero, format: request.terms.format, hasher: pipeline.hasher,
            cost: { costs.cost(of: $0).total })
        return StageRun(request.draft, escalation, desk: desk, goal: goal)
    }

    /// What shapes every summary besides its request.
    private func basis(_ pipeline: PipelineTools) -> String {
        let extract = ExtractiveSummarizer(counter: costs.counter)
        let summarizer = pipeline.summarizer?.identity ?? extract.identity
        return [summarizer, costs.counter.name, configuration.caches.scope].joined(separator: "\n")
    }

    /// The chunks of a request, where chunks are tracked.
    private mutating func chunks(
        of request: ManagedRequest, _ pipeline: PipelineTools
    ) -> ChunkedStage? {
        guard layout != nil, configuration.management == .chunked, configuration.condensation.isOn
        else { return nil }
        let kept = request.kept
        layout?.update(
            to: request.messages, hasher: pipeline.hasher, tokens: { request.costs[$0].total },
            isExcluded: { kept.contains($0) })
        var stage = ChunkedStage(layout?.chunks ?? [])
        stage.choosesStyle = configuration.chunks.strategy == .auto
        return stage
    }

    private func outcome(
        _ run: StageRun, _ request: ManagedRequest, _ counted: Counted, _ memo: CountMemo?
    ) -> ContextOutcome {
        let isChanged = run.ledger.contains { $0.isCommitted }
        let view = isChanged ? run.draft.messages[...] : request.messages
        let cost = isChanged ? request.cost(of: run.draft, costs) : counted.cost
        precondition(cost.total == run.draft.tokens, "the trace ends where a recount does")
        return ContextOutcome(
            messages: view, cost: cost, risk: request.risk, ledger: run.ledger, work: counted.work,
            cache: memo?.counters ?? CacheCounters(), action: run.action,
            original: request.messages, draft: run.draft)
    }
}

// MARK: - Counting

extension ContextSession {
    /// A request counted.
    struct Counted {
        var cost: CostBreakdown
        var fixed: CostBreakdown
        var work: CountingWork
        /// What each message costs.
        var each: [CostBreakdown]
    }

    private mutating func count(
        _ messages: ArraySlice<Message>, _ tools: [JSONValue], _ memo: inout CountMemo?
    ) -> Counted {
        guard configuration.countCache.isOn else { return countAfresh(messages, tools) }
        if !tools.hasSameText(as: self.tools) {
            self.tools = tools
            running.fixed = costs.cost(of: [], tools: tools)
        }
        let before = running.work
        running.synchronise(with: messages, memo: &memo)
        return Counted(
            cost: running.cost, fixed: running.fixed, work: running.work - before,
            each: running.each)
    }

    private func countAfresh(_ messages: ArraySlice<Message>, _ tools: [JSONValue]) -> Counted {
        var work = CountingWork()
        work.counted = messages.count
        let fixed = costs.cost(of: [], tools: tools)
        let each = messages.map(costs.cost)
        var cost = fixed
        for message in each { cost += message }
        return Counted(cost: cost, fixed: fixed, work: work, each: each)
    }

    private func risk(of tokens: TokenCount, _ terms: RequestTerms) -> RiskAssessment {
        RiskAssessment(
            tokens: tokens,
            reservedOutput: TokenCount(terms.maximumOutput ?? configuration.reservedOutput),
            limit: TokenCount(configuration.limit(isVision: terms.isVision)),
            thresholds: configuration.thresholds)
    }
}

/// What a request asks for besides its messages and tools.
public struct RequestTerms: Hashable, Sendable {
    /// The request's `max_tokens`, if it has one: kept free for the answer.
    public var maximumOutput: Int?
    /// Whether it goes to the vision model, whose limit then holds.
    public var isVision: Bool
    /// The format it is sent in.
    public var format: WireFormat
    /// The session's identity, if the client has one.
    public var session: String?
    /// The positions of messages that stay as they are, whatever else goes.
    public var pinned: Set<Int> = []

    /// Terms; by default those of the configuration, for the text model, nothing pinned.
    public init(
        maximumOutput: Int? = nil, isVision: Bool = false, format: WireFormat = .chatCompletions
    ) {
        self.maximumOutput = maximumOutput
        self.isVision = isVision
        self.format = format
    }
}

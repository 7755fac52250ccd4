import Caching
public import ContextModel
import Settings
public import Stages
public import StrictJSON
import Summarization
public import TokenAccounting
import WireFormats

/// One conversation's requests, one after the other: counted, assessed, managed, compressed.
///
/// A value type. With the count cache on, a request costs its new messages only: the common beginning
/// with the last request is reused, and the memory is asked for the rest. With it off, every request
/// counts all its messages anew. What is remembered beyond the conversation, counts included, is in
/// a `ContextMemory`, which sessions may share: that changes the work, never a count. What summarisers
/// said of its messages stays the session's own, unless `cache.scope` names a scope that is shared.
public struct ContextSession: Sendable {
    /// What decides on the outcome.
    public let configuration: PipelineConfiguration
    /// What counts, with its overheads and image rule.
    public let costs: MessageCosts
    /// What is remembered beyond requests.
    public let memory: ContextMemory
    /// What was compacted so far, if compaction is the policy (doc 004).
    public private(set) var compaction = CompactionState()
    private let dependencies: PipelineDependencies?
    /// What tells a session without a name from others of its memory.
    private let number: Int
    private var running: RunningCount
    private var tools: [JSONValue] = []
    private var layout: ChunkLayout?
    private var compressor: RequestCompressor?
    /// The time that cutting histories into chunks took so far, by the stopwatch handed in.
    public private(set) var chunkingTime = Duration.zero

    /// Into how many chunks the last request that was managed was cut.
    var chunkCount: Int { layout?.chunks.count ?? 0 }

    /// A session that counts and assesses, and changes nothing. The counter is the one the
    /// configuration names; the shell makes it. A memory that is not given is the session's own.
    public init(
        configuration: PipelineConfiguration = .standard, counter: any TokenCounter,
        memory: ContextMemory? = nil
    ) {
        let memory = memory ?? ContextMemory(configuration)
        self.init(
            configuration,
            MessageCosts(counter: counter, images: configuration.images.imageRule),
            memory, number: memory.newSession())
    }

    /// A session that manages contexts as the configuration says. A memory that is not given is the
    /// session's own. Compression with a counter that is no `Tokenizer` is refused.
    public init(
        configuration: PipelineConfiguration = .standard, counter: any TokenCounter,
        dependencies: PipelineDependencies, memory: ContextMemory? = nil
    ) throws(SettingError) {
        let memory = memory ?? ContextMemory(configuration, store: dependencies.chunks)
        let costs = MessageCosts(counter: counter, images: configuration.images.imageRule)
        self.init(
            configuration, costs, memory, number: memory.newSession(), dependencies: dependencies,
            compressor: try RequestCompressor(configuration.compression, costs, memory))
    }

    /// A session of parts that are known to fit each other.
    init(
        _ configuration: PipelineConfiguration, _ costs: MessageCosts, _ memory: ContextMemory,
        number: Int, dependencies: PipelineDependencies? = nil, compressor: RequestCompressor? = nil
    ) {
        self.number = number
        self.configuration = configuration
        self.costs = costs
        self.memory = memory
        self.dependencies = dependencies
        self.compressor = compressor
        running = RunningCount(costs: costs)
        layout = dependencies.flatMap { configuration.layout(hasher: $0.hasher) }
    }

    /// Processes a request, at a time on the clock of ages.
    public mutating func process(
        _ messages: ArraySlice<Message>, tools: [JSONValue] = [],
        options: RequestOptions = RequestOptions(), at now: Duration = .zero
    ) async -> ContextOutcome {
        let start = dependencies?.clock.now() ?? .zero
        let described =
            await ImageDescriptionProvider(configuration, dependencies, memory)?.described(messages)
            ?? messages
        return await process(
            count(described, tools: tools), options: options, at: now, since: start)
    }

    /// Processes a request of a whole array.
    public mutating func process(
        _ messages: [Message], tools: [JSONValue] = [], options: RequestOptions = RequestOptions(),
        at now: Duration = .zero
    ) async -> ContextOutcome {
        await process(messages[...], tools: tools, options: options, at: now)
    }

    /// Processes a request that is counted, and that came in at a time on the clock handed in.
    mutating func process(
        _ counted: CountedRequest, options: RequestOptions, at now: Duration, since start: Duration
    ) async -> ContextOutcome {
        let log = PipelineLog(configuration, dependencies)
        let request = managed(counted, risk(of: counted.tokens, options), options)
        log.tell(counted.cost, counted.work, request.risk)
        let context = await manage(request, at: now)
        if configuration.management == .compaction {
            let isDue = configuration.mayNeedCompaction(risk(of: context.counted.tokens, options))
            compaction.note(context.trace, stillDue: isDue, at: now)
        }
        let stopwatch = dependencies?.stopwatch ?? { .zero }
        let sent = compressor?.compress(context.counted, stopwatch)
        let outcome = ContextOutcome(counted, request.risk, context, sent: sent)
        log.tell(outcome, since: start)
        log.tell(outcome.compression, configuration.compression.conversation)
        if dependencies != nil, isDue(request.risk) { log.tell(memory.statistics(at: now)) }
        return outcome
    }

    /// Makes a context that fits from a request, as far as something is due and can be done.
    private mutating func manage(
        _ request: ManagedRequest, at now: Duration
    ) async -> ManagedContext {
        guard let dependencies, isDue(request.risk) else {
            return ManagedContext(unchanged: request.counted, request.placeholders)
        }
        var run = stageRun(request, dependencies, at: now)
        let chunks = chunks(of: request, dependencies)
        await run.run(request.risk.level, chunks: chunks)
        let context = ManagedContext(run, request, costs)
        placeholders(request.scope)?.keep(run.draft)
        assert(isAcceptable(context, request), "a stage made a history that its provider refuses")
        return await untilStable(context, request.options, at: now)
    }

    /// Whether the provider refuses nothing in a context that it does not refuse in the original;
    /// plain truncation is known not to care. Too dear for every request: only builds with assertions
    /// check it (`Tests/with-assertions`).
    private func isAcceptable(_ context: ManagedContext, _ request: ManagedRequest) -> Bool {
        configuration.management == .legacy || !context.isChanged
            || WireRule(request.options.format).newViolations(
                in: Array(context.counted.messages), against: Array(request.messages)
            ).isEmpty
    }

    /// The context that stays the same when a client sends it back: where something is still due, it is
    /// managed as a request of its own, until nothing comes of it.
    private func untilStable(
        _ context: ManagedContext, _ options: RequestOptions, at now: Duration
    ) async -> ManagedContext {
        let risk = risk(of: context.counted.tokens, options)
        guard context.isChanged, configuration.management != .legacy, isDue(risk),
            let draft = context.draft
        else { return context }
        var options = options
        options.pinned = Set(draft.items.indices.filter { draft.items[$0].isPinned })
        var again = self
        let next = await again.manage(managed(context.counted, risk, options), at: now)
        return next.isChanged ? context.followed(by: next) : context
    }

    /// Counts and assesses a request, and changes nothing.
    public mutating func assess(
        _ messages: ArraySlice<Message>, tools: [JSONValue] = [],
        options: RequestOptions = RequestOptions()
    ) -> ContextOutcome {
        let counted = count(messages, tools: tools)
        return ContextOutcome(
            counted, risk(of: counted.tokens, options), ManagedContext(unchanged: counted))
    }

    /// Counts and assesses a request of a whole array.
    public mutating func assess(
        _ messages: [Message], tools: [JSONValue] = [], options: RequestOptions = RequestOptions()
    ) -> ContextOutcome {
        assess(messages[...], tools: tools, options: options)
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
        _ request: ManagedRequest, _ dependencies: PipelineDependencies, at now: Duration
    ) -> StageRun {
        let settings = configuration.condensation
        let costs = costs
        let escalation = Escalation(
            configuration: configuration, limit: request.risk.limit.value,
            reserve: request.risk.reservedOutput.value,
            cacheKeyPrefix: cacheKeyPrefix(dependencies, request.scope),
            customStage: dependencies.customStage)
        let provider = SummaryProvider(
            dependencies: dependencies, memory: memory, scope: request.scope,
            log: PipelineLog(configuration, dependencies),
            settings: settings,
            extract: ExtractiveSummarizer(counter: costs.counter), counter: costs.counter,
            conversation: request.conversation, now: now,
            deadline: dependencies.clock.now() + settings.processingTime)
        let goal = StageGoal(
            target: .zero, format: request.options.format, hasher: dependencies.hasher,
            cost: { costs.cost(of: $0).total })
        return StageRun(request.draft, escalation, provider: provider, goal: goal)
    }

    /// A request with the placeholders that were made for it.
    private func managed(
        _ counted: CountedRequest, _ risk: RiskAssessment, _ options: RequestOptions
    ) -> ManagedRequest {
        let scope = CacheScope(configuration.caches, session: options.session, number: number)
        return ManagedRequest(
            counted: counted, risk: risk, options: options, scope: scope,
            placeholders: placeholders(scope)?.found(in: counted.messages) ?? [:])
    }

    private func placeholders(_ scope: CacheScope) -> ScopedPlaceholders? {
        dependencies.map { ScopedPlaceholders(memory: memory, scope: scope, hasher: $0.hasher) }
    }

    /// What shapes every summary besides its request, and whose it is. The scope stands last: its name
    /// may hold anything.
    private func cacheKeyPrefix(_ dependencies: PipelineDependencies, _ scope: CacheScope) -> String
    {
        let extract = ExtractiveSummarizer(counter: costs.counter)
        let summarizer = dependencies.summarizer?.identity ?? extract.identity
        return [summarizer, costs.counter.name, scope.name].joined(separator: "\n")
    }

    /// The chunks of a request, where chunks are tracked.
    private mutating func chunks(
        of request: ManagedRequest, _ dependencies: PipelineDependencies
    ) -> ChunkedStage? {
        guard layout != nil else { return nil }
        let kept = request.kept
        let start = dependencies.stopwatch()
        let change = layout?.update(
            to: request.messages, hasher: dependencies.hasher,
            tokens: { request.counted.each[$0].total }, isExcluded: { kept.contains($0) })
        chunkingTime += dependencies.stopwatch() - start
        if let change, let chunks = layout?.chunks {
            PipelineLog(configuration, dependencies).tell(change, to: chunks)
        }
        var stage = ChunkedStage(layout?.chunks ?? [])
        stage.choosesStyle = configuration.chunkStrategy == .auto
        stage.relevance = configuration.chunks.relevance
        return stage
    }
}

// MARK: - Looking at chunks

extension ContextSession {
    /// How the chunks of a request stand; none where chunks are not tracked.
    mutating func standing(
        ofChunksOf counted: CountedRequest, options: RequestOptions, at now: Duration
    ) -> [ChunkStanding] {
        let request = managed(counted, risk(of: counted.tokens, options), options)
        guard let dependencies, let stage = chunks(of: request, dependencies) else { return [] }
        let run = stageRun(request, dependencies, at: now)
        return run.standing(of: stage, in: request.conversation, request.scope, memory, at: now)
    }
}

// MARK: - Counting

extension ContextSession {
    /// Counts a request: what is new in it, where counts are remembered.
    mutating func count(_ messages: ArraySlice<Message>, tools: [JSONValue]) -> CountedRequest {
        guard configuration.countCache.isOn else { return recount(messages, tools) }
        if !tools.hasSameText(as: self.tools) {
            self.tools = tools
            running.fixed = costs.cost(of: [], tools: tools)
        }
        let before = running.work
        running.synchronise(with: messages, memo: memory.counts)
        return CountedRequest(
            messages: messages, each: running.each, fixed: running.fixed, cost: running.cost,
            work: running.work - before)
    }

    /// Counts all messages of a request anew.
    private func recount(_ messages: ArraySlice<Message>, _ tools: [JSONValue]) -> CountedRequest {
        var work = CountingWork()
        work.counted = messages.count
        let fixed = costs.cost(of: [], tools: tools)
        let each = messages.map(costs.cost)
        let cost = each.reduce(into: fixed) { $0 += $1 }
        return CountedRequest(messages: messages, each: each, fixed: fixed, cost: cost, work: work)
    }

    private func risk(of tokens: TokenCount, _ options: RequestOptions) -> RiskAssessment {
        RiskAssessment(
            tokens: tokens,
            reservedOutput: TokenCount(options.maximumOutput ?? configuration.reservedOutput),
            limit: TokenCount(configuration.limit(isVision: options.isVision)),
            thresholds: configuration.thresholds)
    }
}

/// What a request asks for besides its messages and tools.
public struct RequestOptions: Hashable, Sendable {
    /// The request's `max_tokens`, if it has one: kept free for the answer.
    public var maximumOutput: Int?
    /// Whether it goes to the vision model, whose limit then holds.
    public var isVision: Bool
    /// The format it is sent in.
    public var format: WireFormat
    /// The session's identity, if the client has one: of one server unique, its tenant's name included,
    /// since whoever names a session is answered from what is remembered of it.
    public var session: String?
    /// The positions of messages that stay as they are, whatever else goes.
    public var pinned: Set<Int> = []

    /// Options; by default those of the configuration, for the text model, nothing pinned.
    public init(
        maximumOutput: Int? = nil, isVision: Bool = false, format: WireFormat = .chatCompletions
    ) {
        self.maximumOutput = maximumOutput
        self.isVision = isVision
        self.format = format
    }

    /// The options that a conversation's own request has: its format, the output it asks for, and the
    /// vision model if it holds a picture.
    public init(of conversation: Conversation) {
        self.init(
            maximumOutput: conversation.maximumOutput, isVision: conversation.hasPictures,
            format: conversation.format)
    }
}

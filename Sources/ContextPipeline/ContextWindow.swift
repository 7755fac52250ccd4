public import ContextModel
import Settings
import Stages
import StrictJSON
public import TokenAccounting

/// The documented interface to context management (doc 002): analyse, manage, validate, ask.
///
/// Each call is about one request and knows nothing of the one before; what is remembered between
/// them is in the memory, apart for every session that `RequestOptions` names (`cache.scope`);
/// requests without one are taken for those of one client, the window's. Programs that follow a
/// conversation use a `ContextSession`, which costs new messages only. Only what may wait for a
/// summariser is async.
public struct ContextWindow: Sendable {
    /// What decides on the outcome.
    public private(set) var configuration: PipelineConfiguration
    /// What is remembered between calls.
    public let memory: ContextMemory
    private let costs: MessageCosts
    private let dependencies: PipelineDependencies
    private let compressor: RequestCompressor?
    /// What tells the window's requests without a session from those of others, in one memory.
    private let number: Int
    private let record = PerformanceRecord()

    /// A window with a memory of its own, unless one is given. Compression with a counter that is no
    /// `Tokenizer` is refused.
    public init(
        _ configuration: PipelineConfiguration = .standard, counter: any TokenCounter,
        dependencies: PipelineDependencies, memory: ContextMemory? = nil
    ) throws(SettingError) {
        self.configuration = configuration
        self.dependencies = dependencies
        self.memory = memory ?? ContextMemory(configuration, store: dependencies.chunks)
        costs = MessageCosts(counter: counter, images: configuration.images.imageRule)
        number = self.memory.newSession()
        compressor = try RequestCompressor(configuration.compression, costs, self.memory)
    }

    /// The same window with another limit for texts and pictures, in tokens: for a limit that depends
    /// on the size of a conversation. What is remembered is shared.
    public func limited(to tokens: Int) throws(SettingError) -> ContextWindow {
        var limited = self
        try limited.configuration.apply(
            ["context.limit", "context.visionLimit"].map { ($0, String(tokens)) })
        return limited
    }

    /// A conversation with descriptions of its pictures and the costs of its messages: nothing that is
    /// asked about it next counts it again.
    public func count(_ conversation: Conversation) async -> CountedConversation {
        let start = dependencies.clock.now()
        return counted(await described(conversation), as: conversation.messages, since: start)
    }

    private func counted(
        _ described: Conversation, as original: [Message], since start: Duration
    ) -> CountedConversation {
        let counting = dependencies.clock.now()
        var session = ContextSession(configuration, costs, memory, number: number)
        let request = session.count(described.messages[...], tools: described.tools)
        return CountedConversation(
            original: original, described: described, request: request, start: start,
            countingTime: dependencies.clock.now() - counting)
    }

    /// How near the limit a request is (`analyze_context_state`). Remembered for the documented five
    /// minutes, found by the whole content.
    public func analyse(
        _ conversation: Conversation, options: RequestOptions = RequestOptions(),
        at now: Duration = .zero
    ) -> ContextAnalysis {
        memory.analysis(key(of: conversation, options), at: now) {
            analysis(
                of: counted(
                    conversation, as: conversation.messages, since: dependencies.clock.now()),
                options)
        }
    }

    private func analysis(
        of counted: CountedConversation, _ options: RequestOptions
    ) -> ContextAnalysis {
        let risk = RiskAssessment(
            tokens: counted.request.tokens,
            reservedOutput: TokenCount(options.maximumOutput ?? configuration.reservedOutput),
            limit: TokenCount(configuration.limit(isVision: options.isVision)),
            thresholds: configuration.thresholds)
        let count = counted.request.messages.count
        let isDue =
            configuration.management == .compaction
            ? isCompactionDue(risk, counted.request, options)
            : configuration.condensation.isOn && configuration.management.condenses
                && risk.level >= .warning && count >= configuration.condensation.minimumMessages
        return ContextAnalysis(
            risk: risk, cost: counted.request.cost, messagesCount: count, shouldCondense: isDue,
            analysisTime: counted.countingTime)
    }

    /// Whether the threshold of compaction is reached; an adaptive one lies where the messages say.
    private func isCompactionDue(
        _ risk: RiskAssessment, _ request: CountedRequest, _ options: RequestOptions
    ) -> Bool {
        guard configuration.mayNeedCompaction(risk) else { return false }
        guard configuration.compaction.policy.isAdaptive else { return true }
        let placeholders = ScopedPlaceholders(
            memory: memory, scope: scope(options), hasher: dependencies.hasher)
        let threshold = CompactionThreshold(
            configuration.compactionPolicy(), limit: risk.limit.value,
            of: request.draft(placeholders.found(in: request.messages)))
        return threshold.isReached(by: risk.tokens)
    }

    /// Whether a request should be condensed (`should_condense_context`).
    public func shouldCondense(
        _ conversation: Conversation, options: RequestOptions = RequestOptions(),
        at now: Duration = .zero
    ) -> Bool { analyse(conversation, options: options, at: now).shouldCondense }

    /// What the documents recommend (`get_context_management_strategy`).
    public func strategy(
        for conversation: Conversation, options: RequestOptions = RequestOptions(),
        at now: Duration = .zero
    ) -> ManagementStrategy { analyse(conversation, options: options, at: now).recommendedStrategy }

    /// What is known about a request before anything is done (`get_context_info`).
    public func info(
        on conversation: Conversation, options: RequestOptions = RequestOptions(),
        at now: Duration = .zero
    ) -> ContextInfo {
        let analysis = analyse(conversation, options: options, at: now)
        return ContextInfo(
            analysis: analysis, finalTokens: analysis.currentTokens, strategyUsed: nil,
            messagesCondensed: 0, quality: nil, coherence: nil, isBelowQuality: false,
            totalChunks: nil, preservation: nil, processingTime: analysis.analysisTime,
            scaledTokens: scaled(analysis.currentTokens, conversation.format, options))
    }

    /// A conversation with descriptions of its pictures, as far as there are any to be had: what the
    /// documents hand to every function as `image_descriptions`. `manage` does so itself.
    public func described(_ conversation: Conversation) async -> Conversation {
        var described = conversation
        if let provider = ImageDescriptionProvider(configuration, dependencies, memory) {
            described.messages = Array(await provider.described(conversation.messages[...]))
        }
        return described
    }

    /// Manages a request (`apply_intelligent_context_management`).
    public func manage(
        _ conversation: Conversation, options: RequestOptions = RequestOptions(),
        at now: Duration = .zero
    ) async -> ContextManagementResult {
        await manage(count(conversation), options: options, at: now)
    }

    /// Manages a request that is counted.
    public func manage(
        _ counted: CountedConversation, options: RequestOptions = RequestOptions(),
        at now: Duration = .zero
    ) async -> ContextManagementResult {
        let analysis = memory.analysis(key(of: counted.described, options), at: now) {
            self.analysis(of: counted, options)
        }
        var session = ContextSession(
            configuration, costs, memory, number: number, dependencies: dependencies,
            compressor: compressor)
        let outcome = await session.process(
            counted.request, options: options, at: now, since: counted.start)
        let time = dependencies.clock.now() - counted.start
        record.add(outcome, time: time, chunking: session.chunkingTime)
        let info = info(
            on: outcome, analysis, counted.described, options, totalChunks: session.chunkCount,
            time: time)
        return ContextManagementResult(
            counted.original, outcome, processingTime: time, info: info)
    }

    /// How the chunks of a conversation stand (`analyze_chunks`); none where chunks are not tracked.
    public func standing(
        ofChunksOf counted: CountedConversation, options: RequestOptions = RequestOptions(),
        at now: Duration = .zero
    ) -> [ChunkStanding] {
        var session = ContextSession(
            configuration, costs, memory, number: number, dependencies: dependencies)
        return session.standing(ofChunksOf: counted.request, options: options, at: now)
    }

    /// The messages to send, and what to tell of them (`validate_and_truncate_context_async`).
    public func validateAndTruncate(
        _ conversation: Conversation, options: RequestOptions = RequestOptions(),
        at now: Duration = .zero
    ) async -> (messages: [Message], info: ContextInfo) {
        let result = await manage(conversation, options: options, at: now)
        return (result.processedMessages, result.info)
    }

    /// Manages many conversations, `CONTEXT_ANALYSIS_BATCH_SIZE` at a time, results in their order. Each
    /// has the options of its own request, unless others are given.
    public func manageAll(
        _ conversations: [Conversation], options: RequestOptions? = nil, at now: Duration = .zero
    ) async -> [ContextManagementResult] {
        await conversations.batches(of: configuration.caches.batchSize) { conversation in
            await manage(
                conversation, options: options ?? RequestOptions(of: conversation), at: now)
        }
    }

    /// What happened so far (`get_context_performance_stats`).
    public func performance(at now: Duration = .zero) -> ContextPerformance {
        ContextPerformance(
            record.sums, memory.statistics(at: now), costs.counter,
            condenses: configuration.condenses)
    }

    /// Forgets what is remembered (`clear_context_caches`).
    public func clearCaches() { memory.clear() }

    /// Whether all is well, by the documented rules (doc 002, `comprehensive_health_check`).
    public func health(at now: Duration = .zero) -> ContextHealth {
        ContextHealth(performance(at: now))
    }

    private func scope(_ options: RequestOptions) -> CacheScope {
        CacheScope(configuration.caches, session: options.session, number: number)
    }

    private func key(of conversation: Conversation, _ options: RequestOptions) -> ContentDigest {
        var bytes = CanonicalBytes()
        bytes.add(scope(options).name)
        bytes.add(costs.counter.name)
        bytes.add(configuration.settings.map { "\($0.name)=\($0.value)" }.joined(separator: "\n"))
        bytes.add(options.maximumOutput ?? -1)
        bytes.add(options.isVision ? 1 : 0)
        bytes.add(conversation.tools.count)
        for tool in conversation.tools { bytes.add(tool) }
        for message in conversation.messages { bytes.add(message) }
        return dependencies.hasher.digest(bytes.bytes)
    }

    private func info(
        on outcome: ContextOutcome, _ analysis: ContextAnalysis, _ conversation: Conversation,
        _ options: RequestOptions, totalChunks: Int, time: Duration
    ) -> ContextInfo {
        ContextInfo(
            analysis: analysis, finalTokens: outcome.cost.total, strategyUsed: outcome.action,
            messagesCondensed: outcome.messagesCondensed,
            quality: outcome.quality, coherence: outcome.coherence,
            isBelowQuality: outcome.isBelowQuality,
            totalChunks: totalChunks > 0 ? totalChunks : nil,
            preservation: outcome.preservation(), processingTime: time,
            scaledTokens: scaled(outcome.cost.total, conversation.format, options))
    }

    /// What a client is told that believes in the expected limit, not in the real one (doc 003).
    private func scaled(
        _ tokens: TokenCount, _ format: WireFormat, _ options: RequestOptions
    ) -> TokenCount {
        let real = options.isVision ? configuration.visionLimit : configuration.contextLimit
        let documented = configuration.documented
        let expected =
            format == .anthropicMessages
            ? documented.anthropicExpected : documented.openAIExpected
        return TokenScaling(expected: expected, real: real).scaled(tokens)
    }
}

extension Management {
    /// Whether it condenses.
    var condenses: Bool { self == .full || self == .chunked }
}

/// A conversation whose pictures are described and whose messages are counted.
public struct CountedConversation: Sendable {
    /// The messages as they came in.
    public let original: [Message]
    /// The conversation with descriptions of its pictures, as far as there are any to be had.
    public let described: Conversation
    /// What it costs.
    public let request: CountedRequest
    /// When work on it began, on the clock handed in.
    let start: Duration
    /// How long counting took, on the same clock.
    let countingTime: Duration
}

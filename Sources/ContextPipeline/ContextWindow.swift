import Compaction
public import ContextModel
import StrictJSON
public import TokenAccounting

/// The documented interface to context management (doc 002): analyse, manage, validate, ask.
///
/// Each call is about one request and knows nothing of the one before; what is remembered between them
/// is in the memory. Programs that follow a conversation use a `ContextSession`, which costs new
/// messages only. Only what may wait for a summariser is async.
public struct ContextWindow: Sendable {
    /// What decides on the outcome.
    public let configuration: PipelineConfiguration
    /// What is remembered between calls.
    public let memory: ContextMemory
    private let costs: MessageCosts
    private let tools: PipelineTools
    private let record = PerformanceRecord()

    /// A window with a memory of its own, unless one is given.
    public init(
        _ configuration: PipelineConfiguration = .standard, counter: any TokenCounter,
        tools: PipelineTools, memory: ContextMemory? = nil
    ) {
        self.configuration = configuration
        self.tools = tools
        self.memory = memory ?? ContextMemory(configuration, store: tools.chunks)
        costs = MessageCosts(counter: counter, images: configuration.images.imageRule)
    }

    /// How near the limit a request is (`analyze_context_state`). Remembered for the documented five
    /// minutes, found by the whole content.
    public func analyse(
        _ conversation: Conversation, terms: RequestTerms = RequestTerms(), at now: Duration = .zero
    ) -> ContextAnalysis {
        memory.analysis(key(of: conversation, terms), at: now) {
            let start = tools.clock.now()
            let cost = costs.cost(of: conversation.messages, tools: conversation.tools)
            let risk = RiskAssessment(
                tokens: cost.total,
                reservedOutput: TokenCount(terms.maximumOutput ?? configuration.reservedOutput),
                limit: TokenCount(configuration.limit(isVision: terms.isVision)),
                thresholds: configuration.thresholds)
            let isDue =
                configuration.management == .compaction
                ? isCompactionDue(risk, conversation)
                : configuration.condensation.isOn && configuration.management.condenses
                    && risk.level >= .warning
                    && conversation.messages.count >= configuration.condensation.minimumMessages
            return ContextAnalysis(
                risk: risk, cost: cost, messagesCount: conversation.messages.count,
                shouldCondense: isDue, analysisTime: tools.clock.now() - start)
        }
    }

    /// Whether the threshold of compaction is reached; an adaptive one lies where the messages say.
    private func isCompactionDue(_ risk: RiskAssessment, _ conversation: Conversation) -> Bool {
        guard configuration.mayNeedCompaction(risk) else { return false }
        guard configuration.compaction.policy.isAdaptive else { return true }
        let items = conversation.messages.enumerated().map { index, message in
            Draft.Item(message, tokens: costs.cost(of: message).total, source: .original(index))
        }
        let threshold = CompactionThreshold(
            configuration.compactionPolicy(), limit: risk.limit.value,
            of: Draft(items, fixed: .zero))
        return threshold.isReached(by: risk.tokens)
    }

    /// Whether a request should be condensed (`should_condense_context`).
    public func shouldCondense(
        _ conversation: Conversation, terms: RequestTerms = RequestTerms(), at now: Duration = .zero
    ) -> Bool { analyse(conversation, terms: terms, at: now).shouldCondense }

    /// What the documents recommend (`get_context_management_strategy`).
    public func strategy(
        for conversation: Conversation, terms: RequestTerms = RequestTerms(),
        at now: Duration = .zero
    ) -> ManagementStrategy { analyse(conversation, terms: terms, at: now).recommendedStrategy }

    /// What can be told of a request before anything is done (`get_context_info`).
    public func info(
        on conversation: Conversation, terms: RequestTerms = RequestTerms(),
        at now: Duration = .zero
    ) -> ContextInfo {
        let analysis = analyse(conversation, terms: terms, at: now)
        return ContextInfo(
            analysis: analysis, finalTokens: analysis.currentTokens, strategyUsed: nil,
            condensationApplied: false, messagesCondensed: 0, qualityMillionths: nil,
            preservationMillionths: nil, processingTime: analysis.analysisTime,
            scaledTokens: scaled(analysis.currentTokens, conversation.format, terms))
    }

    /// A conversation with descriptions of its pictures, as far as there are any to be had: what the
    /// documents hand to every function as `image_descriptions`. `manage` does so itself.
    public func described(_ conversation: Conversation) async -> Conversation {
        guard let desk = PictureDesk(configuration, tools, memory) else { return conversation }
        var described = conversation
        described.messages = Array(await desk.described(conversation.messages[...]))
        return described
    }

    /// Manages a request (`apply_intelligent_context_management`).
    public func manage(
        _ conversation: Conversation, terms: RequestTerms = RequestTerms(), at now: Duration = .zero
    ) async -> ContextManagementResult {
        let start = tools.clock.now()
        let original = conversation.messages
        let conversation = await described(conversation)
        let analysis = analyse(conversation, terms: terms, at: now)
        var tools = tools
        tools.describer = nil
        var session = ContextSession(
            configuration: configuration, counter: costs.counter, tools: tools, memory: memory)
        let outcome = await session.process(
            conversation.messages, tools: conversation.tools, terms: terms, at: now)
        let time = tools.clock.now() - start
        record.add(outcome, time: time)
        let info = info(on: outcome, analysis, conversation, terms, time: time)
        return ContextManagementResult(
            originalMessages: original, processedMessages: Array(outcome.messages),
            originalTokens: outcome.originalTokens, finalTokens: outcome.cost.total,
            strategyUsed: outcome.action, riskLevel: outcome.risk.level, processingTime: time,
            ledger: outcome.ledger, shortfall: outcome.shortfall, info: info)
    }

    /// The messages to send, and what to tell of them (`validate_and_truncate_context_async`).
    public func validateAndTruncate(
        _ conversation: Conversation, terms: RequestTerms = RequestTerms(), at now: Duration = .zero
    ) async -> (messages: [Message], info: ContextInfo) {
        let result = await manage(conversation, terms: terms, at: now)
        return (result.processedMessages, result.info)
    }

    /// Manages many conversations, `CONTEXT_ANALYSIS_BATCH_SIZE` at a time, results in their order.
    public func manageAll(
        _ conversations: [Conversation], terms: RequestTerms = RequestTerms(),
        at now: Duration = .zero
    ) async -> [ContextManagementResult] {
        var results: [ContextManagementResult] = []
        var rest = conversations[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(configuration.caches.batchSize))
            rest = rest.dropFirst(batch.count)
            results += await withTaskGroup(of: (Int, ContextManagementResult).self) { group in
                for (index, conversation) in batch.enumerated() {
                    group.addTask { (index, await manage(conversation, terms: terms, at: now)) }
                }
                return await group.reduce(into: []) { $0.append($1) }
                    .sorted { $0.0 < $1.0 }.map(\.1)
            }
        }
        return results
    }

    /// What happened so far (`get_context_performance_stats`).
    public func performance(at now: Duration = .zero) -> ContextPerformance {
        ContextPerformance(record.sums, memory.statistics(at: now), costs.counter)
    }

    /// Forgets what is remembered (`clear_context_caches`).
    public func clearCaches() { memory.clear() }

    /// Whether all is well, by the documented rules (doc 002, `comprehensive_health_check`).
    public func health(at now: Duration = .zero) -> ContextHealth {
        ContextHealth(performance(at: now))
    }

    private func key(of conversation: Conversation, _ terms: RequestTerms) -> ContentDigest {
        var bytes = CanonicalBytes()
        bytes.add(configuration.caches.scope)
        bytes.add(costs.counter.name)
        bytes.add(configuration.settings.map { "\($0.name)=\($0.value)" }.joined(separator: "\n"))
        bytes.add(terms.maximumOutput ?? -1)
        bytes.add(terms.isVision ? 1 : 0)
        bytes.add(conversation.tools.count)
        for tool in conversation.tools { bytes.add(tool) }
        for message in conversation.messages { bytes.add(message) }
        return tools.hasher.digest(bytes.bytes)
    }

    private func info(
        on outcome: ContextOutcome, _ analysis: ContextAnalysis, _ conversation: Conversation,
        _ terms: RequestTerms, time: Duration
    ) -> ContextInfo {
        let condensed = outcome.messages.compactMap(StandIn.summarised(by:)).reduce(0, +)
        let summaries = outcome.ledger.filter { $0.isCommitted && $0.qualityMillionths != nil }
        return ContextInfo(
            analysis: analysis, finalTokens: outcome.cost.total, strategyUsed: outcome.action,
            condensationApplied: !summaries.isEmpty, messagesCondensed: condensed,
            qualityMillionths: summaries.last?.qualityMillionths,
            preservationMillionths: outcome.preservation(), processingTime: time,
            scaledTokens: scaled(outcome.cost.total, conversation.format, terms))
    }

    /// What a client is told that believes in the expected limit, not in the real one (doc 003).
    private func scaled(
        _ tokens: TokenCount, _ format: WireFormat, _ terms: RequestTerms
    ) -> TokenCount {
        let real = terms.isVision ? configuration.visionLimit : configuration.contextLimit
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

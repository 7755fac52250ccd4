import ContextModel
import Settings
public import Stages
import TokenAccounting

/// The escalation steps of a request that does not fit: light and aggressive condensation,
/// truncation.
struct Escalation {
    /// One escalation step: its target, and the stages that try, one after the other.
    struct Step {
        var action: ContextAction
        var target: TokenCount
        var stages: [any Stage]
    }

    let configuration: PipelineConfiguration
    /// The limit, in tokens.
    let limit: Int
    /// Tokens kept free for the answer.
    let reserve: Int
    let cacheKeyPrefix: String
    /// What the strategy `custom` does; nil for the documents' example.
    var customStage: (any Stage)?

    /// The steps of condensation for a level, the gentlest first.
    func condensation(_ level: RiskLevel, _ draft: Draft, chunks: ChunkedStage?) -> [Step] {
        if configuration.management == .compaction { return compaction(draft) }
        guard configuration.management.condenses, configuration.condensation.isOn,
            level >= .warning
        else { return [] }
        let light = step(.condensationLight, draft, chunks)
        let aggressive = step(.condensationAggressive, draft, chunks)
        return level == .warning ? [light, aggressive] : [aggressive]
    }

    /// The last step: whatever fits the limit.
    var truncation: Step {
        let stage: any Stage =
            configuration.management == .legacy
            ? LegacyTruncationStage()
            : TruncationStage(keptMessages: configuration.condensation.keptMessages)
        return Step(
            action: .emergencyTruncation, target: TokenCount(max(limit - reserve, 0)),
            stages: [stage])
    }

    private func step(_ action: ContextAction, _ draft: Draft, _ chunks: ChunkedStage?) -> Step {
        let settings = configuration.condensation
        let isLight = action == .condensationLight
        // A lowered threshold lowers what is aimed at: else nothing would be done where it is due.
        let light = min(settings.lightTarget, configuration.thresholds.warning)
        let share = isLight ? light : min(settings.aggressiveTarget, light)
        var target = TokenCount(max(share.of(limit) - reserve, 0))
        // What frees less than a tenth is not committed, so nothing less is aimed at.
        if isLight { target = min(target, TokenCount(draft.tokens.value * 88 / 100)) }
        return Step(action: action, target: target, stages: stages(isLight: isLight, draft, chunks))
    }

    private func stages(isLight: Bool, _ draft: Draft, _ chunks: ChunkedStage?) -> [any Stage] {
        let settings = configuration.condensation
        let strategy = strategy(of: draft, inChunks: chunks != nil)
        guard strategy != .smartTruncation else {
            return [
                MaskingStage(keptMessages: settings.keptMessages),
                TruncationStage(keptMessages: settings.keptMessages, dropsNotices: false),
            ]
        }
        if strategy == .custom, let customStage { return [customStage] }
        let policy = policy(strategy, isLight: isLight)
        if var chunks {
            chunks.policy = policy
            // What no chunk holds yet is condensed as a whole where nothing else is left to try.
            return isLight ? [chunks] : [chunks, SummaryStage(policy)]
        }
        return [SummaryStage(policy)]
    }

    /// The strategy for a request; never `auto`.
    private func strategy(of draft: Draft, inChunks: Bool) -> CondensationStrategy {
        let chosen =
            inChunks ? configuration.chunkStrategy : configuration.condensation.strategy
        return chosen == .auto ? Self.automatic(draft) : chosen
    }

    /// The settings of a stage that condenses.
    private func policy(_ strategy: CondensationStrategy, isLight: Bool) -> CondensationPolicy {
        let settings = configuration.condensation
        var policy = CondensationPolicy()
        policy.minimumMessages = settings.minimumMessages
        policy.maximumMessages = settings.maximumMessages
        policy.lengthRatio = settings.lengthRatio
        policy.keptMessages = settings.keptMessages
        policy.isLight = isLight
        policy.preservesFlow = settings.preservesFlow
        policy.cacheKeyPrefix = cacheKeyPrefix
        switch strategy {
        case .conversationSummary, .auto, .smartTruncation: policy.style = .conversation
        case .keyPointExtraction: policy.style = .keyPoints
        case .progressive: policy.style = .progressive
        case .custom:
            policy.style = .keyPoints
            policy.keptMessages = settings.customKeptMessages
        }
        return policy
    }

    /// Chunks with the settings they would be condensed by.
    func configured(_ chunks: ChunkedStage, for draft: Draft) -> ChunkedStage {
        var chunks = chunks
        chunks.policy = policy(strategy(of: draft, inChunks: true), isLight: false)
        return chunks
    }

    /// What suits a conversation: key points where tools make up most of it, levels of summaries where
    /// it is long, else one summary.
    private static func automatic(_ draft: Draft) -> CondensationStrategy {
        if draft.isMostlyTools(draft.items.indices) { return .keyPointExtraction }
        return draft.items.count > longConversation ? .progressive : .conversationSummary
    }

    /// From how many messages on levels of summaries are worthwhile.
    private static let longConversation = 120
}

extension Escalation {
    /// The step of compaction, if it is due: from the threshold on, below it again if that can be.
    func compaction(_ draft: Draft) -> [Step] {
        guard configuration.condensation.isOn else { return [] }
        let policy = configuration.compactionPolicy(cacheKeyPrefix: cacheKeyPrefix)
        let threshold = CompactionThreshold(policy, limit: limit, of: draft)
        guard threshold.isReached(by: draft.tokens) else { return [] }
        let target = TokenCount(max(min(threshold.tokens - 1, limit - reserve), 0))
        return [Step(action: .compaction, target: target, stages: [CompactionStage(policy)])]
    }
}

extension ContextOutcome {
    /// How often the request was compacted.
    public var compactions: Int { trace.lazy.filter(\.isCompaction).count }
}

extension StageTrace {
    /// Whether it is of a compaction that came to something.
    public var isCompaction: Bool { stage == CompactionStage.stageName && isCommitted }
}

extension CompactionState {
    /// Notes what became of a request: the entries of its trace, whether the outcome reaches the
    /// threshold again. A compaction whose summaries were all found is one that was made before.
    public mutating func note(_ trace: [StageTrace], stillDue: Bool, at now: Duration) {
        // What was asked for and not committed was read and written, too.
        let entries = trace.filter { $0.stage == CompactionStage.stageName }
        note(
            compactions: entries.count {
                $0.isCommitted && $0.requests.uncached + $0.requests.degraded > 0
            }, stillDue: stillDue,
            read: entries.reduce(.zero) { $0 + $1.callsInput },
            written: entries.reduce(.zero) { $0 + $1.callsOutput }, at: now)
    }
}

import ContextModel
import Settings
import Stages
import TokenAccounting

/// The rungs that a request goes up until it fits: light and aggressive condensation, truncation.
struct Escalation {
    /// One rung: what it may reach, and the stages that try, one after the other.
    struct Rung {
        var action: ContextAction
        var target: TokenCount
        var stages: [any Stage]
    }

    let configuration: PipelineConfiguration
    /// The limit, in tokens.
    let limit: Int
    /// Tokens kept free for the answer.
    let reserve: Int
    let basis: String

    /// The rungs of condensation for a level, the gentlest first.
    func condensation(_ level: RiskLevel, _ draft: Draft, chunks: ChunkedStage?) -> [Rung] {
        if configuration.management == .compaction { return compaction(draft) }
        guard configuration.management.condenses, configuration.condensation.isOn,
            level >= .warning
        else { return [] }
        let light = rung(.condensationLight, draft, chunks)
        let aggressive = rung(.condensationAggressive, draft, chunks)
        return level == .warning ? [light, aggressive] : [aggressive]
    }

    /// The last rung: whatever fits the limit.
    var truncation: Rung {
        let stage: any Stage =
            configuration.management == .legacy
            ? LegacyTruncationStage()
            : TruncationStage(keptMessages: configuration.condensation.keptMessages)
        return Rung(
            action: .emergencyTruncation, target: TokenCount(max(limit - reserve, 0)),
            stages: [stage])
    }

    private func rung(_ action: ContextAction, _ draft: Draft, _ chunks: ChunkedStage?) -> Rung {
        let settings = configuration.condensation
        let isLight = action == .condensationLight
        // A lowered threshold lowers what is aimed at: else nothing would be done where it is due.
        let light = min(settings.lightTargetMillionths, configuration.thresholds.warning)
        let share = isLight ? light : min(settings.aggressiveTargetMillionths, light)
        var target = TokenCount(max(limit * share / 1_000_000 - reserve, 0))
        // What frees less than a tenth is not committed, so nothing less is aimed at.
        if isLight { target = min(target, TokenCount(draft.tokens.value * 88 / 100)) }
        return Rung(action: action, target: target, stages: stages(isLight, draft, chunks))
    }

    private func stages(_ isLight: Bool, _ draft: Draft, _ chunks: ChunkedStage?) -> [any Stage] {
        let settings = configuration.condensation
        let chosen = chunks == nil ? settings.strategy : configuration.chunks.strategy
        let strategy = chosen == .auto ? Self.automatic(draft) : chosen
        var policy = CondensationPolicy()
        policy.minimumMessages = settings.minimumMessages
        policy.maximumMessages = settings.maximumMessages
        policy.lengthRatioMillionths = settings.lengthRatioMillionths
        policy.keptMessages = settings.keptMessages
        policy.isLight = isLight
        policy.preservesFlow = settings.preservesFlow
        policy.basis = basis
        switch strategy {
        case .conversationSummary, .auto: policy.style = .conversation
        case .keyPointExtraction: policy.style = .keyPoints
        case .progressive: policy.style = .progressive
        case .smartTruncation:
            return [
                MaskingStage(keptMessages: settings.keptMessages),
                TruncationStage(keptMessages: settings.keptMessages, dropsNotices: false),
            ]
        case .custom:
            policy.style = .keyPoints
            policy.keptMessages = settings.customKeptMessages
        }
        if var chunks {
            chunks.policy = policy
            // What no chunk holds yet is condensed as a whole where nothing else is left to try.
            return isLight ? [chunks] : [chunks, SummaryStage(policy)]
        }
        return [SummaryStage(policy)]
    }

    /// What suits a conversation: key points where tools make up most of it, levels of summaries where
    /// it is long, else one summary.
    private static func automatic(_ draft: Draft) -> CondensationStrategy {
        let tools = draft.items.reduce(0) { sum, item in
            let isTool = item.message.role == .tool || item.message.parts.contains { $0.isTool }
            return sum + (isTool ? item.tokens.value : 0)
        }
        if tools * 2 > draft.tokens.value { return .keyPointExtraction }
        return draft.items.count > longConversation ? .progressive : .conversationSummary
    }

    /// From how many messages on levels of summaries are worth while.
    private static let longConversation = 120
}

extension ContentPart {
    fileprivate var isTool: Bool {
        switch self {
        case .toolCall, .toolResult: true
        case .text, .reasoning, .image, .opaque: false
        }
    }
}

public import Compaction
import ContextModel
import TokenAccounting

/// When and how sessions are compacted (doc 004), where `management` is `compaction`.
///
/// The threshold is the agent's own and independent of the risk levels. It is a share of the tier's
/// limit, or of the context limit where that is smaller: a model never gets more than both allow.
public struct CompactionSettings: Hashable, Sendable {
    /// The tier that the compacted messages go to. The document has no default; this one's limit is
    /// that of the other ways of managing, too.
    public var tier = ModelTier.orchestrator
    /// All else. The basis and the length of summaries, as a share, are those of condensation.
    public var policy = CompactionPolicy()

    /// The documented defaults.
    public init() {}
}

extension PipelineConfiguration {
    /// The limit that holds for a request, in tokens: with compaction the tier's, if that is smaller.
    public func limit(isVision: Bool = false) -> Int {
        let limit = isVision ? visionLimit : contextLimit
        return management == .compaction ? min(limit, compaction.tier.contextLimit) : limit
    }

    /// The policy of compaction; the basis shapes every summary besides its request.
    func compactionPolicy(basis: String = "") -> CompactionPolicy {
        var policy = compaction.policy
        policy.lengthRatioMillionths = condensation.lengthRatioMillionths
        policy.basis = basis
        return policy
    }

    /// Whether a request may have to be compacted, without a look at its messages: an adaptive
    /// threshold is then known to lie higher, or not.
    func mayNeedCompaction(_ risk: RiskAssessment) -> Bool {
        let share =
            compaction.policy.isAdaptive
            ? CompactionThreshold.leastAdaptiveMillionths : compaction.policy.thresholdMillionths
        return condensation.isOn
            && TokenBudget(limit: risk.limit.value, used: risk.tokens).reaches(millionths: share)
    }
}

extension Escalation {
    /// The rung of compaction, if it is due: from the threshold on, below it again if that can be.
    func compaction(_ draft: Draft) -> [Rung] {
        guard configuration.condensation.isOn else { return [] }
        let policy = configuration.compactionPolicy(basis: basis)
        let threshold = CompactionThreshold(policy, limit: limit, of: draft)
        guard threshold.isReached(by: draft.tokens) else { return [] }
        let target = TokenCount(max(min(threshold.tokens - 1, limit - reserve), 0))
        return [Rung(action: .compaction, target: target, stages: [CompactionStage(policy)])]
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

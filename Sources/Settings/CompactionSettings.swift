import ContextModel
public import Stages
import TokenAccounting

/// When and how sessions are compacted (doc 004), where `management` is `compaction`.
///
/// The threshold is the agent's own and independent of the risk levels. It is a share of the tier's
/// limit, or of the context limit where that is smaller: a model never gets more than both allow.
public struct CompactionSettings: Hashable, Sendable {
    /// The tier that the compacted messages go to. The document has no default; this one's limit is
    /// that of the other policies, too.
    public var tier = ModelTier.orchestrator
    /// All else. The cache-key prefix and the length of summaries, as a share, are those of
    /// condensation.
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

    /// The policy of compaction; the prefix of cache keys says what shapes a summary besides its
    /// request.
    package func compactionPolicy(cacheKeyPrefix: String = "") -> CompactionPolicy {
        var policy = compaction.policy
        policy.lengthRatio = condensation.lengthRatio
        policy.cacheKeyPrefix = cacheKeyPrefix
        return policy
    }

    /// Whether a request may have to be compacted, without a look at its messages: an adaptive
    /// threshold is then known to lie higher, or not.
    package func mayNeedCompaction(_ risk: RiskAssessment) -> Bool {
        let share =
            compaction.policy.isAdaptive
            ? CompactionThreshold.leastAdaptive : compaction.policy.threshold
        return condensation.isOn
            && TokenBudget(limit: risk.limit.value, used: risk.tokens).reaches(share)
    }
}

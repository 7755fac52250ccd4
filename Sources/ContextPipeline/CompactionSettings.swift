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
    /// The share of the limit from which on messages are compacted, in millionths.
    public var thresholdMillionths = CompactionPolicy().thresholdMillionths
    /// The last messages that stay.
    public var keepRecent = CompactionPolicy().keepRecent
    /// The most tokens of a summary.
    public var outputTokens = CompactionPolicy().outputTokens
    /// What summaries are for.
    public var task = CompactionPolicy().task
    /// Whether the threshold follows the growth of the session.
    public var isAdaptive = false
    /// Messages that contain one of these texts stay.
    public var critical: [String] = []
    /// In how many parts the old messages are summarised at once.
    public var parts = 1

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
        var policy = CompactionPolicy()
        policy.thresholdMillionths = compaction.thresholdMillionths
        policy.keepRecent = compaction.keepRecent
        policy.outputTokens = compaction.outputTokens
        policy.lengthRatioMillionths = condensation.lengthRatioMillionths
        policy.task = compaction.task
        policy.critical = compaction.critical
        policy.isAdaptive = compaction.isAdaptive
        policy.parts = compaction.parts
        policy.basis = basis
        return policy
    }

    /// Whether a request may have to be compacted, without a look at its messages: an adaptive
    /// threshold is then known to lie higher, or not.
    func mayNeedCompaction(_ risk: RiskAssessment) -> Bool {
        let share =
            compaction.isAdaptive
            ? CompactionThreshold.leastAdaptiveMillionths : compaction.thresholdMillionths
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
    public var compactions: Int { ledger.lazy.filter(\.isCompaction).count }
}

extension LedgerEntry {
    /// Whether it is of a compaction that came to something.
    public var isCompaction: Bool { stage == CompactionStage.stageName && isCommitted }
}

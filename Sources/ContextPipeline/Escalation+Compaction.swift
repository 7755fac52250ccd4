import ContextModel
import Settings
import Stages
import TokenAccounting

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

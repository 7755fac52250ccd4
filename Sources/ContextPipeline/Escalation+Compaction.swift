import ContextModel
import Settings
public import Stages
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

extension CompactionState {
    /// Notes what became of a request: the entries of its trace, whether the outcome reaches the
    /// threshold again.
    public mutating func note(_ trace: [StageTrace], stillDue: Bool, at now: Duration) {
        // What was asked for and not committed was read and written, too.
        let entries = trace.filter { $0.stage == CompactionStage.stageName }
        note(
            compactions: entries.count { $0.isCommitted }, stillDue: stillDue,
            read: entries.reduce(.zero) { $0 + $1.callsInput },
            written: entries.reduce(.zero) { $0 + $1.callsOutput }, at: now)
    }
}

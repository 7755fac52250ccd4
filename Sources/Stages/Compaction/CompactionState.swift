/// What an agent keeps of its compactions (doc 004, "State Schema Updates"), as a value.
public struct CompactionState: Hashable, Sendable {
    /// `needs_compaction`: whether the last context seen reaches the threshold.
    public private(set) var needsCompaction = false
    /// `last_compaction_at`: when something was last compacted, on the clock handed in; nil for never.
    public private(set) var lastCompactionAt: Duration?
    /// `compaction_count`: how often in this session.
    public private(set) var count = 0

    /// Before the first request.
    public init() {}

    /// Notes what became of a request: its tokens before, how often it was compacted, whether the
    /// outcome reaches the threshold again.
    public mutating func note(compactions: Int, stillDue: Bool, at now: Duration) {
        needsCompaction = stillDue
        guard compactions > 0 else { return }
        count += compactions
        lastCompactionAt = now
    }
}

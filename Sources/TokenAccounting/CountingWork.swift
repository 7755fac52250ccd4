/// How many messages were asked for, by how their count was found, and what the memo did for it.
public struct CountingWork: Hashable, Sendable {
    /// Counted anew.
    public var counted = 0
    /// Found in the memo: its hits.
    public var remembered = 0
    /// Part of a beginning that had been counted in the same conversation: no look-up, and no hit.
    public var reused = 0
    /// Of those counted anew, the ones that the memo was asked for in vain.
    public var misses = 0
    /// Entries of the memo that gave way to new ones.
    public var evictions = 0

    /// Nothing asked for yet.
    public init() {}

    /// How many messages were asked for.
    public var asked: Int { counted + remembered + reused }

    /// Notes a message by the memo's answer; nil where there is no memo.
    mutating func note(_ answer: CountMemo.Answer?) {
        guard let answer, answer.isHit else {
            counted += 1
            misses += answer == nil ? 0 : 1
            evictions += answer?.evictions ?? 0
            return
        }
        remembered += 1
    }

    /// Adds another, part by part.
    public static func += (left: inout Self, right: Self) {
        left.counted += right.counted
        left.remembered += right.remembered
        left.reused += right.reused
        left.misses += right.misses
        left.evictions += right.evictions
    }

    /// What was done since an earlier moment.
    public static func - (left: Self, right: Self) -> Self {
        var work = Self()
        work.counted = left.counted - right.counted
        work.remembered = left.remembered - right.remembered
        work.reused = left.reused - right.reused
        work.misses = left.misses - right.misses
        work.evictions = left.evictions - right.evictions
        return work
    }
}

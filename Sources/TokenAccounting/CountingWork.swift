/// How many messages were asked for, by how their count was found.
public struct CountingWork: Hashable, Sendable {
    /// Counted anew.
    public var counted = 0
    /// Found in the memo.
    public var remembered = 0
    /// Part of a beginning that had been counted in the same conversation.
    public var reused = 0

    /// Nothing asked for yet.
    public init() {}

    /// How many messages were asked for.
    public var asked: Int { counted + remembered + reused }

    /// Adds another, part by part.
    public static func += (left: inout Self, right: Self) {
        left.counted += right.counted
        left.remembered += right.remembered
        left.reused += right.reused
    }

    /// What was done since an earlier moment.
    public static func - (left: Self, right: Self) -> Self {
        var work = Self()
        work.counted = left.counted - right.counted
        work.remembered = left.remembered - right.remembered
        work.reused = left.reused - right.reused
        return work
    }
}

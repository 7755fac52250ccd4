public import ContextModel

/// Truncation as the documented system had it before (doc 003): system messages stay, and of the rest
/// the newest that fit.
///
/// A baseline for comparison. It parts tool calls from their results, as the original did; what it makes
/// is checked by nobody.
public struct LegacyTruncationStage: Stage {
    /// The stage's name in traces.
    public let name = "legacy truncation"

    /// A stage; it has no settings.
    public init() {}

    /// Nil where the goal is met already.
    public func plan(_ draft: Draft, for goal: StageGoal) -> StagePlan? {
        guard draft.tokens > goal.target else { return nil }
        let isSystem = draft.items.map { $0.message.role == .system }
        var left = goal.target.value - draft.fixed.value
        for (item, isSystem) in zip(draft.items, isSystem) where isSystem {
            left -= item.tokens.value
        }
        var first = draft.items.count
        while first > 0 {
            let cost = isSystem[first - 1] ? 0 : draft.items[first - 1].tokens.value
            guard cost <= left else { break }
            left -= cost
            first -= 1
        }
        let pieces = draft.items.indices.map { index -> StagePlan.Piece in
            index >= first || isSystem[index]
                ? .keep(index..<index + 1) : .drop(index..<index + 1)
        }
        let count = isSystem[..<first].filter { !$0 }.count
        guard count > 0 else { return nil }
        return StagePlan(pieces: pieces, reason: "drops \(count) messages")
    }
}

public import ContextModel

/// Drops the oldest atoms until the request reaches the goal, with a message that tells so; summaries
/// go last. What may not be touched stays even if the goal is missed (doc 002: emergency truncation).
public struct TruncationStage: Stage {
    /// The stage's name in ledgers.
    public let name = "truncation"
    /// The last messages that go only when nothing else is left to drop.
    public let keptMessages: Int

    /// A stage.
    public init(keptMessages: Int = 2) { self.keptMessages = keptMessages }

    /// Nil where the goal is met already or nothing may be dropped.
    public func plan(_ draft: Draft, for goal: StageGoal) -> StagePlan? {
        guard draft.tokens > goal.target else { return nil }
        let atoms = CondensableAtoms(draft, kept: 0)
        guard !atoms.open.isEmpty else { return nil }
        let dropped = dropped(from: atoms, draft, goal)
        guard !dropped.isEmpty else { return nil }
        return StagePlan(
            pieces: pieces(dropping: dropped, atoms, draft),
            reason: "drops \(dropped.reduce(0) { $0 + atoms.atoms[$1].count }) messages")
    }

    private func dropped(
        from atoms: CondensableAtoms, _ draft: Draft, _ goal: StageGoal
    ) -> Set<Int> {
        let recent = draft.items.count - keptMessages
        let ranks = atoms.open.map { index in
            let atom = atoms.atoms[index]
            let isSummary = atom.count == 1 && draft.items[atom.lowerBound].isSummary
            return (rank: atom.upperBound > recent ? 2 : isSummary ? 1 : 0, atom: index)
        }
        let order = ranks.sorted { ($0.rank, $0.atom) < ($1.rank, $1.atom) }
        var dropped: Set<Int> = []
        var missing = (draft.tokens - goal.target).value
        for (_, index) in order {
            if missing <= 0 { break }
            // A neighbour's marker serves for both; one that joins two groups saves a marker.
            let neighbours = [index - 1, index + 1].filter(dropped.contains).count
            dropped.insert(index)
            missing += Self.markerTokens * (1 - neighbours)
            missing -= draft.tokens(of: atoms.atoms[index]).value
        }
        return dropped
    }

    /// What a marker costs, at most.
    private static let markerTokens = 24

    private func pieces(
        dropping dropped: Set<Int>, _ atoms: CondensableAtoms, _ draft: Draft
    ) -> [StagePlan.Piece] {
        var pieces: [StagePlan.Piece] = []
        for (index, atom) in atoms.atoms.enumerated() {
            let isDropped = dropped.contains(index)
            switch pieces.last {
            case .keep(let range)? where !isDropped:
                pieces[pieces.count - 1] = .keep(range.lowerBound..<atom.upperBound)
            case .mark(let range)? where isDropped:
                pieces[pieces.count - 1] = .mark(range.lowerBound..<atom.upperBound)
            default: pieces.append(isDropped ? .mark(atom) : .keep(atom))
            }
        }
        return pieces
    }
}

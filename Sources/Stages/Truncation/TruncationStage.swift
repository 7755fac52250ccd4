public import ContextModel
import WireFormats

/// Drops the oldest atoms until the request reaches the goal, with a message that tells so, unless the
/// goal is missed because of it. Summaries go last, and lose their oldest sentences where that is
/// enough. What may not be touched stays even if the goal is missed (doc 002: emergency truncation).
public struct TruncationStage: Stage {
    /// The stage's name in traces.
    public let name = "truncation"
    /// The last messages that go only when nothing else is left to drop.
    public let keptMessages: Int
    /// Whether the notices that something is gone may go, too, where the goal is missed by them.
    public let dropsNotices: Bool

    /// A stage; what only aims at a share of the limit leaves the notices.
    public init(keptMessages: Int = 2, dropsNotices: Bool = true) {
        self.keptMessages = keptMessages
        self.dropsNotices = dropsNotices
    }

    /// Nil where the goal is met already or nothing may be dropped.
    public func plan(_ draft: Draft, for goal: StageGoal) -> StagePlan? {
        guard draft.tokens > goal.target else { return nil }
        let atoms = CondensableAtoms(draft, kept: 0)
        guard !atoms.open.isEmpty else { return nil }
        let cut = cut(from: atoms, draft, goal)
        guard !cut.dropped.isEmpty || !cut.shortened.isEmpty else { return nil }
        return StagePlan(pieces: pieces(cut, atoms, draft), reason: reason(cut, atoms))
    }

    /// What the plan says. Where the goal is missed so, the notices go, too, as far as the history
    /// is still legal without them: a notice is worth less than a request that fits.
    public func apply(
        _ plan: StagePlan, _ summaries: [Summary], to draft: Draft, for goal: StageGoal
    ) -> Draft {
        var plan = plan
        var best = plan.applied(summaries, to: draft, for: goal)
        for index in plan.pieces.indices where dropsNotices && best.tokens > goal.target {
            guard case .mark(let range) = plan.pieces[index] else { continue }
            plan.pieces[index] = .drop(range)
            let silent = plan.applied(summaries, to: draft, for: goal)
            if silent.tokens < best.tokens, isLegal(silent, draft, goal) {
                best = silent
            } else {
                plan.pieces[index] = .mark(range)
            }
        }
        return best
    }

    /// Whether a provider refuses nothing in a draft that it does not refuse in the one before.
    private func isLegal(_ draft: Draft, _ before: Draft, _ goal: StageGoal) -> Bool {
        WireRule(goal.format).newViolations(in: draft.messages, against: before.messages).isEmpty
    }

    /// Positions of atoms that go, and summaries that become shorter ones.
    private struct Cut {
        var dropped: Set<Int> = []
        var shortened: [Int: Message] = [:]
    }

    private func cut(
        from atoms: CondensableAtoms, _ draft: Draft, _ goal: StageGoal
    ) -> Cut {
        let recent = draft.items.count - keptMessages
        let ranks = atoms.open.map { index in
            let atom = atoms.atoms[index]
            let isSummary = atom.count == 1 && draft.items[atom.lowerBound].isSummary
            return (rank: atom.upperBound > recent ? 2 : isSummary ? 1 : 0, atom: index)
        }
        let order = ranks.sorted { ($0.rank, $0.atom) < ($1.rank, $1.atom) }
        var cut = Cut()
        var missing = (draft.tokens - goal.target).value
        for (_, index) in order {
            if missing <= 0 { break }
            if let message = shortened(atoms.atoms[index], by: missing, draft, goal) {
                cut.shortened[index] = message
                break
            }
            // A neighbour's marker serves for both; one that joins two groups saves a marker.
            let neighbours = [index - 1, index + 1].filter(cut.dropped.contains).count
            cut.dropped.insert(index)
            missing += Self.markerTokens * (1 - neighbours)
            missing -= draft.tokens(of: atoms.atoms[index]).value
        }
        return cut
    }

    /// A summary without so many of its tokens, at least; nil if little would be left, or if the atom
    /// is none.
    private func shortened(
        _ atom: Range<Int>, by missing: Int, _ draft: Draft, _ goal: StageGoal
    ) -> Message? {
        let item = draft.items[atom.lowerBound]
        let most = item.tokens.value - missing
        guard atom.count == 1, item.isSummary, most > Self.markerTokens else { return nil }
        return SummaryTail(item.message)?.message(within: TokenCount(most), cost: goal.cost)
    }

    private func reason(_ cut: Cut, _ atoms: CondensableAtoms) -> String {
        let count = cut.dropped.reduce(0) { $0 + atoms.atoms[$1].count }
        guard !cut.shortened.isEmpty else { return "drops \(count) messages" }
        return count == 0 ? "shortens a summary" : "drops \(count) messages, shortens a summary"
    }

    /// What a marker costs, at most.
    private static let markerTokens = 24

    private func pieces(
        _ cut: Cut, _ atoms: CondensableAtoms, _ draft: Draft
    ) -> [StagePlan.Piece] {
        var pieces: [StagePlan.Piece] = []
        for (index, atom) in atoms.atoms.enumerated() {
            if let message = cut.shortened[index] {
                pieces.append(.rewrite(atom.lowerBound, message))
                continue
            }
            let isDropped = cut.dropped.contains(index)
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

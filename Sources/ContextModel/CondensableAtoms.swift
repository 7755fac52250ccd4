/// The atoms of a draft that a stage may touch, and those it may not.
///
/// Never touched: system messages, what is pinned, the user's last turn, the final atom (a tool exchange
/// in progress), calls that wait for their results, and the last few messages. An atom is untouchable
/// if one of its messages is.
public struct CondensableAtoms: Sendable {
    /// All atoms, as ranges of items.
    public let atoms: [Range<Int>]
    /// The positions in `atoms` of those that may be touched, in order.
    public let open: [Int]
    /// Those of `open` that stand for nothing condensed before, in order.
    public let unsummarised: [Int]

    /// The atoms of a draft of which the last `kept` messages stay. O(items).
    public init(_ draft: Draft, kept: Int) {
        atoms = MessageAtoms(draft.items.lazy.map(\.message)).ranges
        let lastTurn = draft.lastUserTurn
        let pending = Set(draft.pendingCalls)
        let recent = draft.items.count - kept
        var open: [Int] = []
        for (index, atom) in atoms.dropLast().enumerated() where atom.upperBound <= recent {
            let isTouchable = atom.allSatisfy { position in
                !draft.items[position].isPinned && draft.items[position].message.role != .system
                    && position != lastTurn && !pending.contains(position)
            }
            if isTouchable { open.append(index) }
        }
        self.open = open
        unsummarised = open.filter { [atoms] index in
            atoms[index].count > 1 || !draft.items[atoms[index].lowerBound].isPlaceholder
        }
    }

    /// The items of some atoms, given by their positions in order, neighbours joined. O(positions).
    public func runs(of positions: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for position in positions {
            let atom = atoms[position]
            if let last = runs.last, last.upperBound == atom.lowerBound {
                runs[runs.count - 1] = last.lowerBound..<atom.upperBound
            } else {
                runs.append(atom)
            }
        }
        return runs
    }
}

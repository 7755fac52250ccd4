package import ContextModel
internal import Statistics

/// A trivial strategy for shortening a history, which every stage has to beat at the same
/// kept size.
///
/// Cuts are legal: calls stay with their results, as `MessageAtoms` has it. System messages and the
/// newest atom, which the model is to answer, always stay, even beyond the budget.
package protocol NaiveBaseline: Sendable {
    /// The method's name in reports.
    var name: String { get }

    /// The order in which atoms are taken up, and after which of them the taking ends.
    func choose(from atoms: OptionalAtoms) -> Set<Int>
}

extension NaiveBaseline {
    /// The positions of the messages that stay, ascending. `costs` are those of the messages.
    package func keptPositions(
        of messages: [Message], costs: [TokenCount], budget: TokenCount
    ) -> [Int] {
        precondition(costs.count == messages.count, "every message has a cost")
        let ranges = MessageAtoms(messages).ranges
        var atoms = OptionalAtoms(budget: budget)
        var kept: Set<Int> = []
        for (position, range) in ranges.enumerated() {
            let cost = costs[range].reduce(.zero, +)
            let isNewest = position == ranges.count - 1
            if isNewest || messages[range].contains(where: { $0.role == .system }) {
                kept.insert(position)
                atoms.budget = atoms.budget - cost
            } else {
                atoms.atoms.append((position, cost))
            }
        }
        kept.formUnion(choose(from: atoms))
        return ranges.indices.filter(kept.contains).flatMap { ranges[$0] }
    }
}

/// The atoms that may go, and what those that stay may cost.
package struct OptionalAtoms: Sendable {
    /// Position and cost of each atom, in the order of the history.
    package fileprivate(set) var atoms: [(position: Int, cost: TokenCount)] = []
    /// What is left for them; negative where what always stays is beyond the budget.
    package fileprivate(set) var budget: TokenCount

    fileprivate init(budget: TokenCount) { self.budget = budget }
}

/// Keeps the beginning and the end: whole atoms from the start up to half of the budget, then from
/// the end each that still fits, so that one big atom does not leave the budget unused.
package struct HeadTailBaseline: NaiveBaseline {
    /// The baseline.
    package init() {}

    /// The method's name in reports.
    package var name: String { "head + tail" }

    /// The atoms from both ends.
    package func choose(from optional: OptionalAtoms) -> Set<Int> {
        var left = optional.budget
        var rest = optional.atoms[...]
        var chosen: Set<Int> = []
        while let next = rest.first, next.cost <= left, left - next.cost >= optional.half {
            chosen.insert(next.position)
            left = left - next.cost
            rest.removeFirst()
        }
        for atom in rest.reversed() where atom.cost <= left {
            chosen.insert(atom.position)
            left = left - atom.cost
        }
        return chosen
    }
}

extension OptionalAtoms {
    fileprivate var half: TokenCount { TokenCount(budget.value / 2) }
}

/// Keeps atoms in a random order, each that still fits.
package struct RandomBaseline: NaiveBaseline {
    private let seed: UInt64

    /// The baseline of a seed: the same atoms and budget give the same choice.
    package init(seed: UInt64) { self.seed = seed }

    /// The method's name in reports.
    package var name: String { "random" }

    /// Atoms as the seed has it.
    package func choose(from optional: OptionalAtoms) -> Set<Int> {
        var generator = SeededGenerator(seed: seed, name: "random-baseline")
        var atoms = optional.atoms
        generator.shuffle(&atoms)
        var left = optional.budget
        var chosen: Set<Int> = []
        for atom in atoms where atom.cost <= left {
            chosen.insert(atom.position)
            left = left - atom.cost
        }
        return chosen
    }
}

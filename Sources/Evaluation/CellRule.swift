/// Picks cells: for each named axis, the cell's value is one of those listed.
///
/// Beside the settings, `corpus` and `mode` are axes here.
package struct CellRule: Hashable, Sendable {
    /// The values allowed by axis, in the order written; each axis once.
    package private(set) var terms: [Matrix.Axis] = []
    /// The values of each term, to look one up among many.
    private var allowed: [Set<String>] = []

    /// A rule without terms, which picks every cell.
    package init() {}

    /// The axis whose values are the names of the corpora.
    package static let corpus = "corpus"
    /// The axis whose values are the modes.
    package static let mode = "mode"

    /// Allows a further value of an axis.
    package mutating func allow(_ value: String, of axis: String) {
        guard let index = terms.firstIndex(where: { $0.name == axis }) else {
            terms.append(Matrix.Axis(name: axis, values: [value]))
            return allowed.append([value])
        }
        if allowed[index].insert(value).inserted { terms[index].values.append(value) }
    }

    /// Whether a cell is picked. O(terms × axes).
    package func picks(_ cell: Cell) -> Bool {
        terms.indices.allSatisfy { index in
            cell.value(of: terms[index].name).map(allowed[index].contains) ?? false
        }
    }
}

extension Cell {
    /// The value of an axis, `corpus` and `mode` included; nil if the cell has none.
    package func value(of axis: String) -> String? {
        switch axis {
        case CellRule.corpus: corpus.name
        case CellRule.mode: mode.rawValue
        default: configuration.first { $0.axis == axis }?.value
        }
    }
}

/// Which cells of a plan to keep, as a command line says it.
package struct CellFilter: Hashable, Sendable {
    /// The rule that kept cells meet.
    package private(set) var rule = CellRule()

    /// Keeps every cell.
    package static let all = CellFilter()

    private init() {}

    /// Reads `AXIS=VALUE,AXIS=VALUE…`; of an axis that stands several times, either value is kept.
    /// `corpus` and `mode` are axes too.
    package init(_ text: String) throws(PlanError) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1).map(Self.trimmed)
            guard sides.count == 2, !sides.contains("") else { throw .malformed(String(part)) }
            rule.allow(Self.canonical(sides[1], of: sides[0]), of: sides[0])
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex
        return String(text[..<end].drop { $0 == " " })
    }

    private static func canonical(_ value: String, of axis: String) -> String {
        guard axis == ReplayAxes.limit, let limit = ContextLimit(value) else { return value }
        return limit.description
    }
}

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

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

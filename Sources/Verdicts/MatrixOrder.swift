internal import Evaluation

/// The order in which a matrix's text writes axes and the values of each: the usual value first.
///
/// Cells are stored sorted by text, and `characters/4` is a poor first value to compare exact counters
/// with. The text is read as words, not as YAML: what is not found keeps the order it came in.
package struct MatrixOrder: Sendable {
    private let lines: [[String]]

    /// The order of a matrix's text.
    package init(_ matrix: String) {
        lines = matrix.split(whereSeparator: \.isNewline).map { Self.words(of: $0) }
    }

    /// The values in the order in which the text has them after the line that starts with the axis.
    package func sorted(_ values: [String], of axis: String) -> [String] {
        guard let start = line(of: axis) else { return values }
        let words = lines[start...].joined().dropFirst().map(Self.canonical)
        // Cells name the rule that `standard` stands for.
        let other =
            axis == ReplayAxes.priceRule
            ? words.firstIndex(of: ReplayAxes.standardRule) ?? words.count : words.count
        let places = values.map { words.firstIndex(of: $0) ?? other }
        return values.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { values[$0] }
    }

    /// The axes in the order in which the text has them, those that it lacks last.
    package func sorted(axes: [String]) -> [String] {
        let places = axes.map { line(of: $0) ?? lines.count }
        return axes.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { axes[$0] }
    }

    private func line(of axis: String) -> Int? { lines.firstIndex { $0.first == axis } }

    /// The words of a line without its comment.
    private static func words(of line: Substring) -> [String] {
        let words = line.split { $0.isWhitespace }
        let end = words.firstIndex { $0.hasPrefix("#") } ?? words.endIndex
        return words[..<end].flatMap { word in
            word.split { ",[]{}\"':;=".contains($0) }.map(String.init)
        }
    }

    /// A number as cells write it: `8k` and `8_000` are `8000`.
    private static func canonical(_ word: String) -> String {
        let digits = word.replacing("_", with: "")
        if Int(digits) != nil { return digits }
        return word.hasSuffix("k") && Int(digits.dropLast()) != nil
            ? digits.dropLast() + "000" : word
    }
}

extension Matrix {
    /// All that decides which cells there are, as sorted lines `name=value`: two matrices with the same
    /// text have the same cells, whatever the order, spelling and comments of their files. The
    /// description is left out, as is the order of cells.
    package var canonicalText: String {
        Set(canonicalLines).sorted().map { $0 + "\n" }.joined()
    }

    /// The same lines in the order of the file: two matrices with the same text have the same cells in
    /// the same order.
    package var orderedText: String { canonicalLines.map { $0 + "\n" }.joined() }

    private var canonicalLines: [String] {
        var lines = [
            "name=\(name)", "seed=\(seed)", "repetitions=\(repetitions)",
        ]
        if combine != .all { lines.append("combine=\(combine.rawValue)") }
        lines += modes.map { "mode=\($0.rawValue)" }
        lines += (corpora ?? ["*"]).map { "corpus=\($0)" }
        lines += axes.flatMap { axis in axis.values.map { "axis.\(axis.name)=\($0)" } }
        lines += include.map { "include=\($0.canonicalText)" }
        lines += exclude.map { "exclude=\($0.canonicalText)" }
        return lines
    }
}

extension [AxisValue] {
    /// `axis=value` joined by commas, sorted.
    var canonicalText: String {
        map { "\($0.axis)=\($0.value)" }.sorted().joined(separator: ",")
    }
}

extension CellRule {
    /// `axis=value` joined by commas, sorted; an axis with several values stands several times.
    package var canonicalText: String {
        terms.flatMap { term in term.values.map { AxisValue(axis: term.name, value: $0) } }
            .canonicalText
    }
}

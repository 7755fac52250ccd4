internal import Evaluation

extension Report {
    /// One table per axis: what each value changes, all else equal.
    static func axes(_ subject: Subject) -> Section? {
        let tables = subject.table.variedSettings.map { axisTable(subject.table, $0.index) }
        guard !tables.isEmpty else { return nil }
        return Section("What each setting changes", [howToRead] + tables)
    }

    private static let howToRead = """
        Each table compares the values of one setting with the first, in pairs of cells that are \
        equal in everything else. The first row has the sums over all its cells, modes and \
        repetitions included; the others have ratios of sums over the pairs (×0.5 is half), or \
        both sums where the first is zero. Where fewer pairs have a figure, their number follows \
        it. *Same outputs* tells in how many pairs every request had the same outcome. Times are \
        advisory: the machine may have been shared, and only repeated, paired runs can judge them.
        """

    private static func axisTable(_ table: CellTable, _ index: Int) -> String {
        let axis = table.axes[index]
        let base = table.rows.filter { $0.coordinates[index] == axis.values[0] }
        let comparisons = axis.values.dropFirst().map {
            ($0, PairedComparison(table, axis: index, base: axis.values[0], other: $0))
        }
        let quantities = Quantity.all.filter { quantity in
            table.rows.contains { (quantity.value($0) ?? 0) != 0 }
        }
        var result = MarkdownTable(
            [.text(Markdown.escaped(axis.name)), .number("cells or pairs")]
                + quantities.map { .number($0.title) } + [.number("same outputs (pairs)")])
        result.rows.append(
            [name(axis.values[0]), Figure.count(base.count, "cells")]
                + quantities.map { $0.total(of: base) } + [Figure.dash])
        for (value, comparison) in comparisons {
            let same = comparison.sameOutputs
            result.rows.append(
                [name(value), Figure.count(comparison.pairs.count, "pairs")]
                    + quantities.map { $0.effect(in: comparison) }
                    + ["\(Figure.count(same.same)) of \(Figure.count(same.pairs))"])
        }
        return "### \(Markdown.escaped(axis.name))\n\n" + result.text
    }

    /// A value of an axis for people; a cell may lack an axis that others have.
    static func name(_ value: String) -> String {
        value.isEmpty ? "(not set)" : Markdown.escaped(value)
    }
}

/// Something that is summed over cells and compared between values of an axis.
struct Quantity: Sendable {
    let title: String
    let isTiming: Bool
    let value: @Sendable (CellTable.Row) -> Int128?
    let text: @Sendable (Int128) -> String

    /// The quantities of the tables per axis, in the order of their columns.
    static let all: [Quantity] = [
        exact("tokens in (tokens)") { $0.integer(.tokensIn) },
        exact("acted on (requests)") { $0.actedOn },
        exact("tokens saved, net") { $0.integer(.tokensSavedNet) },
        exact("summaries made") { $0.integer(.summaries) },
        exact("overflows missed (requests)") { $0.integer(.missedOverflows) },
        exact("false overflows (requests)") { $0.integer(.falseOverflows) },
        exact("counted afresh (messages)") { $0.integer(.operations) },
        exact("reused (messages)") { $0.integer(.operationsAvoided) },
        timing("CPU time, advisory") { $0.integer(.cpuTime) },
        timing("wall time, advisory") { $0.integer(.wallTime) },
    ]

    /// The sum over rows; a dash if none has it.
    func total(of rows: [CellTable.Row]) -> String {
        let values = rows.compactMap(value)
        return values.isEmpty ? Figure.dash : text(values.reduce(0, +))
    }

    /// The ratio in pairs; both sums where the first is zero; a dash if no pair has it.
    func effect(in comparison: PairedComparison) -> String {
        let sums = comparison.sums(value)
        if sums.pairs == 0 { return Figure.dash }
        let fewer =
            sums.pairs < comparison.pairs.count ? " (\(Figure.count(sums.pairs, "pairs")))" : ""
        if let ratio = sums.ratio { return Figure.factor(ratio, isTiming: isTiming) + fewer }
        return (sums.other == 0 ? "0" : "0 → " + text(sums.other)) + fewer
    }

    private static func exact(
        _ title: String, _ value: @escaping @Sendable (CellTable.Row) -> Int128?
    ) -> Quantity {
        Quantity(title: title, isTiming: false, value: value) { Figure.count($0) }
    }

    private static func timing(
        _ title: String, _ value: @escaping @Sendable (CellTable.Row) -> Int128?
    ) -> Quantity {
        Quantity(title: title, isTiming: true, value: value) { Figure.duration(Double($0)) }
    }
}

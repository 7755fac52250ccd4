internal import Evaluation

extension Report {
    /// One table per axis: what each value changes, all else equal.
    static func axes(_ subject: Subject) -> Section? {
        let tables = subject.table.variedSettings.compactMap { axisTable(subject.table, $0.index) }
        guard !tables.isEmpty else { return nil }
        return Section("What each setting changes", [howToRead] + tables)
    }

    private static let howToRead = """
        Each table compares the values of one setting with the first, in pairs of cells that are \
        equal in everything else. The first row has the sums over all its cells, of both kinds of \
        client; where there are several price rules or models, cells under the first alone, except in \
        the tables of these. The others have ratios of sums over the pairs (×0.5 is half; no factor of \
        the first row, which has more cells), or both sums where the first is zero. Where fewer pairs \
        have a figure, their number follows it. *Same outputs* is the number of pairs in which the same was sent for every request. Values without a pair, since they \
        only vary together with another setting, are compared above. Times are advisory: the machine \
        may have been shared, and only paired runs can judge them.
        """

    /// Nil where no two cells differ on the axis alone.
    private static func axisTable(_ table: CellTable, _ index: Int) -> String? {
        let axis = table.axes[index]
        let rows = prices.contains(axis.name) ? table.rows : usualPrices(table)
        let base = rows.filter { $0.coordinates[index] == axis.values[0] }
        let comparisons = PairedComparison.all(
            table, rows: rows, axis: index, base: axis.values[0]
        )
        .filter { !$0.comparison.pairs.isEmpty }
        guard !comparisons.isEmpty else { return nil }
        let quantities = Quantity.all.filter { quantity in
            comparisons.contains { _, comparison in
                let sums = comparison.sums(quantity.value)
                return sums.base != 0 || sums.other != 0
            }
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
        let values = axis.values.map { $0.isEmpty ? "(not set)" : $0 }.joined(separator: ", ")
        return Markdown.details("\(axis.name): \(values)", result.text)
    }

    /// The axes that change bills and nothing else.
    private static let prices = [ReplayAxes.priceRule, ReplayAxes.priceModel]

    /// The rows under the first prices: bills under different ones have no sum that anybody pays.
    private static func usualPrices(_ table: CellTable) -> [CellTable.Row] {
        let indices = prices.compactMap { table.index(of: $0) }
        return table.rows.filter { row in indices.allSatisfy { row.places[$0] == 0 } }
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
        exact("tokens sent") { $0.integer(.tokensSent) },
        exact("changed (requests)") { $0.integer(.requestsChanged) },
        exact("not fitting (requests)") { $0.integer(.requestsNotFitting) },
        money("expected bill") { $0.integer(.billExpected) },
        exact("references lost") { $0.integer(.referencesLost) },
        exact("summaries made") { $0.integer(.summaries) },
        exact("overflows missed (requests)") { $0.integer(.missedOverflows) },
        exact("false overflows (requests)") { $0.integer(.falseOverflows) },
        exact("recounted (messages)") { $0.integer(.operations) },
        exact("known (messages)") { $0.integer(.operationsAvoided) },
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

    private static func money(
        _ title: String, _ value: @escaping @Sendable (CellTable.Row) -> Int128?
    ) -> Quantity {
        Quantity(title: title, isTiming: false, value: value) { Figure.dollars($0) }
    }

    private static func timing(
        _ title: String, _ value: @escaping @Sendable (CellTable.Row) -> Int128?
    ) -> Quantity {
        Quantity(title: title, isTiming: true, value: value) { Figure.duration(Double($0)) }
    }
}

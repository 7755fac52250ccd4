internal import Evaluation
internal import Statistics

extension Report {
    /// What compactions take away and what they cost.
    static func compaction(_ subject: Subject) -> Section? {
        let tables = limitTables(subject) { rows in
            let settings = PolicyRows.settings(of: subject.table, rows: rows).filter { one in
                one.rows.contains { ($0.integer(.compactions) ?? 0) > 0 }
            }
            return settings.isEmpty ? nil : compactionTable(settings)
        }
        guard !tables.isEmpty else { return nil }
        return Section("Compaction", [compactionNote] + tables)
    }

    private static let compactionNote = """
        The price is what all calls read (the messages and the instruction) and wrote, at the shipped \
        price of the FAST tier's model, those of compactions that were not committed included; where the \
        embedded extract answers, nothing is paid, and this is what a model would have cost. The time \
        is what requests gain, compacted or not, a model's answer left out; it is advisory.
        """

    private static func compactionTable(_ settings: [PolicyRows]) -> String {
        var table = MarkdownTable([
            .text("setting"), .number("compactions"), .number("tokens taken away"),
            .number("below 20 %"), .number("20 to 80 %"), .number("above 80 %"),
            .number("price each"), .number("added p99 (requests)"),
        ])
        table.rows = settings.map { setting in
            let rows = setting.rows
            let latency = setting.latency
            let count = CellTable.sum(rows, .compactions) ?? 0
            let before = CellTable.sum(rows, .compactionBefore) ?? 0
            let after = CellTable.sum(rows, .compactionAfter) ?? 0
            let shares = [0..<2, 2..<8, 8..<10].map { tenths in
                Figure.percent(compactions(rows, tenths), of: count)
            }
            return [
                Markdown.escaped(setting.label), Figure.count(count),
                Figure.percent(before - after, of: before),
            ] + shares + [
                CellTable.sum(rows, .compactionCost).map { price($0, of: count) } ?? Figure.dash,
                latency.count == 0 ? Figure.dash : Figure.duration(latency.value(at: .p99)),
            ]
        }
        return table.text
    }

    /// How many compactions took away so many tenths of their request.
    private static func compactions(_ rows: [CellTable.Row], _ tenths: Range<Int>) -> Int128 {
        tenths.reduce(0) { sum, tenth in
            let label = CompressionLabel.reduction(tenth)
            return sum + (CellTable.sum(rows, .compactionReduction, label) ?? 0)
        }
    }

    /// Nanodollars for each of some, as dollars to the hundred thousandth.
    private static func price(_ nanodollars: Int128, of count: Int128) -> String {
        let each = (nanodollars / max(count, 1) + 5_000) / 10_000
        let places = String("\(100_000 + each % 100_000)".dropFirst())
        return "$\(each / 100_000).\(places)"
    }
}

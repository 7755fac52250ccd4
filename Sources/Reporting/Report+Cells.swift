internal import Evaluation
internal import Statistics

extension Report {
    /// The cells that could not be done, and why.
    static func failures(_ subject: Subject) -> Section? {
        let failures = subject.record.failures
        guard !failures.isEmpty else { return nil }
        var table = MarkdownTable([
            .text("corpus"), .text("configuration"), .text("mode"), .number("repetition"),
            .text("why"),
        ])
        table.rows = failures.map { failure in
            let cell = failure.cell
            return [
                Markdown.escaped(cell.corpus.name), Markdown.code(configuration(cell), limit: 400),
                cell.mode.rawValue, Figure.count(cell.repetition),
                Markdown.escaped(failure.error, limit: 400),
            ]
        }
        return Section("Cells that failed", [table.text])
    }

    /// Every cell in one line.
    static func cells(_ subject: Subject) -> Section? {
        let table = subject.table
        guard !table.rows.isEmpty else { return nil }
        let shown = table.axes.enumerated().filter { $0.element.values.count > 1 }
        var result = MarkdownTable(
            shown.map { .text(Markdown.escaped($0.element.name)) } + [
                .number("requests"), .number("tokens in (tokens)"), .number("acted on"),
                .number("counted afresh (messages)"), .number("CPU time"),
                .number("latency p50"), .text("outputs (SHA-256)"),
            ])
        result.rows = table.rows.map { row in
            shown.map { name(row.coordinates[$0.offset]) } + figures(of: row)
        }
        let single = table.axes.filter { $0.values.count == 1 }
            .map { Markdown.code("\($0.name)=\($0.values[0])") }
        let note = single.isEmpty ? [] : ["The same in all: \(single.joined(separator: ", "))."]
        return Section("All cells", note + [result.text])
    }

    private static func figures(of row: CellTable.Row) -> [String] {
        let latency = row.result.samples[.addedLatency].map { Samples($0).value(at: .p50) }
        let share: Double? =
            if case .real(let share) = row[.actionableShare] { share } else { nil }
        let hash: String? =
            if case .text(let hash) = row[.outputHash] { String(hash.prefix(12)) } else { nil }
        return [
            row.integer(.requests).map { Figure.count($0) } ?? Figure.dash,
            row.integer(.tokensIn).map { Figure.count($0) } ?? Figure.dash,
            share.map(Figure.percent) ?? Figure.dash,
            row.integer(.operations).map { Figure.count($0) } ?? Figure.dash,
            row.integer(.cpuTime).map { Figure.duration(Double($0)) } ?? Figure.dash,
            latency.map { Figure.duration($0) } ?? Figure.dash,
            hash.map { Markdown.code($0) } ?? Figure.dash,
        ]
    }

    /// A configuration in the matrix's order, as `--filter` takes it.
    static func configuration(_ cell: Cell) -> String {
        cell.configuration.map { "\($0.axis)=\($0.value)" }.joined(separator: ",")
    }
}

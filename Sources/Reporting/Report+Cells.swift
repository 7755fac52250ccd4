internal import Evaluation
internal import Statistics

extension Report {
    /// The cells that could not be done, and why.
    static func failures(_ subject: Subject) -> Section? {
        let failures = subject.record.failures
        guard !failures.isEmpty else { return nil }
        var table = MarkdownTable([
            .text("corpus"), .text("configuration"), .text("mode"), .text("why"),
        ])
        table.rows = failures.map { failure in
            let cell = failure.cell
            return [
                Markdown.escaped(cell.corpus.name), Markdown.code(cell.settingsText, limit: 400),
                cell.mode.rawValue,
                Markdown.escaped(failure.error, limit: 400),
            ]
        }
        return Section("Cells that failed", [table.text])
    }

    /// The most rows and bytes of the table of all cells, which a browser still sorts at once.
    private static let cellBounds = (rows: 2_000, bytes: 2_097_152)

    /// Every cell in one line, with what replays it alone: on the page only, where it can be searched.
    static func cells(_ subject: Subject) -> Section? {
        let table = subject.table
        guard subject.isPage, !table.rows.isEmpty else { return nil }
        let shown = table.axes.enumerated().filter { $0.element.values.count > 1 }
        var result = MarkdownTable(
            shown.map { .text(Markdown.escaped($0.element.name)) } + [
                .number("requests"), .number("tokens recorded"), .number("saved"),
                .number("expected bill"), .number("references lost"), .number("not fitting"),
                .number("recounted (messages)"), .number("CPU time"),
                .number("latency p50"), .text("outputs (SHA-256)"), .text("FILTER"),
            ])
        let names = shown.map(\.element.name)
        let axes = subject.tellingAxes
        result.rows = table.rows.map { row in
            let places = shown.map { row.coordinates[$0.offset] }
            let own = axes == nil ? nil : zip(names, places)
            return places.map(name) + figures(of: row) + [filter(row, own)]
        }
        let single = table.axes.filter { $0.values.count == 1 }
            .map { Markdown.code("\($0.name)=\($0.values[0])") }
        let note = single.isEmpty ? [] : ["The same in all: \(single.joined(separator: ", "))."]
        let command = subject.command.wholePlan
        let again =
            "A row alone is replayed by "
            + Markdown.code("\(command) --filter FILTER", limit: 1000) + "."
        return Section("All cells", note + [again, result.bounded(by: cellBounds)])
    }

    /// What picks the cell among those of its run: the axes on which they differ, or all.
    private static func filter(
        _ row: CellTable.Row, _ places: Zip2Sequence<[String], [String]>?
    ) -> String {
        guard let places else {
            return Markdown.code(ShellWord.quoted(row.result.cell.filterText), limit: 600)
        }
        let parts = places.compactMap { name, value -> String? in
            if name == CellTable.corpus { return "corpus=\(row.result.cell.corpus.name)" }
            return name == CellTable.seed || value.isEmpty ? nil : "\(name)=\(value)"
        }
        let text = parts.joined(separator: ",")
        return text.isEmpty ? Figure.dash : Markdown.code(ShellWord.quoted(text), limit: 600)
    }

    private static func figures(of row: CellTable.Row) -> [String] {
        let latency = Samples(row.result.samples(of: .addedLatency)).value(at: .p50)
        let hash: String? =
            if case .text(let hash) = row[.outputHash] { String(hash.prefix(12)) } else { nil }
        return [
            row.integer(.requests).map { Figure.count($0) } ?? Figure.dash,
            row.integer(.tokensRecorded).map { Figure.count($0) } ?? Figure.dash,
            row.integer(.tokensSaved).map {
                Figure.percent($0, of: row.integer(.tokensRecorded) ?? 0)
            } ?? Figure.dash,
            row.integer(.billExpected).map { Figure.dollars($0) } ?? Figure.dash,
            row.integer(.referencesLost).map {
                Figure.percent($0, of: row.integer(.referencesNeeded) ?? 0)
            } ?? Figure.dash,
            row.integer(.requestsNotFitting).map { Figure.count($0) } ?? Figure.dash,
            row.integer(.operations).map { Figure.count($0) } ?? Figure.dash,
            row.integer(.cpuTime).map { Figure.duration(Double($0)) } ?? Figure.dash,
            latency.value == nil ? Figure.dash : Figure.duration(latency),
            hash.map { Markdown.code($0) } ?? Figure.dash,
        ]
    }
}

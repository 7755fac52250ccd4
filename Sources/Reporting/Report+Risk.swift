internal import ContextModel
internal import Evaluation

extension Report {
    /// How near requests come to each limit, per corpus.
    static func risk(_ subject: Subject) -> Section? {
        let rows = riskRows(subject.table)
        guard !rows.isEmpty else { return nil }
        let chart = chart(rows)
        let picture = ReportFile(path: "risk.svg", text: chart.svg)
        let paragraphs = [
            riskNote(subject.table), chart.link(to: picture.path), riskTable(rows),
        ]
        return Section("Risk per context limit", paragraphs, pictures: [picture])
    }

    /// A corpus under a limit: its requests by level.
    private struct RiskRow {
        let limit: String
        let corpus: String
        let levels: [Int128]
        var requests: Int128 { levels.reduce(0, +) }
        /// Requests at which a policy that shortens would begin to.
        var fromWarning: Int128 { levels.dropFirst(2).reduce(0, +) }
    }

    private static func riskRows(_ table: CellTable) -> [RiskRow] {
        let limit = EstimateError.axes.limit
        let rows = table.slice(of: table.rows, varying: [CellTable.corpus, limit])
        return table.groups(of: rows, by: limit).flatMap { byLimit in
            table.groups(of: byLimit.rows, by: CellTable.corpus).map { byCorpus in
                let levels = RiskLevel.allCases.map {
                    CellTable.sum(byCorpus.rows, .risk, $0.rawValue) ?? 0
                }
                return RiskRow(
                    limit: byLimit.value ?? "", corpus: byCorpus.value ?? "", levels: levels)
            }
        }.filter { $0.requests > 0 }
    }

    /// A limit with its unit: a number of tokens, or a share of what a conversation ends with.
    static func limitName(_ limit: String, isShort: Bool = false) -> String {
        switch ContextLimit(limit) {
        case .absolute(let tokens): Figure.count(tokens, "tokens")
        case .relative(let share):
            ContextLimit.percentText(share) + (isShort ? " %" : " % of the final size")
        case nil: limit.isEmpty ? "(not set)" : limit
        }
    }

    private static func riskNote(_ table: CellTable) -> String {
        let varied: Set<String> = [CellTable.corpus, EstimateError.axes.limit]
        let slice = table.slice(of: table.rows, varying: varied)
        let fixed = table.fixedSettings(of: slice, varying: varied)
        return
            "Requests by how near they come to the limit; a policy that shortens begins at *warning*."
            + (fixed.isEmpty ? "" : " Held fixed: \(fixed).")
    }

    private static func riskTable(_ rows: [RiskRow]) -> String {
        var table = MarkdownTable(
            [.text("window"), .text("corpus"), .number("requests")]
                + RiskLevel.allCases.map { .number("\($0.rawValue) (requests)") }
                + [.number("from warning on")])
        table.rows = rows.map { row in
            [
                Markdown.escaped(limitName(row.limit)), Markdown.escaped(row.corpus),
                Figure.count(row.requests),
            ]
                + row.levels.map { Figure.count($0) }
                + [Figure.percent(row.fromWarning, of: row.requests)]
        }
        return table.text
    }

    private static func chart(_ rows: [RiskRow]) -> BarChart {
        let bars = rows.map { row in
            BarChart.Bar(
                label: [limitName(row.limit, isShort: true), row.corpus].joined(separator: " · "),
                values: row.levels.map { Double($0) / Double(row.requests) * 100 },
                note: Figure.count(row.requests, "requests"))
        }
        return BarChart(
            title: "Requests by risk level, per context limit and corpus",
            unit: "share of requests (%)", series: levels, bars: bars, maximum: 100)
    }

    /// Ordered from harmless to over the limit, told apart by lightness too.
    private static let levels = [
        BarChart.Series(name: "safe", light: "#b7dfc3", dark: "#2f6b45"),
        BarChart.Series(name: "caution", light: "#f2d675", dark: "#8f7a1d"),
        BarChart.Series(name: "warning", light: "#f0a35e", dark: "#c77a2c"),
        BarChart.Series(name: "critical", light: "#d65f5f", dark: "#e0736e"),
        BarChart.Series(name: "overflow", light: "#7d2a4e", dark: "#e3a6c4"),
    ]
}

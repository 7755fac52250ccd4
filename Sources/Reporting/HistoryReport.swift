internal import Evaluation
internal import StrictJSON
package import Verdicts

/// Series over the nightly runs: what is news first.
package struct HistoryReport: Sendable {
    /// The text.
    package var markdown: String { report.markdown }
    /// The files: `history.md` first, then the same as a page, then the pictures.
    package var files: [ReportFile] { report.files }

    private let report: IllustratedReport

    /// The report of some series; the same ones give the same bytes.
    package init(_ series: [SeriesHistory], command: String) {
        var parts = ["# History", Self.opening(series), Self.counts(series)]
        let news = series.filter { ![.steady, .new].contains($0.triage) }
            .sorted { Self.rank($0.triage) < Self.rank($1.triage) }
        let times = series.filter { $0.metric.metricClass == .cpuTime }
        let charts = [
            ("history-news.svg", HistoryChart("What is news", news)),
            ("history-times.svg", HistoryChart("CPU times", times)),
        ]
        parts.append(charts[0].1?.link(to: charts[0].0) ?? "")
        for triage in Triage.allCases {
            let those = news.filter { $0.triage == triage }
            if !those.isEmpty { parts += ["## \(Self.heading(triage))", Self.table(those)] }
        }
        let changed = series.filter { !$0.changes.isEmpty }
        if !changed.isEmpty { parts += ["## Changes of level", Self.changes(changed)] }
        parts += ["## Times", charts[1].1?.link(to: charts[1].0) ?? "", Self.table(times)]
        parts += ["## Again", Markdown.block(command, limit: 4096)]
        report = IllustratedReport(
            "history", parts,
            pictures: charts.compactMap { path, chart in
                chart.map { ReportFile(path: path, text: $0.svg) }
            })
    }

    /// Where a state stands among all, the worst first.
    private static func rank(_ triage: Triage) -> Int {
        Triage.allCases.firstIndex(of: triage) ?? 0
    }

    private static func heading(_ triage: Triage) -> String {
        triage.rawValue.prefix(1).uppercased() + triage.rawValue.dropFirst()
    }

    /// How many series are in which state, in words.
    package static func line(_ series: [SeriesHistory]) -> String {
        Triage.allCases.compactMap { triage -> String? in
            let count = series.count { $0.triage == triage }
            return count == 0 ? nil : "\(count) \(triage.rawValue)"
        }.joined(separator: ", ")
    }

    private static func opening(_ series: [SeriesHistory]) -> String {
        let runs = Set(series.flatMap { $0.points.map(\.run) })
        return """
            \(Figure.count(series.count)) series over \(Figure.count(runs.count, "runs")), times each \
            within one environment. **\(line(series))**. Exact values are held against the run before: any \
            change is one. A series is *gone* if it was there before, since the baseline at the \
            latest, and the latest run has no value of it. The last times are held against the fence of the \
            \(SeriesHistory.fenceRuns) runs before (1.5 interquartile ranges beyond the quartiles), \
            and a change of level must be significant at 1 % among orders of the same runs, blocks of \
            three neighbours kept together, and larger than 2 %. *Unseen within*: a single value nearer to \
            the middle of its fence than that does not stand out; of exact values every change does.
            """
    }

    private static func counts(_ series: [SeriesHistory]) -> String {
        var table = MarkdownTable([.text("state"), .number("series")])
        for triage in Triage.allCases {
            let count = series.count { $0.triage == triage }
            table.rows.append([triage.rawValue, Figure.count(count)])
        }
        return table.text
    }

    private static func table(_ series: [SeriesHistory]) -> String {
        var table = MarkdownTable([
            .text("series"), .text("state"), .text("runs"), .number("before"), .number("last"),
            .number("unseen within"), .text("revision"),
        ])
        for one in series {
            table.rows.append([
                Markdown.code(one.name), one.triage.rawValue, one.sparkline(),
                value(one, before: true), value(one, before: false),
                one.unseen.map { "± " + Figure.percent($0) } ?? Figure.dash,
                one.points.last.map { Markdown.code($0.revision) } ?? Figure.dash,
            ])
        }
        return table.text
    }

    private static func changes(_ series: [SeriesHistory]) -> String {
        var table = MarkdownTable([
            .text("series"), .text("since"), .text("revision"), .number("before"),
            .number("after"), .number("change"),
        ])
        for one in series {
            for change in one.changes {
                let relative = (change.after - change.before) / change.before
                table.rows.append([
                    Markdown.code(one.name), Markdown.code(change.run),
                    Markdown.code(change.revision), number(change.before, one.metric),
                    number(change.after, one.metric),
                    Figure.signedPercent(relative),
                ])
            }
        }
        return table.text
    }

    private static func value(_ series: SeriesHistory, before: Bool) -> String {
        let points = before ? series.points.dropLast() : series.points[...]
        switch points.last?.value {
        case .text(let text): return Markdown.code(String(text.prefix(12)))
        case .some(let value): return value.number.map { number($0, series.metric) } ?? Figure.dash
        case nil: return Figure.dash
        }
    }

    private static func number(_ value: Double, _ metric: Metric) -> String {
        metric.unit == .nanoseconds ? Figure.duration(value) : Figure.significant(value, 6)
    }
}

extension HistoryReport {
    /// What some series come to, for programs: those that are gone could not be judged.
    package static func record(_ series: [SeriesHistory]) -> VerdictRecord {
        let triages = Set(series.map(\.triage))
        let news = series.filter { ![.steady, .new].contains($0.triage) }
        return VerdictRecord(
            conclusion(triages), isComplete: !triages.contains(.gone),
            headline: "\(Figure.count(series.count)) series: \(line(series))",
            details: [
                ("series", .int(series.count)), ("news", .array(news.map(json))),
            ])
    }

    private static func conclusion(_ triages: Set<Triage>) -> Conclusion {
        if triages.contains(.regressed) { return .worse }
        if triages.contains(.improved) { return .better }
        return triages.contains(.changed) || triages.contains(.outlier) ? .different : .unchanged
    }

    private static func json(_ series: SeriesHistory) -> JSONValue {
        .members([
            ("series", .string(series.name)), ("state", .string(series.triage.rawValue)),
            ("before", value(series.points.dropLast().last)), ("last", value(series.points.last)),
            ("run", series.points.last.map { .string($0.run) } ?? .null),
        ])
    }

    private static func value(_ point: SeriesHistory.Point?) -> JSONValue {
        switch point?.value {
        case .integer(let value)?: .int(Int(value))
        case .real(let value)?: .figure(value)
        case .text(let text)?: .string(text)
        case nil: .null
        }
    }
}

/// Names of series as they stand beside each other: words that all of them have are said once.
struct SeriesNames {
    /// The words that all names have, in the order of the first; empty for a single name.
    let common: String
    private let words: Set<Substring>

    /// The names of one picture. O(words).
    init(_ names: [String]) {
        let lists = names.map { $0.split(separator: " ") }
        let first = lists.count > 1 ? lists[0] : []
        let shared = lists.reduce(Set(first)) { $0.intersection($1) }
        words = shared
        common = first.filter(shared.contains).joined(separator: " ")
    }

    /// What tells a name from the others; all of it where nothing would be left.
    func short(_ name: String) -> String {
        let rest = name.split(separator: " ").filter { !words.contains($0) }
        return rest.isEmpty ? name : rest.joined(separator: " ")
    }

    /// The common words as a line of a picture; nil for none.
    var note: String? { common.isEmpty ? nil : SVGText.fitted("all: " + common, width: 120) }
}

package import Evaluation
internal import StrictJSON
internal import Verdicts

/// A run as JSON: what was run, what the metrics are, and every cell with its values, a line each.
package struct RunJSON: Sendable {
    /// The text.
    package let text: String

    /// The number of the format; a change that readers would notice makes it one more.
    package static let version = 3

    /// The JSON of a run; the same record gives the same bytes.
    package init(_ record: RunRecord) {
        let cells = record.results.map { Self.cell($0.cell, Self.values($0)) }
        let failures = record.failures.map { failure in
            Self.cell(failure.cell, [("error", Self.text(failure.error))])
        }
        text =
            Self.object([
                ("format", Self.text("winnow-run")), ("version", String(Self.version)),
                ("run", Self.run(record.description)), ("metrics", Self.metrics(of: record)),
                ("decisions", Self.lines(Decision.all(of: record).flatMap(\.rows).map(Self.row))),
                ("cells", Self.lines(cells)), ("failures", Self.lines(failures)),
            ]) + "\n"
    }

    private static func run(_ run: RunDescription) -> String {
        object([
            ("id", text(run.id)), ("startedAt", text(UTCTime.text(milliseconds: run.startedAt))),
            ("command", text(run.command)), ("revision", text(run.program.revision)),
            ("build", text(run.program.buildFingerprint)), ("matrix", text(run.work.name)),
            ("matrixText", text(run.work.matrix.yaml)),
            ("filter", run.work.matrix.filter.map(text) ?? "null"), ("seed", String(run.work.seed)),
            ("plannedCells", String(run.work.cells)),
            ("machine", object(run.program.environment.map { ($0.axis, text($0.value)) })),
            ("corpora", lines(run.work.corpora.map(corpus))),
        ])
    }

    private static func corpus(_ corpus: CorpusSummary) -> String {
        object([
            ("name", text(corpus.identity.name)), ("sha256", text(corpus.identity.hash)),
            ("conversations", String(corpus.conversations)), ("messages", String(corpus.messages)),
            ("requests", String(corpus.requests)),
            ("contentTokens", String(corpus.contentTokens)),
            ("unknownFiles", String(corpus.unknownFiles)),
            ("refusedRecords", String(corpus.refusedRecords)),
        ])
    }

    /// The metrics that occur: unit, class (D deterministic, K counter, C CPU time, W wall time), and
    /// which direction is good.
    private static func metrics(of record: RunRecord) -> String {
        let present = Set(record.results.flatMap { $0.figures.map(\.metric) })
        return object(
            Metric.allCases.filter(present.contains).map { metric in
                let facts = [
                    ("unit", text(metric.unit.rawValue)),
                    ("class", text(metric.metricClass.rawValue)),
                    ("better", text(metric.polarity.rawValue)),
                ]
                return (metric.rawValue, object(facts))
            })
    }

    /// A candidate of a decision; place 1 is the recommendation.
    private static func row(_ row: Decision.Row) -> String {
        let group = row.group
        return object([
            ("scope", text(group.scope.name)), ("contextLimit", text(group.contextLimit)),
            ("mode", text(group.mode.rawValue)), ("priceRule", text(group.priceRule)),
            ("priceModel", text(group.priceModel)), ("place", String(row.place)),
            ("label", text(row.label)), ("status", text(row.status)),
            ("configuration", text(row.configurationText)),
            ("expectedBill", String(row.expectedBill)),
            ("referenceBill", row.referenceBill.map { String($0) } ?? "null"),
            ("referencesLost", String(row.referencesLost)),
            ("notFitting", String(row.notFitting)),
        ])
    }

    private static func cell(_ cell: Cell, _ more: [(String, String)]) -> String {
        let settings = cell.configuration.map { ($0.axis, text($0.value)) }
        return object(
            [
                ("corpus", text(cell.corpus.name)), ("corpusSHA256", text(cell.corpus.hash)),
                ("configuration", object(settings)), ("mode", text(cell.mode.rawValue)),
                ("seed", String(cell.seed)),
                ("filter", text(cell.filterText)),
            ] + more)
    }

    private static func values(_ result: CellResult) -> [(String, String)] {
        let values = result.figures.map { ($0.name, value($0.value)) }
        return [("key", text(result.key)), ("values", object(values))]
    }

    /// A value; JSON knows no number that is not finite.
    private static func value(_ value: MeasuredValue) -> String {
        switch value {
        case .integer(let integer): String(integer)
        case .real(let real): real.isFinite ? "\(real)" : "null"
        case .text(let string): text(string)
        }
    }

    /// An object; of a name that stands twice the first is kept.
    private static func object(_ members: [(String, String)]) -> String {
        var seen: Set<String> = []
        let kept = members.filter { seen.insert($0.0).inserted }
        return "{" + kept.map { text($0.0) + ":" + $0.1 }.joined(separator: ",") + "}"
    }

    private static func lines(_ items: [String]) -> String {
        items.isEmpty ? "[]" : "[\n" + items.joined(separator: ",\n") + "\n]"
    }

    private static func text(_ text: String) -> String {
        JSONValue.string(text).compactText
    }
}

internal import Evaluation
internal import StrictJSON
package import Verdicts

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

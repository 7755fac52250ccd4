package import Evaluation

/// A run's cells as a table with a column for each axis and each measured value: what programs read.
package struct RunTable: Sendable {
    /// The names of the columns.
    package let columns: [String]
    /// A row for each cell, the finished ones first; nil where a cell has no such value.
    package let rows: [[MeasuredValue?]]

    private static let cellColumns = [
        "corpus", "corpus.sha256", "mode", "seed", "status", "error", "filter",
    ]

    /// The table of a run. O(cells · columns).
    package init(_ record: RunRecord) {
        let all = record.results.map(\.cell) + record.failures.map(\.cell)
        let own = Set(Self.cellColumns)
        let axes = Self.unique(all.flatMap { $0.configuration.map(\.axis) })
            .filter { !own.contains($0) }
        let metrics = Self.names(of: record)
        columns = Self.cellColumns + axes + metrics
        let done = record.results.map { result in
            let values = Dictionary(
                result.figures.map { ($0.name, $0.value) },
                uniquingKeysWith: { first, _ in first })
            return Self.row(result.cell, axes, error: nil) + metrics.map { values[$0] }
        }
        let failed = record.failures.map { failure in
            Self.row(failure.cell, axes, error: failure.error) + metrics.map { _ in nil }
        }
        rows = done + failed
    }

    /// The names of all values, metric by metric, labels in the order in which they first occur.
    static func names(of record: RunRecord) -> [String] {
        var labels: [Metric: [String]] = [:]
        var seen: Set<String> = []
        for measurement in record.results.flatMap(\.figures)
        where seen.insert(measurement.name).inserted {
            labels[measurement.metric, default: []].append(measurement.name)
        }
        return Metric.allCases.flatMap { labels[$0] ?? [] }
    }

    private static func row(_ cell: Cell, _ axes: [String], error: String?) -> [MeasuredValue?] {
        let settings = Dictionary(
            cell.configuration.map { ($0.axis, $0.value) }, uniquingKeysWith: { first, _ in first })
        let texts: [String?] = [
            cell.corpus.name, cell.corpus.hash, cell.mode.rawValue, String(cell.seed),
            error == nil ? "done" : "failed", error, cell.filterText,
        ]
        return texts.map { $0.map { .text($0) } } + axes.map { settings[$0].map { .text($0) } }
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}

extension RunTable {
    /// The table as comma-separated values (RFC 4180): a line of names, then a line for each row.
    ///
    /// A text that a spreadsheet would take for a formula gets an apostrophe before it.
    package var csv: String {
        let lines = [columns.map { Self.field(.text($0)) }] + rows.map { $0.map(Self.field) }
        return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    private static func field(_ value: MeasuredValue?) -> String {
        guard let value else { return "" }
        guard case .text(let text) = value else { return value.description }
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) }
        let safe = isFormula == true ? "'" + text : text
        let isPlain = safe.unicodeScalars.allSatisfy { !",\"\r\n".unicodeScalars.contains($0) }
        return isPlain ? safe : "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}

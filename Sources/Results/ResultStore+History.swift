import Evaluation
import Files
import GRDB

/// A stored value of a run, with everything that names its series.
package struct StoredPoint: Hashable, Sendable {
    /// The corpus' name.
    package var corpus: String
    /// The hash of the corpus' content.
    package var corpusHash: String
    /// The environment within which times can be compared.
    package var environment: String
    /// How the client behaved.
    package var mode: String
    /// The configuration, its axes sorted by name.
    package var configuration: [AxisValue]
    /// The metric.
    package var metric: Metric
    /// The metric's full name, with its label.
    package var name: String
    /// The run.
    package var run: String
    /// The revision that was measured.
    package var revision: String
    /// The value: of repetitions the lower median.
    package var value: MeasuredValue
}

extension ResultStore {
    /// The values of some metrics over all runs of a matrix: by corpus, mode, configuration, metric and
    /// the corpus' hash, the earliest first. O(values).
    package func history(of metrics: [Metric], matrix: String) throws -> [StoredPoint] {
        let marks = metrics.map { _ in "?" }.joined(separator: ", ")
        let sql = """
            SELECT corpus.name AS corpus, corpus.hash, series.comparable_environment AS place,
                cell.mode, config.id AS config, metric.name AS metric, series.name, run.name AS run,
                revision, run.started_at, figure.value
            FROM run JOIN plan ON plan.id = run.plan JOIN subject ON subject.id = run.subject
            JOIN cell ON cell.run = run.id JOIN (
                SELECT series, cell, value FROM measurement
                UNION ALL SELECT series, cell, value FROM timing
            ) AS figure ON figure.cell = cell.id
            JOIN series ON series.id = figure.series
            JOIN metric ON metric.id = series.metric AND metric.name IN (\(marks))
            JOIN corpus ON corpus.id = cell.corpus JOIN config ON config.id = cell.config
            WHERE plan.matrix_name = ?
            ORDER BY corpus.name, cell.mode, config.text, series.name, corpus.hash, run.started_at,
                run.name, place, figure.value
            """
        return try read { database in
            let configurations = try configurations(database)
            let arguments = StatementArguments(metrics.map(\.rawValue) + [matrix])
            var points: [StoredPoint] = []
            var repetitions: [StoredPoint] = []
            let rows = try Row.fetchCursor(database, sql: sql, arguments: arguments)
            while let row = try rows.next() {
                let point = try point(row, configurations)
                if let last = repetitions.last, !last.isRepeated(by: point) {
                    points.append(repetitions[(repetitions.count - 1) / 2])
                    repetitions = []
                }
                repetitions.append(point)
            }
            if !repetitions.isEmpty { points.append(repetitions[(repetitions.count - 1) / 2]) }
            return points
        }
    }

    /// All configurations, their axes sorted by name as their texts are. O(axes).
    private func configurations(_ database: Database) throws -> [Int64: [AxisValue]] {
        let sql = "SELECT config, axis, value FROM config_axis"
        return try Row.fetchAll(database, sql: sql).reduce(into: [Int64: [AxisValue]]()) {
            $0[$1["config"], default: []].append(AxisValue(axis: $1["axis"], value: $1["value"]))
        }.mapValues { $0.sorted { $0.axis < $1.axis } }
    }

    private func point(
        _ row: Row, _ configurations: [Int64: [AxisValue]]
    ) throws -> StoredPoint {
        guard let metric = Metric(rawValue: row["metric"]),
            let value = MeasuredValue(stored: row["value"])
        else { throw Self.damaged(path, "a value of '\(row["metric"] as String)'") }
        return StoredPoint(
            corpus: row["corpus"], corpusHash: row["hash"], environment: row["place"],
            mode: row["mode"], configuration: configurations[row["config"]] ?? [], metric: metric,
            name: row["name"],
            run: row["run"], revision: row["revision"], value: value)
    }
}

extension StoredPoint {
    /// Whether another value is one of the same cell in the same run.
    fileprivate func isRepeated(by other: Self) -> Bool {
        var other = other
        other.value = value
        return other == self
    }
}

import Evaluation
import GRDB

extension ResultStore {
    /// How long cells took in earlier runs, in nanoseconds of wall time: the mean by corpus hash and
    /// configuration text, and of all configurations under an empty text. O(cells).
    package func meanDurations() throws -> [String: [String: Double]] {
        let sql = """
            SELECT corpus.hash AS corpus, config.text AS config, avg(timing.value) AS mean,
                count(*) AS n
            FROM timing JOIN cell ON cell.id = timing.cell
            JOIN series ON series.id = timing.series
            JOIN metric ON metric.id = series.metric AND metric.name = ?
            JOIN corpus ON corpus.id = cell.corpus JOIN config ON config.id = cell.config
            GROUP BY corpus.hash, config.text
            """
        return try read { database in
            var means: [String: [String: Double]] = [:]
            var totals: [String: (sum: Double, count: Double)] = [:]
            let rows = try Row.fetchCursor(
                database, sql: sql, arguments: [Metric.wallTime.rawValue])
            while let row = try rows.next() {
                let (corpus, mean, count) = (
                    row["corpus"] as String, row["mean"] as Double, row["n"] as Double
                )
                means[corpus, default: [:]][row["config"]] = mean
                let total = totals[corpus] ?? (0, 0)
                totals[corpus] = (total.sum + mean * count, total.count + count)
            }
            for (corpus, total) in totals { means[corpus]?[""] = total.sum / total.count }
            return means
        }
    }
}

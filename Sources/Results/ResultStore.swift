import Evaluation
import Files
import GRDB
import Synchronization

/// The results of runs, in one SQLite file with one writer.
///
/// A cell's results are one transaction, committed and on the disk when `record` returns: a crash
/// loses the cell it interrupts and nothing else. The tables are the program's own; others read the
/// views `v_latest` and `v_history`.
package final class ResultStore: Sendable {
    /// The database file.
    package let path: String
    /// Whether opening it had to undo the change in whose middle a process was killed.
    package let wasRecovered: Bool

    let queue: DatabaseQueue
    /// The run that results are recorded for, after `begin`.
    let current = Mutex<OpenRun?>(nil)

    /// Opens a database to add to it, making it and its folders if need be and bringing it up to this
    /// version; one of a newer version, and any other file, is refused and stays as it is.
    package init(path: String) throws {
        self.path = path
        wasRecovered = try SchemaVersion.isNew(path) ? false : Schema.version.check(path)
        try Folder.make(Folder.parent(of: path))
        queue = try StorageError.refusing(path) {
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration(.writing))
            try queue.writeWithoutTransaction { try Schema.version.migrate($0) }
            return queue
        }
    }

    /// Opens a database to read it only; it must be there. One of an older version is first brought up
    /// to this one, so it must be writable.
    package init(readingFrom path: String) throws {
        self.path = path
        try Self.checkResults(path)
        wasRecovered = try Schema.version.check(path)
        // What was undone may have been the database's making.
        if wasRecovered { try Self.checkResults(path) }
        if try Schema.version.isOutdated(path) { try Self(path: path).close() }
        queue = try StorageError.refusing(path) {
            try DatabaseQueue(path: path, configuration: Self.configuration(.reading))
        }
    }

    private static func checkResults(_ path: String) throws {
        guard !(try SchemaVersion.isNew(path)) else {
            throw StorageError(path: path, problem: "there are no results", remedy: makingSome)
        }
    }

    /// What to do where there are no results.
    static let makingSome = "make some with `winnow run`, or name another database"

    /// What is wrong with the database, as SQLite sees it; empty if nothing is. O(size).
    package func integrity() throws -> [String] {
        try read { database in
            let damage = try String.fetchAll(database, sql: "PRAGMA integrity_check")
            let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { row in
                "a row of \(row[0] as String? ?? "?") refers to a missing row of "
                    + "\(row[2] as String? ?? "?")"
            }
            return damage.filter { $0 != "ok" } + orphans
        }
    }

    /// What a database is opened for.
    private enum Use {
        case reading, writing
    }

    /// Waits for other processes, and brings every commit to the disk: a cell takes far longer to
    /// compute than to synchronise.
    private static func configuration(_ use: Use) -> Configuration {
        var configuration = Configuration.standard(readonly: use == .reading)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return configuration
    }
}

/// A run being recorded.
struct OpenRun: Sendable {
    let row: Int64
    let comparableEnvironment: String
}

extension ResultStore {
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try StorageError.refusing(path) { try queue.read(body) }
    }

    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try StorageError.refusing(path) { try queue.write(body) }
    }
}

extension ResultStore {
    /// Writes all that is committed into a new database of one plain file, whoever else reads or
    /// records. Not yet on the disk. O(size).
    func copy(to path: String) throws {
        try StorageError.refusing(path) {
            try queue.writeWithoutTransaction {
                try $0.execute(sql: "VACUUM INTO ?", arguments: [path])
            }
        }
    }

    /// How many rows each table has, by name. O(rows).
    func rowCounts() throws -> [String: Int] {
        try read { database in
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
            return try tables.reduce(into: [:]) { counts, table in
                counts[table] = try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM \(table.quotedDatabaseIdentifier)")
            }
        }
    }

    /// The keys of all cells of a run that were recorded, those that failed included. O(cells).
    package func recordedKeys(run: String) throws -> Set<String> {
        try read { database in
            try String.fetchSet(
                database, sql: "SELECT key FROM cell WHERE run = ?",
                arguments: [rowID(of: run, database)])
        }
    }

    /// Whether a run is marked as complete.
    package func isFinished(run: String) throws -> Bool {
        try read { database in
            let state = try String.fetchOne(
                database, sql: "SELECT state FROM run WHERE id = ?",
                arguments: [rowID(of: run, database)])
            return state == "finished"
        }
    }

    /// Closes the database, which is of no use after that. Cannot fail for us: all that is committed is
    /// on the disk.
    func close() { try? queue.close() }
}

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

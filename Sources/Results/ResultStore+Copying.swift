import Evaluation
import Files
import GRDB

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

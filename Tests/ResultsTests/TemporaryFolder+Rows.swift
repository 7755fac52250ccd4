import GRDB
import TestSupport

extension TemporaryFolder {
    /// What a query of a database in the folder gives, a line each, as another program sees it.
    func rows(_ sql: String, of name: String = "results") throws -> [String] {
        let queue = try DatabaseQueue(path: self[name])
        defer { try? queue.close() }
        return try queue.read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "NULL" : "\($0)" }.joined(separator: " ")
            }
        }
    }
}

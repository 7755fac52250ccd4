package import GRDB

/// Columns with their values.
package typealias Columns = KeyValuePairs<String, (any DatabaseValueConvertible)?>

extension Database {
    /// Runs a prepared statement that gives no rows.
    package func run(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Inserts a row.
    package func insert(into table: String, _ columns: Columns) throws {
        let names = columns.map(\.key).joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        try run(
            "INSERT INTO \(table) (\(names)) VALUES (\(marks))", Self.arguments(columns))
    }

    /// Inserts a row, unless one with its primary key is there.
    package func insertIfNew(into table: String, _ columns: Columns) throws {
        let names = columns.map(\.key).joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let sql = "INSERT INTO \(table) (\(names)) VALUES (\(marks)) ON CONFLICT DO NOTHING"
        try run(sql, Self.arguments(columns))
    }

    /// The id of the row with that key, which is inserted, with further columns, if it is not there.
    package func identity(
        in table: String, _ key: Columns, also others: Columns = [:]
    ) throws -> (id: Int64, isNew: Bool) {
        let condition = key.map { "\($0.key) = ?" }.joined(separator: " AND ")
        let find = try cachedStatement(sql: "SELECT id FROM \(table) WHERE \(condition)")
        if let id = try Int64.fetchOne(find, arguments: Self.arguments(key)) { return (id, false) }
        let all = Array(key) + Array(others)
        let names = all.map(\.key).joined(separator: ", ")
        let marks = all.map { _ in "?" }.joined(separator: ", ")
        try run(
            "INSERT INTO \(table) (\(names)) VALUES (\(marks))",
            StatementArguments(all.map { $0.value }))
        return (lastInsertedRowID, true)
    }

    private static func arguments(_ columns: Columns) -> StatementArguments {
        StatementArguments(columns.map { $0.value })
    }
}

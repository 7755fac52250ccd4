package import GRDB

/// Tells our databases from others, and from each other, before anything could be written to them.
package struct SchemaVersion: Sendable {
    /// SQLite's application id in databases of this kind.
    package let applicationID: Int32
    /// The oldest version that this program can read. Older ones are refused, and stay as they are.
    package let oldest: Int
    /// The SQL that makes the oldest version, then the steps to each later one; only ever added to.
    package let migrations: [String]
    /// The names of the tables of the newest version.
    package let tables: [String]
    /// What a database of this kind is one of.
    package let content: String

    /// The versions of one kind of database.
    package init(
        applicationID: Int32, oldest: Int = 1, migrations: [String], tables: [String],
        content: String
    ) {
        self.applicationID = applicationID
        self.oldest = oldest
        self.migrations = migrations
        self.tables = tables
        self.content = content
    }

    /// Whether a path is free, or has the empty file that a first run interrupted at once leaves.
    package static func isNew(_ path: String) throws -> Bool {
        guard Folder.hasEntry(path) else { return true }
        try Folder.refuseDevices(path)
        return try MappedFile(path: path).bytes.isEmpty
    }

    /// Refuses a file that is no database of this kind, or one of a newer version. What a process that
    /// was killed in the middle of a change left is put right; returns whether that was necessary.
    ///
    /// Whose it is stands in its first bytes, so SQLite, which may put files beside a database that it
    /// only reads, never opens another program's.
    @discardableResult package func check(_ path: String) throws -> Bool {
        try checkOwner(path)
        return try StorageError.refusing(path) {
            do {
                try checkContents(path)
                return false
            } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
                // Half a change stands in the file, and what was there before in a journal beside it:
                // SQLite puts it back where it may write.
                try recover(path, error)
                return true
            }
        }
    }

    private func checkContents(_ path: String) throws {
        let queue = try DatabaseQueue(path: path, configuration: .standard(readonly: true))
        defer { try? queue.close() }
        try queue.read { try check($0, at: path) }
    }

    private func recover(_ path: String, _ cause: DatabaseError) throws {
        do {
            let queue = try DatabaseQueue(path: path, configuration: .standard(readonly: false))
            defer { try? queue.close() }
            // The first read puts everything back.
            _ = try queue.read(Self.number)
            try checkContents(path)
        } catch let error as DatabaseError
            where [.SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM].contains(error.resultCode)
        {
            throw StorageError(
                path: path,
                problem:
                    "a process that wrote it was ended in the middle of a change, which cannot "
                    + "be undone here (\(cause.message ?? "readonly database"))",
                remedy: "open it once where file and folder can be written to", kind: .unwritable)
        }
    }

    /// Refuses a file that does not start like a database of this kind; SQLite does not open it.
    package func checkOwner(_ path: String) throws {
        switch try owner(of: path) {
        case .us: return
        case .somebodyElse:
            throw StorageError(
                path: path, problem: "is no database of \(content)", remedy: "name another file")
        case .usOnce:
            throw StorageError(
                path: path,
                problem: "is a database of \(content) whose beginning is damaged",
                remedy: "move it away; a new one is made", kind: .badContents)
        }
    }

    /// Whether a database, one of this kind, is of an older version that this program brings up to its own.
    package func isOutdated(_ path: String) throws -> Bool {
        try StorageError.refusing(path) {
            let queue = try DatabaseQueue(path: path, configuration: .standard(readonly: true))
            defer { try? queue.close() }
            let version = try queue.read(Self.number)
            return version > 0 && version < newest
        }
    }

    /// The version that this program writes.
    package var newest: Int { oldest + migrations.count - 1 }

    /// Refuses an open database of a newer version, or of one that is too old to be read.
    package func check(_ database: Database, at path: String) throws {
        let version = try Self.number(of: database)
        guard version <= newest else {
            throw StorageError(
                path: path,
                problem: "has schema version \(version), this program knows \(newest)",
                remedy: "use the newer program that wrote it, or another file")
        }
        guard version == 0 || version >= oldest else {
            throw StorageError(
                path: path,
                problem: "has schema version \(version); this program reads \(oldest) and later, "
                    + "since older results were summed by other rules and hold no record of each "
                    + "conversation",
                remedy: "name another file and run again; the program that wrote it still reads it")
        }
        if version == newest { try checkTables(database, at: path) }
    }

    /// Refuses an open database that lacks the newest version's columns, where they cannot be added.
    package func checkNewest(_ database: Database, at path: String) throws {
        let version = try Self.number(of: database)
        guard version < newest else { return }
        throw StorageError(
            path: path, problem: "has schema version \(version), and \(newest) is needed",
            remedy: "open it once where file and folder can be written to", kind: .unwritable)
    }

    /// Refuses a database whose tables are something else, or that does something of its own accord:
    /// reading a view of a table's name, or a trigger, may take for ever.
    private func checkTables(_ database: Database, at path: String) throws {
        let kinds = try Row.fetchAll(
            database,
            sql: "SELECT name, CASE WHEN sql LIKE 'CREATE TABLE%' THEN type ELSE 'other' END "
                + "FROM sqlite_schema WHERE type IN ('table', 'view')"
        ).reduce(into: [String: String]()) { kinds, row in
            let kind: String = row[1]
            kinds[row[0]] = kind
        }
        let trigger = try String.fetchOne(
            database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        let problem =
            tables.first { kinds[$0] != "table" }.map { "has no table '\($0)'" }
            ?? trigger.map { "has a trigger, '\($0)', which this program never makes" }
        guard let problem else { return }
        throw StorageError(
            path: path, problem: problem, remedy: "name another file", kind: .badContents)
    }

    /// Applies the migrations that a database lacks, all or none of them.
    package func migrate(_ database: Database) throws {
        try database.inTransaction(.immediate) {
            let version = try Self.number(of: database)
            let applied = version == 0 ? 0 : version - oldest + 1
            for migration in migrations.dropFirst(applied) { try database.execute(sql: migration) }
            if version < newest {
                try database.execute(
                    sql: """
                        PRAGMA application_id = \(applicationID);
                        PRAGMA user_version = \(newest);
                        """)
            }
            return .commit
        }
    }

    /// The schema's version; 0 in a new file.
    private static func number(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    private enum Owner {
        case us, somebodyElse
        /// What the file starts with is no more what we wrote, though what follows is.
        case usOnce
    }

    /// How far the words that made a database's tables are looked for: they stand on its first pages.
    private static let searched = 1 << 16

    /// Whose database a file is, by what it starts with (the SQLite file format, 1.3): sixteen bytes that
    /// all databases have, and the kind's number. Where one of them is damaged the other shows whose it
    /// was, and so do the words that made our tables, which SQLite keeps.
    private func owner(of path: String) throws -> Owner {
        let file = try MappedFile(path: path)
        return withExtendedLifetime(file) {
            guard file.bytes.count >= 100 else { return .somebodyElse }
            let id = file.bytes.loadUnaligned(fromByteOffset: 68, as: Int32.self)
            let isDatabase = file.bytes.prefix(16).elementsEqual("SQLite format 3\0".utf8)
            let hasID = Int32(bigEndian: id) == applicationID
            if isDatabase, hasID { return .us }
            let start = String(decoding: file.bytes.prefix(Self.searched), as: UTF8.self)
            return hasID || tableBeginnings.allSatisfy(start.contains) ? .usOnce : .somebodyElse
        }
    }

    /// How the words begin that make each table of the oldest version: up to its first column, since later
    /// versions add columns after others.
    private var tableBeginnings: [String] {
        (migrations.first ?? "").split(separator: ";").compactMap { statement in
            let words = statement.drop(while: \.isWhitespace)
            guard words.hasPrefix("CREATE TABLE") else { return nil }
            return String(words.prefix { $0 != "," })
        }
    }
}

extension Configuration {
    /// How databases of ours are opened: other processes are waited for, and what a database's own
    /// words call may do nothing but compute.
    package static func standard(readonly: Bool) -> Self {
        var configuration = Self()
        configuration.readonly = readonly
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
        return configuration
    }
}

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

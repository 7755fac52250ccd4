import GRDB

/// Tells our databases from others, and from each other, before anything could be written to them.
struct SchemaVersion: Sendable {
    /// SQLite's application id in databases of this kind.
    let applicationID: Int32
    /// The SQL that leads from version n to n + 1, at index n; only ever added to.
    let migrations: [String]
    /// What a database of this kind is one of.
    let content: String

    /// Whether a path is free, or has the empty file that a first run interrupted at once leaves.
    static func isNew(_ path: String) throws -> Bool {
        guard Folder.hasEntry(path) else { return true }
        try FileFacts.refuseDevices(path)
        return try MappedFile(path: path).bytes.isEmpty
    }

    /// Refuses a file that is no database of this kind, or one of a newer version.
    ///
    /// Whose it is stands in its first bytes, so SQLite, which may put files beside a database that it
    /// only reads, never opens another program's.
    func check(_ path: String) throws {
        try checkOwner(path)
        try ResultStore.refusing(path) {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { try check($0, at: path) }
        }
    }

    /// Refuses a file that does not start like a database of this kind; SQLite does not open it.
    func checkOwner(_ path: String) throws {
        guard try isOurs(path) else {
            throw StorageError(
                path: path, problem: "is no database of \(content)", remedy: "name another file")
        }
    }

    /// Refuses an open database of a newer version.
    func check(_ database: Database, at path: String) throws {
        let version = try Self.number(of: database)
        guard version <= migrations.count else {
            throw StorageError(
                path: path,
                problem: "has schema version \(version), this program knows \(migrations.count)",
                remedy: "use the newer program that wrote it, or another file")
        }
    }

    /// Applies the migrations that a database lacks, all or none of them.
    func migrate(_ database: Database) throws {
        try database.inTransaction(.immediate) {
            let version = try Self.number(of: database)
            for migration in migrations.dropFirst(version) { try database.execute(sql: migration) }
            if version < migrations.count {
                try database.execute(
                    sql: """
                        PRAGMA application_id = \(applicationID);
                        PRAGMA user_version = \(migrations.count);
                        """)
            }
            return .commit
        }
    }

    /// The schema's version: how many migrations it has had.
    private static func number(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    /// Whether a file starts like a database of this kind (the SQLite file format, 1.3).
    private func isOurs(_ path: String) throws -> Bool {
        let file = try MappedFile(path: path)
        return withExtendedLifetime(file) {
            guard file.bytes.count >= 100 else { return false }
            let id = file.bytes.loadUnaligned(fromByteOffset: 68, as: Int32.self)
            return file.bytes.prefix(16).elementsEqual("SQLite format 3\0".utf8)
                && Int32(bigEndian: id) == applicationID
        }
    }
}

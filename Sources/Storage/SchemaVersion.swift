import GRDB

/// Tells our databases from others, and from each other, before anything could be written to them.
struct SchemaVersion: Sendable {
    /// SQLite's application id in databases of this kind.
    let applicationID: Int32
    /// The oldest version that this program can read. Older ones are refused, and stay as they are.
    var oldest = 1
    /// The SQL that makes the oldest version, then the steps to each later one; only ever added to.
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

    /// The version that this program writes.
    var newest: Int { oldest + migrations.count - 1 }

    /// Refuses an open database of a newer version, or of one that is too old to be read.
    func check(_ database: Database, at path: String) throws {
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
    }

    /// Applies the migrations that a database lacks, all or none of them.
    func migrate(_ database: Database) throws {
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

import GRDB

/// Tells our databases from others before anything could be written to them.
enum SchemaVersion {
    /// `Wnnw`: what SQLite's application id is in our databases.
    static let applicationID: Int32 = 0x576E_6E77

    /// Whether a path is free, or has the empty file that a first run interrupted at once leaves.
    static func isNew(_ path: String) throws -> Bool {
        guard Folder.hasEntry(path) else { return true }
        return try MappedFile(path: path).bytes.isEmpty
    }

    /// Refuses a file that is no database of ours, or one of a newer version.
    ///
    /// Whose it is stands in its first bytes, so SQLite, which may put files beside a database that it
    /// only reads, never opens another program's.
    static func check(_ path: String) throws {
        guard try isOurs(path) else {
            throw StorageError(
                path: path, problem: "is no database of Winnow's results",
                remedy: "name another file")
        }
        let version = try ResultStore.refusing(path) {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            return try queue.read { try number(of: $0) }
        }
        guard version <= Schema.migrations.count else { throw newer(path, version) }
    }

    /// The schema's version: how many migrations it has had.
    static func number(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    /// Whether a file starts like a database of ours (the SQLite file format, 1.3).
    private static func isOurs(_ path: String) throws -> Bool {
        let file = try MappedFile(path: path)
        return withExtendedLifetime(file) {
            guard file.bytes.count >= 100 else { return false }
            let id = file.bytes.loadUnaligned(fromByteOffset: 68, as: Int32.self)
            return file.bytes.prefix(16).elementsEqual("SQLite format 3\0".utf8)
                && Int32(bigEndian: id) == applicationID
        }
    }

    private static func newer(_ path: String, _ version: Int) -> StorageError {
        StorageError(
            path: path,
            problem: "has schema version \(version), this program knows \(Schema.migrations.count)",
            remedy: "use the newer program that wrote it, or another file")
    }
}

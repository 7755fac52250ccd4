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
    static func check(_ path: String) throws {
        guard try hasSQLiteHeader(path) else { throw foreign(path) }
        try ResultStore.refusing(path) {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let (application, version) = try queue.read { (try id(of: $0), try number(of: $0)) }
            guard application == applicationID else { throw foreign(path) }
            guard version <= Schema.migrations.count else { throw newer(path, version) }
        }
    }

    /// The schema's version: how many migrations it has had.
    static func number(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    private static func id(of database: Database) throws -> Int32 {
        try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    }

    private static func hasSQLiteHeader(_ path: String) throws -> Bool {
        let file = try MappedFile(path: path)
        return withExtendedLifetime(file) {
            file.bytes.prefix(16).elementsEqual("SQLite format 3\0".utf8)
        }
    }

    private static func foreign(_ path: String) -> StorageError {
        StorageError(
            path: path, problem: "is no database of Winnow's results", remedy: "name another file")
    }

    private static func newer(_ path: String, _ version: Int) -> StorageError {
        StorageError(
            path: path,
            problem: "has schema version \(version), this program knows \(Schema.migrations.count)",
            remedy: "use the newer program that wrote it, or another file")
    }
}

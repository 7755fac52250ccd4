package import ContextModel
internal import GRDB
import Synchronization

/// Recorded answers of summarisers, in an SQLite file of their own.
///
/// While it is written, the file is in write-ahead mode, so that each answer is one append; when it is
/// finished it becomes a plain file again, which can be read where nothing can be written. Opening tells
/// what is wrong with a file; later failures are counted, since a recording must not end a run.
package final class CassetteStore: SummaryCassette {
    /// The database file.
    package let path: String

    private let queue: DatabaseQueue
    private let isWritable: Bool
    private let log = Mutex(StoreLog())

    /// Opens a recording to add to it, making it and its folders if need be; any other file, and one
    /// of a newer version, is refused and stays as it is.
    package init(path: String) throws {
        self.path = path
        isWritable = true
        if !(try SchemaVersion.isNew(path)) { try CassetteSchema.version.check(path) }
        try Folder.make(Folder.parent(of: path))
        queue = try StorageError.refusing(path) {
            let queue = try DatabaseQueue(path: path, configuration: .standard(readonly: false))
            try queue.writeWithoutTransaction { database in
                // In this order: what a file is has to stand in it, not only in a log beside it.
                try CassetteSchema.version.migrate(database)
                try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
            }
            return queue
        }
    }

    /// Opens a recording to replay it, without changing it; also where nothing can be written. It must
    /// be there and of this version.
    package init(readingFrom path: String) throws {
        self.path = path
        isWritable = false
        guard !(try SchemaVersion.isNew(path)) else {
            throw StorageError(
                path: path, problem: "there are no recorded summaries", remedy: "record some first")
        }
        queue = try Self.refusingUnclosed(path) {
            try CassetteSchema.version.check(path)
            return try DatabaseQueue(path: path, configuration: .standard(readonly: true))
        }
    }

    deinit { finish() }

    /// The recorded answer to a request's digest; nil if there is none. O(log n).
    package func answer(to key: ContentDigest) -> Result<SummaryAnswer, SummarizerError>? {
        do {
            let entry = try StorageError.refusing(path) {
                try queue.read { database in
                    try Row.fetchOne(
                        database.cachedStatement(sql: "SELECT * FROM answer WHERE key = ?"),
                        arguments: [key.hexadecimal]
                    ).map { try self.entry($0) }
                }
            }
            log.withLock { log in
                if entry == nil { log.counters.misses += 1 } else { log.counters.hits += 1 }
            }
            return entry?.answer
        } catch {
            fail(error)
            return nil
        }
    }

    /// Records what was answered, a failure included; the first record of a key stays. O(log n).
    package func record(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest
    ) {
        do {
            try add([CassetteEntry(answer, to: request, by: summarizer, key: key)])
        } catch {
            fail(error)
        }
    }

    /// Adds entries, all or none; those whose key is there are left out. O(n log n).
    package func add(_ entries: [CassetteEntry]) throws {
        let added = try StorageError.refusing(path) {
            try queue.write { database in
                let before = database.totalChangesCount
                for entry in entries { try database.insertIfNew(into: "answer", entry.columns) }
                return database.totalChangesCount - before
            }
        }
        log.withLock { $0.counters.writes += added }
    }

    /// All entries, sorted by key. O(n).
    package func entries() throws -> [CassetteEntry] {
        try StorageError.refusing(path) {
            try queue.read { database in
                try Row.fetchAll(database, sql: "SELECT * FROM answer ORDER BY key")
                    .map { try self.entry($0) }
            }
        }
    }

    /// What happened so far: `writes` counts new keys only.
    package var counters: StoreCounters { log.withLock { $0.counters } }

    /// The first error, if any; it is reported once.
    package func takeProblem() -> StorageError? { log.withLock { $0.takeProblem() } }

    /// Makes the file a plain one again, with nothing beside it; recording may go on, only slower.
    ///
    /// While another process records in the same file, its write-ahead log stays: then the last one to
    /// end puts it away.
    package func finish() {
        guard isWritable else { return }
        let modes = "PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE"
        try? queue.writeWithoutTransaction { try $0.execute(sql: modes) }
    }

    private func entry(_ row: Row) throws -> CassetteEntry {
        if let entry = CassetteEntry(row) { return entry }
        let key = String.fromDatabaseValue(row["key"]) ?? "?"
        throw StorageError(
            path: path, problem: "the answer of key \(key) is damaged",
            remedy: "record it again in another file")
    }

    private func fail(_ error: any Error) { log.withLock { $0.fail(error, at: path) } }

    /// Turns errors into ours; that a log is left over which cannot be read here is said as that.
    private static func refusingUnclosed<Value>(
        _ path: String, _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try StorageError.refusing(path, body)
        } catch let error as StorageError where Folder.hasEntry(path + "-wal") {
            throw StorageError(
                path: path,
                problem: "its recording was not closed and cannot be read here: \(error.problem)",
                remedy: "open it once to record, in a folder that can be written to")
        }
    }
}

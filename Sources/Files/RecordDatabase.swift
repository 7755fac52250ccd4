internal import ContextModel
internal import GRDB
import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Records that outlive the process: one table of a file in a folder (`records.sqlite` but for
/// conversations), for any number of threads and processes at once.
///
/// Nothing is thrown: what fails is counted, and the first reason kept. A process that is killed loses the
/// record that it is writing and nothing else; after a power failure the newest may be missing. Another
/// process that holds the database is waited for, but for seconds in all (`Patience`): what is recorded can
/// be made again.
///
/// A process has one of these for each folder: the system lifts the locks that SQLite holds on a file when
/// the process closes it anywhere, which looking whose file it is does.
///
/// Earlier versions kept a file for each record, in the folders `chunks` and `descriptions` of the same
/// folder. That was a cache: it is not read, and stays until its owner removes it.
package final class RecordDatabase: Sendable {
    /// What a record is; one of another kind is not taken for it.
    enum Kind: Int, Sendable, CaseIterable {
        case chunk = 1
        case description = 2
        /// What is known of a chunk's place in a conversation.
        case slot = 3
        /// What a session keeps of its compactions.
        case session = 4
        /// A compressed conversation, what limits need of it, and the figures of all.
        case conversation = 5
        case conversationEntry = 6
        case conversationTotals = 7
    }

    /// The database file.
    let path: String
    let options: RecordOptions

    private let connection = Mutex<DatabaseQueue?>(nil)
    private let logs = Mutex<[Kind: StoreLog]>([:])
    private let patience = Patience()

    /// The records in a folder, which is made, for the user alone, when the first one is kept.
    package init(
        folder: String, file: String = "records.sqlite", options: RecordOptions = RecordOptions()
    ) {
        path = folder + "/" + file
        self.options = options
    }

    /// What happened to records of a kind so far; each read is one of hit, miss, damaged or failure.
    func counters(of kind: Kind) -> StoreCounters { note(kind) { $0.counters } }

    /// The first thing that went wrong with records of a kind; nil once it was told.
    func takeProblem(with kind: Kind) -> StorageError? { note(kind) { $0.takeProblem() } }

    /// Changes what is noted about records of a kind.
    func note<Value>(_ kind: Kind, _ body: (inout StoreLog) -> Value) -> Value {
        logs.withLock { body(&$0[kind, default: StoreLog()]) }
    }

    /// Does something with the database, whose errors it makes ours; nil if there is none, and none is to
    /// be made. What needs several statements to be whole is for the caller to make a transaction.
    func withDatabase<Value>(
        making: Bool = false, _ body: (Database) throws -> Value
    ) throws -> Value? {
        let queue = try connection.withLock { connection in
            if connection == nil, try making || !isNew { connection = try opened() }
            return connection
        }
        return try queue.map { queue in
            let value = try StorageError.refusing(path) { try queue.writeWithoutTransaction(body) }
            patience.restore()
            return value
        }
    }
}

extension RecordDatabase {
    /// `WnnR`: what SQLite's application id is in databases of records.
    ///
    /// The smallest `last_use` goes first. It counts, since clocks may be set back: a use is one more than
    /// the largest. `length` is the content's before it was compressed; equal to its own, it was not. The
    /// `checksum` is that of `checksum(of:_:length:content:)`; records of version 1 have none, and are too old
    /// within hours. The sums of a kind stand beside the records, since summing up 16,384 of them takes
    /// milliseconds.
    private static let schema = SchemaVersion(
        applicationID: 0x576E_6E52,
        migrations: [
            """
            CREATE TABLE record (
                kind INTEGER NOT NULL,
                key BLOB NOT NULL,
                last_use INTEGER NOT NULL,
                length INTEGER NOT NULL,
                content BLOB NOT NULL,
                PRIMARY KEY (kind, key)
            ) STRICT;
            CREATE UNIQUE INDEX record_last_use ON record (kind, last_use);
            CREATE TABLE total (
                kind INTEGER PRIMARY KEY,
                entries INTEGER NOT NULL,
                bytes INTEGER NOT NULL
            ) STRICT;
            INSERT INTO total VALUES (1, 0, 0), (2, 0, 0);
            """,
            "ALTER TABLE record ADD COLUMN checksum BLOB;",
        ], tables: ["record", "total"], content: "Winnow's records")

    /// Whether nothing is there, or the empty file that a process leaves that was killed right away; throws
    /// if the system does not say.
    private var isNew: Bool {
        get throws {
            var facts = stat()
            guard stat(path, &facts) == 0 else {
                guard errno == ENOENT else {
                    throw StorageError.ofSystem(path, cannot: "examine it")
                }
                return true
            }
            return try SchemaVersion.isNew(path)
        }
    }

    /// Opens the database, and makes it if need be; any other file, and one of a newer version, is refused
    /// and stays as it is. Where it cannot be written it is read.
    private func opened() throws -> DatabaseQueue {
        if try isNew { try make() } else { try Self.schema.checkOwner(path) }
        for end in ["", "-wal", "-shm"] { Folder.makePrivate(path + end) }
        try makeFolderPrivate()
        let isWritable = access(path, W_OK) == 0 && access(Folder.parent(of: path), W_OK) == 0
        var configuration = Configuration.standard(readonly: !isWritable)
        configuration.busyMode = .callback { [patience] _ in patience.waitsOnce() }
        let mapped = options.mapsFile ? options.maximumBytes : 0
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA mmap_size = \(mapped)") }
        return try StorageError.refusing(path) {
            let queue = try DatabaseQueue(
                path: isWritable || Folder.hasEntry(path + "-wal") ? path : unchanging,
                configuration: configuration)
            try queue.writeWithoutTransaction { database in
                try Self.schema.check(database, at: path)
                if isWritable {
                    try prepare(database)
                } else {
                    try Self.schema.checkNewest(database, at: path)
                }
            }
            return queue
        }
    }

    /// The file as SQLite reads it where it can put nothing beside it: as one that nobody changes.
    private var unchanging: String {
        let name = path.replacing("%", with: "%25").replacing("?", with: "%3F")
        return "file:\(name.replacing("#", with: "%23"))?immutable=1"
    }

    private func prepare(_ database: Database) throws {
        // In this order: whose a file is has to stand in it, not only in a log beside it.
        try Self.schema.migrate(database)
        // Of two processes that switch at once SQLite refuses one. It goes on in whatever mode the file is:
        // without a log beside it commits take longer, nothing else.
        try? database.execute(sql: "PRAGMA journal_mode = WAL")
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
        for kind in Kind.allCases { try trim(kind, in: database) }
    }

    /// Makes the folder the user's alone, if there is nothing in it but what we put there: the folder of a
    /// cache may be any folder, the home and that of all temporary files included.
    private func makeFolderPrivate() throws {
        let folder = Folder.parent(of: path)
        let names = try FolderListing.names(in: folder)
        let isOnlyOurs = names.allSatisfy {
            $0.hasPrefix("records.sqlite") || ["chunks", "descriptions"].contains($0)
        }
        if isOnlyOurs { Folder.makePrivate(folder) }
    }

    /// Makes an empty file for the user alone: what conversations say stands in it in clear. SQLite gives
    /// what it puts beside it the same permissions.
    private func make() throws {
        try Folder.make(Folder.parent(of: path), isPrivate: true)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageError.ofSystem(path, cannot: "make it", kind: .unwritable)
        }
        close(descriptor)
    }
}

/// How many records are kept, and how.
package struct RecordOptions: Hashable, Sendable {
    /// The most records of a kind.
    package var maximumEntries: Int
    /// The most bytes of a kind's contents together, as they are stored. The file is larger: keys, indices and
    /// pages that are filled in part come on top.
    package var maximumBytes: Int
    /// Whether the file is mapped into memory, not read.
    package var mapsFile: Bool
    /// Whether new records are kept compressed where that is shorter; either kind is always read.
    package var compresses: Bool

    /// Options; by default 16,384 records and 64 MiB of each kind, read, not compressed.
    package init(
        maximumEntries: Int = 16_384, maximumBytes: Int = 64 << 20, mapsFile: Bool = false,
        compresses: Bool = false
    ) {
        self.maximumEntries = maximumEntries
        self.maximumBytes = maximumBytes
        self.mapsFile = mapsFile
        self.compresses = compresses
    }
}

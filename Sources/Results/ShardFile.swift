import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The database of one part of a run: being written it has another name, so that a file of the final
/// name is whole.
package struct ShardFile: Sendable {
    /// The final path.
    package let path: String

    /// The file of a path.
    package init(_ path: String) { self.path = path }

    /// The path while it is being written; what a killed process leaves there is gone on with.
    package var partialPath: String { path + ".partial" }

    /// The copy of what is committed, until it has been checked.
    private var copyPath: String { path + ".whole" }

    private var lockPath: String { path + ".lock" }

    /// How the names of a database and of the logs beside it end.
    private static let ends = ["", "-journal", "-wal", "-shm"]

    /// Whether the part is done; a file of that name that holds no results is refused.
    package var isThere: Bool {
        get throws {
            guard Folder.hasEntry(path) else { return false }
            _ = try ResultStore(readingFrom: path)
            return true
        }
    }

    /// The right to write the part, for as long as it is held; nil if another process has it. What is
    /// of no use any more is removed: logs without their database, and, if the part is done, all else.
    package func claim() throws -> FileLock? {
        try Folder.make(Folder.parent(of: path))
        guard let lock = try FileLock(lockPath) else { return nil }
        if try isThere { try Self.remove(partialPath) }
        if !Folder.hasEntry(partialPath) { try Self.remove(partialPath) }
        try Self.remove(copyPath)
        return lock
    }

    /// Removes what a process that was killed right after it had named the part left beside it; another one
    /// that is at the part does so itself.
    package func removeLeftovers() throws {
        let others = [partialPath, copyPath].flatMap { path in Self.ends.map { path + $0 } }
        guard (others + [lockPath]).contains(where: Folder.hasEntry) else { return }
        try withExtendedLifetime(claim()) {}
    }

    /// Gives the part its name, for good. Whoever calls holds the claim, and records no more.
    ///
    /// What appears is a copy made by SQLite: the partial file alone may lack what stands in the log
    /// beside it, which stays there as long as anybody reads. The copy is compared with what was
    /// recorded and brought to the disk before it is named. O(size).
    ///
    /// - Parameters:
    ///   - store: the partial database, which is closed.
    ///   - run: the part's run, which is finished.
    ///   - cells: how many cells the part has.
    package func publish(_ store: ResultStore, run: String, cells: Int) throws {
        try Self.remove(copyPath)
        try store.copy(to: copyPath)
        try verify(store, run: run, cells: cells)
        try synchronize(copyPath)
        guard rename(copyPath, path) == 0 else {
            throw StorageError.ofSystem(path, cannot: "write it", kind: .unwritable)
        }
        Folder.synchronize(Folder.parent(of: path))
        store.close()
        try Self.remove(partialPath)
    }

    /// Refuses a copy that is damaged or does not hold what was recorded.
    private func verify(_ store: ResultStore, run: String, cells: Int) throws {
        let copy = try ResultStore(readingFrom: copyPath)
        defer { copy.close() }
        var problem = try copy.integrity().first
        if problem == nil, try copy.rowCounts() != store.rowCounts() {
            problem = "its tables have other numbers of rows than \(partialPath)"
        }
        let recorded = try copy.recordedKeys(run: run).count
        if problem == nil, recorded != cells {
            problem = "it has \(recorded) of its \(cells) cells"
        }
        if problem == nil, try !copy.isFinished(run: run) { problem = "its run is not finished" }
        guard let problem else { return }
        throw StorageError(
            path: copyPath, problem: "is not published: \(problem)",
            remedy: "check the disk; what is recorded stays in \(partialPath)", kind: .badContents)
    }

    private func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError.ofSystem(path, cannot: "open it", kind: .unwritable)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StorageError.ofSystem(path, cannot: "bring it to the disk", kind: .unwritable)
        }
    }

    /// Removes a database with the logs beside it; what is not there is not missed. The database comes
    /// first: a log alone is empty to whoever finds it.
    private static func remove(_ database: String) throws {
        for end in ends {
            guard unlink(database + end) == 0 || errno == ENOENT else {
                throw StorageError.ofSystem(
                    database + end, cannot: "remove it", kind: .unwritable)
            }
        }
    }
}

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

    /// Whether the part is done; a file of that name that holds no results is refused.
    package var isThere: Bool {
        get throws {
            guard Folder.hasEntry(path) else { return false }
            _ = try ResultStore(readingFrom: path)
            return true
        }
    }

    /// Gives the finished file its name, for good: its content is on the disk, and then its name.
    package func publish() throws {
        let descriptor = open(partialPath, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StorageError.ofSystem(partialPath, cannot: "open it", kind: .unwritable)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0, rename(partialPath, path) == 0 else {
            throw StorageError.ofSystem(path, cannot: "write it", kind: .unwritable)
        }
        Folder.synchronize(Folder.parent(of: path))
    }
}

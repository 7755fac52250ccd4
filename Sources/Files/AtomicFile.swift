#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Files that appear whole or not at all: written under a temporary name beside the target, brought to
/// the disk, and renamed.
package enum AtomicFile {
    /// Writes a file, replacing the one that is there; missing folders are made, and what killed
    /// writers of the same file left is removed. O(bytes + names in the folder).
    package static func write(_ bytes: [UInt8], to path: String) throws {
        try replace(path, with: bytes)
        StagedFile.removeAbandoned(besides: path)
        Folder.synchronize(Folder.parent(of: path))
    }

    /// Writes a text as UTF-8. O(bytes).
    package static func write(_ text: String, to path: String) throws {
        try write([UInt8](text.utf8), to: path)
    }

    /// Writes a file whose name need not outlive a power failure at once; its content, once the name
    /// is there, does. O(bytes).
    ///
    /// - Parameters:
    ///   - time: when the file shall have been modified last, in nanoseconds since 1970.
    ///   - isPrivate: whether the file, and folders that are made for it, are for the user alone.
    static func replace(
        _ path: String, with bytes: [UInt8], modifiedAt time: Int64? = nil, isPrivate: Bool = false
    ) throws {
        try Folder.make(Folder.parent(of: path), isPrivate: isPrivate)
        let staged = try StagedFile(for: path, isPrivate: isPrivate)
        defer { staged.close() }
        do {
            try staged.fill(with: bytes, modifiedAt: time)
            guard rename(staged.path, path) == 0 else {
                throw StorageError.ofSystem(path, cannot: "replace it", kind: .unwritable)
            }
        } catch {
            unlink(staged.path)
            throw error
        }
    }
}

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
        try Folder.make(Folder.parent(of: path))
        let staged = try StagedFile(for: path)
        defer { staged.close() }
        do {
            try staged.fill(with: bytes)
            guard rename(staged.path, path) == 0 else {
                throw StorageError.ofSystem(path, cannot: "replace it", kind: .unwritable)
            }
        } catch {
            unlink(staged.path)
            throw error
        }
        StagedFile.removeAbandoned(besides: path)
        Folder.synchronize(Folder.parent(of: path))
    }

    /// Writes a text as UTF-8. O(bytes).
    package static func write(_ text: String, to path: String) throws {
        try write([UInt8](text.utf8), to: path)
    }
}

import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Files that appear whole or not at all: written under a temporary name beside the target, brought to
/// the disk, and renamed.
package enum AtomicFile {
    /// Writes a file, replacing the one that is there; missing folders are made. O(bytes).
    package static func write(_ bytes: [UInt8], to path: String) throws {
        let folder = Folder.parent(of: path)
        try Folder.make(folder)
        let temporary = temporaryName(for: path)
        do {
            try fill(temporary, with: bytes)
            guard rename(temporary, path) == 0 else {
                throw StorageError.ofSystem(path, cannot: "replace it")
            }
        } catch {
            unlink(temporary)
            throw error
        }
        Folder.synchronize(folder)
    }

    /// Writes a text as UTF-8. O(bytes).
    package static func write(_ text: String, to path: String) throws {
        try write([UInt8](text.utf8), to: path)
    }

    private static let counter = Atomic<Int>(0)

    /// A hidden name in the same folder that no other writer uses.
    private static func temporaryName(for path: String) -> String {
        let name = path.split(separator: "/").last ?? "file"
        let number = counter.add(1, ordering: .relaxed).newValue
        return Folder.parent(of: path) + "/.\(name).\(getpid())-\(number)"
    }

    private static func fill(_ path: String, with bytes: [UInt8]) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw StorageError.ofSystem(path, cannot: "create it") }
        defer { close(descriptor) }
        try bytes.withUnsafeBytes { try write(all: $0, to: descriptor, path: path) }
        guard fsync(descriptor) == 0 else {
            throw StorageError.ofSystem(path, cannot: "bring it to the disk")
        }
    }

    private static func write(
        all bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
    ) throws {
        var rest = bytes[...]
        while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
            let count = systemWrite(descriptor, start, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw StorageError.ofSystem(path, cannot: "write it")
            }
        }
    }
}

/// The system's `write`, under a name that no method hides.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, start, count)
}

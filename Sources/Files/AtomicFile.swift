import Synchronization

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

/// A file being written under a temporary name beside its target.
///
/// Its writer holds a lock on it, which the system lifts when the writer ends, however it ends: so a
/// file without a lock is abandoned, and may be removed by anyone, whatever the process numbers say.
struct StagedFile {
    let path: String
    private let descriptor: Int32

    /// Makes an empty file, hidden, in the folder of the target.
    init(for target: String) throws {
        while true {
            let path = Self.name(for: target)
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else {
                if errno == EEXIST { continue }
                throw StorageError.ofSystem(target, cannot: "create it", kind: .unwritable)
            }
            if Self.isHeld(descriptor) {
                self.path = path
                self.descriptor = descriptor
                return
            }
            systemClose(descriptor)
        }
    }

    /// Writes the content and brings it to the disk. O(bytes).
    func fill(with bytes: [UInt8]) throws {
        guard Descriptor.writeAll(bytes, to: descriptor) == nil else {
            throw StorageError.ofSystem(path, cannot: "write it", kind: .unwritable)
        }
        guard fsync(descriptor) == 0 else {
            throw StorageError.ofSystem(path, cannot: "bring it to the disk", kind: .unwritable)
        }
    }

    /// Releases the lock. To be called once, after the file was renamed or removed.
    func close() { systemClose(descriptor) }
}

extension StagedFile {
    /// Removes, of the names in a folder, the temporary files of writers that have ended. Failing is no
    /// error: the files stay what they are, hidden and unused.
    static func removeAbandoned(_ names: [String], in folder: String) {
        for name in names where isTemporary(name) {
            let path = folder + "/" + name
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
            systemClose(descriptor)
        }
    }

    /// Removes what writers of a file that have ended left beside it. O(names in its folder).
    static func removeAbandoned(besides target: String) {
        let folder = Folder.parent(of: target)
        let start = prefix(for: target)
        let names = (try? FolderListing.names(in: folder)) ?? []
        removeAbandoned(names.filter { $0.hasPrefix(start) }, in: folder)
    }

    private static let counter = Atomic<Int>(0)

    /// How the hidden names of a target begin.
    private static func prefix(for target: String) -> String {
        ".\(target.split(separator: "/").last ?? "file")."
    }

    /// A hidden name in the same folder, which this process uses once.
    private static func name(for target: String) -> String {
        let number = counter.add(1, ordering: .relaxed).newValue
        return Folder.parent(of: target) + "/\(prefix(for: target))\(getpid())-\(number)"
    }

    /// Whether a name is one that `name(for:)` makes.
    private static func isTemporary(_ name: String) -> Bool {
        guard name.hasPrefix("."), let end = name.split(separator: ".").last else { return false }
        let numbers = end.split(separator: "-", omittingEmptySubsequences: false)
        return numbers.count == 2
            && numbers.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            }
    }

    /// Takes the lock; false if the file was taken for an abandoned one before that. File systems
    /// without locks give none, and nobody who cleans there gets one either.
    private static func isHeld(_ descriptor: Int32) -> Bool {
        guard Descriptor.lock(descriptor) else { return false }
        var facts = stat()
        return fstat(descriptor, &facts) == 0 && facts.st_nlink > 0
    }
}

/// The system's `close`, under a name that no method hides.
private func systemClose(_ descriptor: Int32) { close(descriptor) }

/// What is done with what the system has open.
package enum Descriptor {
    /// Takes the lock on it, without waiting; false if another process holds it. The system lifts it when
    /// its holder ends, however that ends. File systems without locks give none, and refuse nobody.
    static func lock(_ descriptor: Int32) -> Bool {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
    }

    /// Writes everything, however often that takes; returns nil, or what the system said (as `errno`
    /// does) if it could not.
    package static func writeAll(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Int32? {
        bytes.withContiguousStorageIfAvailable { writeAll(UnsafeRawBufferPointer($0), descriptor) }
            ?? Array(bytes).withUnsafeBytes { writeAll($0, descriptor) }
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, _ descriptor: Int32) -> Int32? {
        var rest = bytes[...]
        while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
            let count = write(descriptor, start, rest.count)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 {
                errno = EIO
                return EIO
            } else if errno == EAGAIN {
                // Whoever made the stream wants not to wait for it; we do.
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Folders by path.
package enum Folder {
    /// The folder that a path is in, `.` for a bare name.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes a folder and those above it, unless they are there; for the user alone if it is private.
    package static func make(_ path: String, isPrivate: Bool = false) throws {
        if path.isEmpty || isFolder(path) { return }
        let above = parent(of: path)
        if above != path { try make(above, isPrivate: isPrivate) }
        if mkdir(path, isPrivate ? 0o700 : 0o777) == 0 || errno == EEXIST && isFolder(path) {
            return
        }
        throw StorageError.ofSystem(path, cannot: "make the folder", kind: .unwritable)
    }

    /// Takes from all others what they may do with a file or folder, if it is this user's own. Failing is no
    /// error: file systems without permissions have none to take.
    package static func makePrivate(_ path: String) {
        // No link is followed: what it leads to may be anything.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return }
        makePrivate(descriptor)
        close(descriptor)
    }

    /// The same of what is open.
    static func makePrivate(_ descriptor: Int32) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_uid == geteuid(), facts.st_mode & 0o077 != 0
        else { return }
        fchmod(descriptor, facts.st_mode & 0o700)
    }

    /// Whether there is a folder at the path, symbolic links followed.
    package static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether there is anything at the path, symbolic links followed.
    package static func hasEntry(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Refuses a device, which has no end, or a pipe; links are followed, and nothing there is nothing
    /// to refuse.
    static func refuseDevices(_ path: String) throws {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return }
        guard ![S_IFCHR, S_IFBLK, S_IFIFO, S_IFSOCK].contains(facts.st_mode & S_IFMT) else {
            throw StorageError(path: path, problem: "is no file", remedy: "name a file")
        }
    }

    /// Brings a folder's list of names to the disk, where the system allows it: what a rename needs to
    /// outlive a power failure. Not all file systems can, so failing is no error.
    package static func synchronize(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

/// What is in a folder, in an order that no file system decides.
package enum FolderListing {
    /// What is below a folder, as relative paths sorted by bytes.
    package struct Contents: Sendable {
        /// The regular files.
        package var files: [String] = []
        /// What could not be read, and why: folders that cannot be listed, and what has a name that is
        /// not UTF-8, whose bytes are repaired here.
        package var unread: [(path: String, reason: StorageError)] = []
    }

    /// The regular files in a folder and the folders below it; what cannot be read is passed over.
    ///
    /// Symbolic links are followed, but every folder is visited once, under its own name if it has one
    /// below the root: loops end. Pipes, sockets and devices are no files. Throws if the folder itself
    /// cannot be listed. O(n log n).
    package static func contents(below root: String) throws -> Contents {
        var walk = Walk(root: root)
        try walk.run()
        walk.found.files.sort(by: precedes)
        walk.found.unread.sort { precedes($0.path, $1.path) }
        return walk.found
    }

    /// The regular files as `contents` finds them; refused if there is anything that cannot be read.
    package static func files(below root: String) throws -> [String] {
        let contents = try contents(below: root)
        if let first = contents.unread.first { throw first.reason }
        return contents.files
    }

    /// The names in a folder that are UTF-8, sorted by bytes, without `.` and `..`. Whoever asks looks
    /// for names of ours, which are.
    static func names(in path: String) throws -> [String] { try entries(of: path).names }

    /// The names in a folder, sorted by bytes, and what those say that are not UTF-8.
    fileprivate static func entries(
        of path: String
    ) throws -> (names: [String], foreign: [String]) {
        guard let folder = opendir(path) else {
            throw StorageError.ofSystem(path, cannot: "list the folder")
        }
        defer { closedir(folder) }
        var names: [String] = []
        var foreign: [String] = []
        while let entry = readdir(folder) {
            withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    guard let name = String(validatingCString: $0) else {
                        return foreign.append(String(cString: $0))
                    }
                    if name != ".", name != ".." { names.append(name) }
                }
            }
        }
        return (names.sorted(by: precedes), foreign)
    }

    private static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }
}

/// One visit of everything below a folder: real folders first, then those behind links.
private struct Walk {
    let root: String
    var found = FolderListing.Contents()
    private var visited: Set<FileIdentity> = []
    private var folders = [""]
    private var links: [String] = []

    init(root: String) { self.root = root }

    mutating func run() throws {
        while let next = folders.popLast() ?? nextLink() {
            do { try visit(next) } catch let error as StorageError {
                guard !next.isEmpty else { throw error }
                found.unread.append((next, error))
            }
        }
    }

    private mutating func visit(_ folder: String) throws {
        guard let identity = FileIdentity(path: absolute(folder)) else {
            throw StorageError.ofSystem(absolute(folder), cannot: "examine it")
        }
        guard visited.insert(identity).inserted else { return }
        let entries = try FolderListing.entries(of: absolute(folder))
        for name in entries.foreign {
            let path = join(folder, name)
            let reason = StorageError(
                path: absolute(path), problem: "its name is not UTF-8", remedy: "rename it")
            found.unread.append((path, reason))
        }
        for name in entries.names { sort(join(folder, name)) }
    }

    private mutating func nextLink() -> String? { links.isEmpty ? nil : links.removeFirst() }

    private func absolute(_ path: String) -> String { path.isEmpty ? root : root + "/" + path }

    private func join(_ folder: String, _ name: String) -> String {
        folder.isEmpty ? name : folder + "/" + name
    }

    /// Puts a name where it belongs; a link that leads nowhere belongs nowhere.
    private mutating func sort(_ path: String) {
        guard let target = FileIdentity(path: absolute(path)) else {
            if ![ENOENT, ELOOP, ENOTDIR].contains(errno) {
                let reason = StorageError.ofSystem(absolute(path), cannot: "examine it")
                found.unread.append((path, reason))
            }
            return
        }
        switch target.kind {
        case S_IFREG: found.files.append(path)
        case S_IFDIR:
            let isLink = FileIdentity(linkAt: absolute(path))?.kind == S_IFLNK
            if isLink { links.append(path) } else { folders.append(path) }
        default: break
        }
    }
}

/// What makes a file the same file under any name.
private struct FileIdentity: Hashable {
    let device: UInt64
    let number: UInt64
    let kind: mode_t

    /// What a path leads to, or nil if nothing is there.
    init?(path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        self.init(facts)
    }

    /// What is at a path itself, links not followed.
    init?(linkAt path: String) {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return nil }
        self.init(facts)
    }

    private init(_ facts: stat) {
        device = UInt64(truncatingIfNeeded: facts.st_dev)
        number = UInt64(facts.st_ino)
        kind = facts.st_mode & S_IFMT
    }
}

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What is in a folder, in an order that no file system decides.
package enum FolderListing {
    /// The regular files in a folder and the folders below it, as relative paths, sorted by bytes.
    ///
    /// Symbolic links are followed, but every folder is visited once, under its own name if it has one
    /// below the root: loops end. Pipes, sockets and devices are no files. A name that is not UTF-8 is
    /// refused. O(n log n).
    package static func files(below root: String) throws -> [String] {
        var walk = Walk(root: root)
        try walk.run()
        return walk.files.sorted(by: precedes)
    }

    /// The names of the folders directly in a folder, links to folders included, sorted by bytes.
    package static func folders(in root: String) throws -> [String] {
        try names(in: root).filter { Folder.isFolder(root + "/" + $0) }
    }

    /// The names in a folder, sorted by bytes, without `.` and `..`.
    static func names(in path: String) throws -> [String] {
        guard let folder = opendir(path) else {
            throw StorageError.ofSystem(path, cannot: "list the folder")
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    String(validatingCString: $0)
                }
            }
            guard let name else {
                throw StorageError(
                    path: path, problem: "a file's name in it is not UTF-8", remedy: "rename it")
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted(by: precedes)
    }

    private static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }
}

/// One visit of everything below a folder: real folders first, then those behind links.
private struct Walk {
    let root: String
    var files: [String] = []
    private var visited: Set<FileIdentity> = []
    private var folders = [""]
    private var links: [String] = []

    init(root: String) { self.root = root }

    mutating func run() throws {
        while let next = folders.popLast() ?? nextLink() {
            guard let identity = FileIdentity(path: absolute(next)) else {
                throw StorageError.ofSystem(absolute(next), cannot: "examine it")
            }
            guard visited.insert(identity).inserted else { continue }
            for name in try FolderListing.names(in: absolute(next)) {
                sort(next.isEmpty ? name : next + "/" + name)
            }
        }
    }

    private mutating func nextLink() -> String? { links.isEmpty ? nil : links.removeFirst() }

    private func absolute(_ path: String) -> String { path.isEmpty ? root : root + "/" + path }

    /// Puts a name where it belongs; a link that leads nowhere belongs nowhere.
    private mutating func sort(_ path: String) {
        guard let target = FileIdentity(path: absolute(path)) else { return }
        switch target.kind {
        case S_IFREG: files.append(path)
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

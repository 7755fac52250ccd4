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

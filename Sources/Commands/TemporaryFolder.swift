import Foundation

/// A folder in the temporary folder that nobody else writes to; removed by whoever made it.
///
/// Its maker holds a lock on it, which the system lifts when the maker ends, however it ends. So what
/// killed processes left can be told from what is in use, and whoever makes a folder removes it.
struct TemporaryFolder {
    /// Where it is.
    let path: String
    private let descriptor: Int32

    /// Makes an empty folder.
    init() throws {
        let place = FileManager.default.temporaryDirectory.path
        Self.removeAbandoned(in: place)
        while true {
            let path = place + "/" + Self.prefix + UUID().uuidString
            // Nobody else's business: what is measured and cached here may be in clear.
            guard mkdir(path, 0o700) == 0 else {
                throw CommandFailure(
                    .outputFailed,
                    "\(path): cannot be made: \(String(cString: strerror(errno))); TMPDIR names the "
                        + "folder for it")
            }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            // One who cleans may have taken it for abandoned before it was locked.
            if descriptor >= 0, !Self.isLocked(descriptor), Paths.exists(path) {
                self.path = path
                self.descriptor = descriptor
                return
            }
            if descriptor >= 0 { close(descriptor) }
        }
    }

    private static let prefix = "winnow-"

    /// Removes it with all that is in it.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        close(descriptor)
    }

    /// Takes the lock of an open folder; whether another process has it.
    private static func isLocked(_ descriptor: Int32) -> Bool {
        flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Removes the folders of processes that have ended. What cannot be removed stays.
    private static func removeAbandoned(in place: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        for name in names where name.hasPrefix(prefix) {
            guard UUID(uuidString: String(name.dropFirst(prefix.count))) != nil else { continue }
            let path = place + "/" + name
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            // Without locks none can be told to be abandoned.
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                try? FileManager.default.removeItem(atPath: path)
            }
            close(descriptor)
        }
    }
}

import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A lock that at most one process holds, by a file that is there while it does.
///
/// The system lifts it when its holder ends, however that ends: the file that a killed holder leaves
/// is no lock, and the next one takes it over and removes it. On a file system without locks everybody
/// gets one.
package final class FileLock: Sendable {
    private let path: String
    private let descriptor: Int32

    /// Takes a lock; nil if another process holds it.
    package init?(_ path: String) throws {
        self.path = path
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else {
                throw StorageError.ofSystem(path, cannot: "make it", kind: .unwritable)
            }
            guard Descriptor.lock(descriptor) else {
                close(descriptor)
                return nil
            }
            if Self.isNamed(path, descriptor) {
                self.descriptor = descriptor
                return
            }
            // The holder before us has removed the file between our two steps.
            close(descriptor)
        }
    }

    /// Removes the file and lets the lock go; in this order, so that nobody locks a removed file.
    deinit {
        unlink(path)
        close(descriptor)
    }

    /// Whether the path still leads to an open file.
    private static func isNamed(_ path: String, _ descriptor: Int32) -> Bool {
        var ours = stat()
        var named = stat()
        return fstat(descriptor, &ours) == 0 && stat(path, &named) == 0
            && ours.st_dev == named.st_dev && ours.st_ino == named.st_ino
    }
}

/// How long a process waits, in all, for another one that holds a database.
///
/// Each statement asks anew: with a time for each, a hundred records would wait a hundred times for one
/// process that does not let go. So the waiting of all of them is counted together, until one succeeds.
final class Patience: Sendable {
    /// The most that is waited: commits of others take milliseconds, and a person waits for the result.
    static let most = Duration.seconds(3)
    /// How long a try waits: a commit of another process is done within a few.
    private static let step = Duration.milliseconds(5)

    private let waited = Mutex(Duration.zero)

    /// Waits a little; false, at once, where enough was waited.
    func waitsOnce() -> Bool {
        let goesOn = waited.withLock { waited in
            guard waited < Self.most else { return false }
            waited += Self.step
            return true
        }
        if goesOn { usleep(useconds_t(Self.step / .microseconds(1))) }
        return goesOn
    }

    /// Whoever held the database has let go.
    func restore() { waited.withLock { $0 = .zero } }
}

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

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the system says about a path itself, links not followed.
struct FileFacts {
    /// Whether it is a regular file.
    let isFile: Bool
    /// Bytes of its content.
    let size: Int
    /// When it was modified last, in nanoseconds since 1970.
    let time: Int64

    /// The facts, or nil if nothing is there; throws if the system does not say.
    init?(at path: String) throws {
        var facts = stat()
        guard lstat(path, &facts) == 0 else {
            if errno == ENOENT { return nil }
            throw StorageError.ofSystem(path, cannot: "examine it")
        }
        isFile = facts.st_mode & S_IFMT == S_IFREG
        size = Int(facts.st_size)
        time = FileTime.modification(facts)
    }

    /// Refuses a device, which has no end, or a pipe; links are followed, and nothing there is nothing
    /// to refuse.
    static func refuseDevices(_ path: String) throws {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return }
        guard ![S_IFCHR, S_IFBLK, S_IFIFO, S_IFSOCK].contains(facts.st_mode & S_IFMT) else {
            throw StorageError(path: path, problem: "is no file", remedy: "name a file")
        }
    }

    /// Whether the system says that nothing is there.
    static func isMissing(_ path: String) -> Bool {
        do { return try Self(at: path) == nil } catch { return false }
    }
}

/// Times of files, in nanoseconds since 1970.
enum FileTime {
    private static let second: Int64 = 1_000_000_000

    /// The time on the system's clock.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return nanoseconds(time)
    }

    /// When a file was modified last.
    static func modification(_ facts: stat) -> Int64 {
        #if canImport(Darwin)
            nanoseconds(facts.st_mtimespec)
        #else
            nanoseconds(facts.st_mtim)
        #endif
    }

    /// Sets when a file was modified last, where its owner and the file system let one.
    static func set(_ time: Int64, of path: String) {
        let both = pair(time)
        utimensat(AT_FDCWD, path, both, AT_SYMLINK_NOFOLLOW)
    }

    /// Sets when an open file was modified last, where the file system lets one.
    static func set(_ time: Int64, of descriptor: Int32) {
        let both = pair(time)
        futimens(descriptor, both)
    }

    /// Access and modification alike.
    private static func pair(_ time: Int64) -> [timespec] {
        let (seconds, rest) = time.quotientAndRemainder(dividingBy: second)
        let value = timespec(tv_sec: Int(seconds), tv_nsec: Int(rest))
        return [value, value]
    }

    /// Saturating: a file may claim any time.
    private static func nanoseconds(_ time: timespec) -> Int64 {
        let (whole, isTooLarge) = Int64(time.tv_sec).multipliedReportingOverflow(by: second)
        let (sum, isOver) = whole.addingReportingOverflow(Int64(time.tv_nsec))
        return isTooLarge || isOver || sum < 0 ? 0 : sum
    }
}

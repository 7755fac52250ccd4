#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

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

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The machine's clocks, read here and handed to whoever measures.
enum Clocks {
    /// Nanoseconds of a clock that never goes back.
    static func wallNanoseconds() -> UInt64 { read(CLOCK_MONOTONIC) }

    /// CPU nanoseconds of the whole process, all threads.
    static func processNanoseconds() -> UInt64 { read(CLOCK_PROCESS_CPUTIME_ID) }

    /// CPU nanoseconds of the calling thread.
    static func threadNanoseconds() -> UInt64 { read(CLOCK_THREAD_CPUTIME_ID) }

    /// Milliseconds since 1970; 0 if the clock says that it is earlier.
    static func millisecondsSince1970() -> Int64 { Int64(read(CLOCK_REALTIME) / 1_000_000) }

    private static func read(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(clamping: time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

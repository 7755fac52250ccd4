#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the process takes of the machine's memory.
enum ProcessMemory {
    /// The largest resident size so far, in bytes.
    static func peak() -> Int64 {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return Int64(usage.ru_maxrss) * 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return Int64(usage.ru_maxrss)
        #endif
    }
}

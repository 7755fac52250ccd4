import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

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

import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The noise of this machine, as counters that are read before and after one.
package struct NoiseMeter: Hashable, Sendable {
    /// Ticks of all processors in all states, and of those the ones that other machines took.
    private var ticks: Int?
    private var stolen = 0
    /// Microseconds in which something had to wait for a processor.
    private var waited: Int?
    /// Involuntary context switches of the processes that are watched.
    private var switches = 0
    private var nanoseconds: UInt64

    /// Whose involuntary switches are counted.
    package enum Watched: Sendable {
        /// Those of the processes that this one has waited for.
        case children
        /// Its own.
        case itself
    }

    /// Reads the counters; those that the system does not have stay at zero.
    ///
    /// - Parameters:
    ///   - nanoseconds: the wall time.
    ///   - watched: whose switches are counted; all else is the machine's.
    ///   - root: the folder that has `proc`; another one in tests.
    package init(
        at nanoseconds: UInt64, of watched: Watched = .children, root: String = ""
    ) {
        self.nanoseconds = nanoseconds
        let cpu = Self.words(root + "/proc/stat").prefix(9).dropFirst().compactMap { Int($0) }
        ticks = cpu.isEmpty ? nil : cpu.reduce(0, +)
        stolen = cpu.count == 8 ? cpu[7] : 0
        let pressure = Self.words(root + "/proc/pressure/cpu").first { $0.hasPrefix("total=") }
        waited = pressure.flatMap { Int($0.dropFirst("total=".count)) }
        var usage = rusage()
        #if canImport(Glibc)
            let who = watched == .itself ? RUSAGE_SELF : RUSAGE_CHILDREN
            getrusage(__rusage_who_t(who.rawValue), &usage)
        #else
            getrusage(watched == .itself ? RUSAGE_SELF : RUSAGE_CHILDREN, &usage)
        #endif
        switches = Int(usage.ru_nivcsw)
    }

    /// Whether the system tells how much time was stolen, and how much was waited.
    package var tells: (steal: Bool, pressure: Bool) { (ticks != nil, waited != nil) }

    /// What happened since an earlier reading: the shares of time stolen and waited, and the switches.
    package func since(_ earlier: Self) -> (steal: Double, pressure: Double, switches: Int) {
        let passed = Double(max(nanoseconds - earlier.nanoseconds, 1)) / 1000
        return (
            Double(stolen - earlier.stolen)
                / Double(max((ticks ?? 0) - (earlier.ticks ?? 0), 1)),
            Double((waited ?? 0) - (earlier.waited ?? 0)) / passed,
            switches - earlier.switches
        )
    }

    private static func words(_ path: String) -> [Substring] {
        guard let file = try? MappedFile(path: path) else { return [] }
        let text = withExtendedLifetime(file) {
            String(decoding: file.bytes.prefix(4096), as: UTF8.self)
        }
        return text.split(whereSeparator: \.isWhitespace)
    }
}

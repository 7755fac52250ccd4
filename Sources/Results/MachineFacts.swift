import Evaluation
import Files

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Facts about the machine that results depend on, as far as the system tells them.
package enum MachineFacts {
    /// What a fact is when the system does not tell.
    package static let unknown = "unknown"

    /// The facts by name, sorted: `architecture`, `cores`, `cpu`, `kernel`, `load` (the averages of 1, 5
    /// and 15 minutes), `memory` (bytes), `os`.
    ///
    /// - Parameter root: the folder that has `proc` and `etc`; another one in tests.
    package static func read(root: String = "") -> [AxisValue] {
        let processors = lines(root + "/proc/cpuinfo")
        let facts: [String: String?] = [
            "architecture": architecture,
            "cores": cores(processors),
            "cpu": value(of: "model name", in: processors, separator: ":"),
            "kernel": lines(root + "/proc/sys/kernel/osrelease").first.map(String.init),
            "load": load(lines(root + "/proc/loadavg").first),
            "memory": memory(lines(root + "/proc/meminfo")),
            "os": value(of: "PRETTY_NAME", in: lines(root + "/etc/os-release"), separator: "="),
        ]
        return facts.sorted { $0.key < $1.key }
            .map { AxisValue(axis: $0.key, value: $0.value ?? unknown) }
    }

    /// SHA-256 of the facts without which times cannot be compared: processor, cores, system and
    /// architecture. A missing fact counts as unknown.
    package static func comparableHash(of facts: [AxisValue]) -> String {
        let text = ["architecture", "cores", "cpu", "os"].map { name in
            "\(name)=\(facts.first { $0.axis == name }?.value ?? unknown)"
        }
        return SHA256.hash(text.joined(separator: "\n"))
    }

    private static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            unknown
        #endif
    }

    private static func cores(_ processors: [Substring]) -> String? {
        let count = processors.count { $0.hasPrefix("processor") }
        return count == 0 ? nil : String(count)
    }

    private static func load(_ line: Substring?) -> String? {
        line.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
    }

    private static func memory(_ lines: [Substring]) -> String? {
        let text = value(of: "MemTotal", in: lines, separator: ":")
        return text?.split(separator: " ").first.flatMap { Int64($0) }.map { String($0 * 1024) }
    }

    private static func value(
        of name: String, in lines: [Substring], separator: Character
    ) -> String? {
        for line in lines where line.hasPrefix(name) {
            let parts = line.split(separator: separator, maxSplits: 1)
            guard parts.count == 2, trimmed(parts[0]) == name else { continue }
            return trimmed(parts[1])
        }
        return nil
    }

    /// The text without white space and quotes around it.
    private static func trimmed(_ text: Substring) -> String {
        let isPadding: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\"" }
        let rest = text.drop(while: isPadding)
        guard let last = rest.lastIndex(where: { !isPadding($0) }) else { return "" }
        return String(rest[...last])
    }

    private static func lines(_ path: String) -> [Substring] {
        guard let file = try? MappedFile(path: path) else { return [] }
        let text = withExtendedLifetime(file) { String(decoding: file.bytes, as: UTF8.self) }
        return text.split(separator: "\n")
    }
}

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

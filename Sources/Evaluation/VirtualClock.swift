/// The time of a replay: that of the recording where it is known, else evenly spaced.
///
/// What depends on time (the age of a cache entry) then behaves as it did when the conversation was
/// recorded, whatever the speed of the machine that replays it.
package struct VirtualClock: Hashable, Sendable {
    /// The time since the conversation's start.
    package private(set) var now = Duration.zero
    /// The time that passes with a request whose own time is not recorded (`replay.gap`).
    package let gap: Duration

    private var hasStarted = false
    /// The recorded time at which this clock shows zero.
    private var origin: Duration?

    /// A clock before the first request; the gap must not be negative.
    package init(gap: Duration) {
        precondition(gap >= .zero, "time does not run backwards")
        self.gap = gap
    }

    /// Moves on to the next request, recorded at that many milliseconds since 1970, if known, and
    /// returns the time since the conversation's start.
    ///
    /// The first request is at zero. One recorded before its predecessor happens at the same time as
    /// it. If recorded times begin only later, they count from where the clock stands then.
    @discardableResult
    package mutating func advance(recorded: Int64?) -> Duration {
        let time = recorded.map { Duration.milliseconds($0) }
        if let time, let origin {
            now = max(now, time - origin)
        } else {
            if hasStarted { now += gap }
            if let time { origin = time - now }
        }
        hasStarted = true
        return now
    }
}

extension VirtualClock {
    /// The gap where no other is set.
    package static let standardGap = Duration.seconds(30)

    /// What a text must be to read as a gap.
    package static let expectedGap =
        "a whole number with its unit ms, s, m or h, at most 8760h (500ms, 30s, 5m)"

    /// Reads a gap: `0s`, `500ms`, `30s`, `5m`, `1h`; nil for anything else.
    package static func gap(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000]
        guard let number = Int(digits), let unit = units[String(text.dropFirst(digits.count))],
            (0...longestGap / unit).contains(number)
        else { return nil }
        return .milliseconds(number * unit)
    }

    /// A year, in milliseconds.
    private static let longestGap = 8760 * 3_600_000
}

internal import ContextModel
internal import Statistics

/// The wish in a `Retry-After` header, in both forms that RFC 9110 allows.
package enum RetryAfter {
    /// How long the server asks to wait: whole seconds, or the time from the answer's own `Date`
    /// to the date given, so that clocks which differ do no harm; nil if it says nothing of use.
    package static func pause(_ value: String?, answeredAt date: String?) -> Duration? {
        guard let value else { return nil }
        if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return Int(value).map { .seconds(min($0, longest)) } ?? .seconds(longest)
        }
        guard let then = HTTPDate.seconds(value), let now = date.flatMap(HTTPDate.seconds) else {
            return nil
        }
        return .seconds(min(max(then - now, 0), longest))
    }

    /// A day: longer wishes mean the same to whoever caps them.
    private static let longest = 86_400
}

/// The preferred date form of HTTP, `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    /// Seconds since 1970 began, or nil if the text is no such date.
    static func seconds(_ text: String) -> Int? {
        let fields = text.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0].count == 4, fields[5] == "GMT",
            let day = number(fields[1], 1...31), let month = months.firstIndex(of: fields[2]),
            let year = number(fields[3], 1970...9999), let time = time(fields[4])
        else { return nil }
        let date = CivilDate(year: year, month: month + 1, day: day)
        return date.daysSince1970 * 86_400 + time
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func time(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = number(parts[0], 0...23),
            let minute = number(parts[1], 0...59), let second = number(parts[2], 0...60)
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    private static func number(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
        Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
}

/// The pauses between the attempts of one request.
package struct Backoff: Sendable {
    private let retries: Endpoint.Retries
    private var generator: SeededGenerator
    private var used = 0

    /// The pauses of a request, which is named so that its jitter does not depend on what else runs.
    package init(_ retries: Endpoint.Retries, request: String) {
        self.retries = retries
        generator = SeededGenerator(seed: retries.seed, name: request)
    }

    /// The pause before the next attempt, or nil if there shall be none.
    ///
    /// Without a wish of the server: `firstPause` doubled with each attempt, of that between half and
    /// all. With one: at least that long, never shorter than the server asked. Never longer than
    /// `longestPause`.
    package mutating func next(wish: Duration? = nil) -> Duration? {
        guard used < retries.limit else { return nil }
        let full = min(retries.firstPause * (1 << used), retries.longestPause)
        used += 1
        let share = generator.next(in: 500...1000)
        return min(max(full * share / 1000, wish ?? .zero), retries.longestPause)
    }
}

internal import ContextModel
internal import Statistics
package import StrictJSON

/// What a server says is wrong, read from an error body of either protocol's form.
package struct ServerFault: Hashable, Sendable {
    /// The kind of error in the server's word; empty if it gives none.
    package var kind: String
    /// The server's explanation; empty if it gives none.
    package var message: String
    private var words: [String]

    /// Reads `{"error": {"type", "code", "message"}}`, which both protocols share, and the shorter
    /// forms of other servers: `{"error": text}`, `{"message": text}`, `{"detail": text}`. Nil if the
    /// value is no error.
    package init?(_ value: JSONValue) {
        let inner = value["error"] ?? value
        let isError = value["error"].map { !$0.isNull } ?? (value["type"]?.string == "error")
        let message = inner.string ?? inner["message"]?.string ?? value["detail"]?.string
        guard isError || (message != nil && value["choices"] == nil && value["content"] == nil)
        else { return nil }
        self.init(
            kinds: [inner["type"]?.string, inner["code"]?.string].compactMap(\.self),
            message: message ?? "")
    }

    private init(kinds: [String], message: String) {
        kind = kinds.first ?? ""
        words = kinds
        self.message = message
    }

    /// A fault that says nothing, for bodies that are no JSON.
    package static let silent = ServerFault(kinds: [], message: "")
}

extension ServerFault {
    /// Whether the prompt was too long for the model. There is no common word for it: some servers
    /// have a kind, others only say it.
    package var isOverflow: Bool {
        let kinds: Set<String> = [
            "context_length_exceeded", "exceed_context_size_error", "request_too_large",
            "string_above_max_length",
        ]
        if words.contains(where: kinds.contains) { return true }
        let text = message.lowercased()
        return [
            "prompt is too long", "maximum context length", "context window",
            "available context size", "context length exceeded", "exceeds the context",
        ].contains { text.contains($0) }
    }

    /// Whether the server is at its limits or at fault, by its own word.
    var isTransient: Bool {
        let kinds: Set<String> = [
            "rate_limit_error", "rate_limit_exceeded", "overloaded_error", "api_error",
            "server_error", "timeout_error", "service_unavailable",
        ]
        return words.contains(where: kinds.contains)
    }

    /// The failure of an answer with that status and `Retry-After` wish.
    package func failure(status: Int, wish: Duration?) -> AttemptFailure {
        // Overflows have come with the status of a server error, too.
        if status == 413 || (status != 429 && isOverflow) { return .tooLong }
        // Servers like to repeat parts of a key that they refuse.
        if status == 401 || status == 403 {
            return .misdirected("HTTP \(status): the server refuses the key or what it may do")
        }
        let text = "HTTP \(status)" + explanation
        // Another place, no such path or method: a request's own faults have other numbers.
        if 300...399 ~= status || [404, 405, 407].contains(status) { return .misdirected(text) }
        let isTransient = [408, 409, 429].contains(status) || (500...599).contains(status)
        return isTransient && status != 501 ? .transient(text, wish: wish) : .permanent(text)
    }

    /// The failure of an answer that began well and ends with this fault.
    package var failureInStream: AttemptFailure {
        if isOverflow { return .tooLong }
        let text = "the server broke off" + explanation
        return isTransient ? .transient(text) : .permanent(text)
    }

    private var explanation: String {
        let parts = [kind, message].filter { !$0.isEmpty }
        return parts.isEmpty ? "" : ": " + parts.joined(separator: ": ")
    }
}

/// How one attempt at an answer failed, and with it whether another makes sense.
package enum AttemptFailure: Error, Hashable, Sendable {
    /// The prompt exceeds the model's window.
    case tooLong
    /// A time was over.
    case timedOut
    /// It may go better later; the server may have said when.
    case transient(String, wish: Duration? = nil)
    /// Another attempt would end the same, though of another server, or with another key, it would not.
    case misdirected(String)
    /// Another attempt would end the same.
    case permanent(String)
}

extension AttemptFailure {
    /// The same failure in at most 300 characters on one line, and without the key, should a server
    /// have repeated it.
    package func presentable(hiding key: String?) -> Self {
        switch self {
        case .tooLong, .timedOut: self
        case .transient(let words, let wish):
            .transient(Self.presentable(words, hiding: key), wish: wish)
        case .misdirected(let words): .misdirected(Self.presentable(words, hiding: key))
        case .permanent(let words): .permanent(Self.presentable(words, hiding: key))
        }
    }

    /// The key goes first: a cut through it would leave half of it.
    private static func presentable(_ words: String, hiding key: String?) -> String {
        var text = words
        if let key, !key.isEmpty { text = text.replacing(key, with: "…") }
        if text.count > 300 { text = text.prefix(299) + "…" }
        return String(text.map { $0 < " " || $0.isNewline ? " " : $0 })
    }
}

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

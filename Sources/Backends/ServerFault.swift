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

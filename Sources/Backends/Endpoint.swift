package import ContextModel
import FoundationEssentials

/// A language model behind HTTP: where it is, how to talk to it, and the bounds of every exchange.
///
/// The key is asked for when a request is sent and nowhere kept: no text made of an endpoint has it.
package struct Endpoint: Sendable {
    /// The protocol the server speaks.
    package var wire: WireProtocol
    /// The address that the protocol's path is appended to, version included
    /// (`http://127.0.0.1:8080/v1`): no user, query or fragment, since those may hold secrets.
    package var baseURL: String
    /// The model's name, as the server knows it.
    package var model: String
    /// The most tokens that a prompt's messages may have.
    package var inputLimit: TokenCount
    /// Asked for each time a request is sent; nil for servers that want no key.
    package var key: @Sendable () -> String?
    /// Whether answers are asked for piece by piece.
    package var isStreaming = true
    /// The most tokens that a summary may have, whatever the budget of the request.
    package var maximumOutput = TokenCount(2048)
    /// The member of a Chat Completions request that limits the output: some models want
    /// `max_completion_tokens`.
    package var outputMember = "max_tokens"
    /// The sampling temperature; nil leaves it to the server, as some models demand.
    package var temperature: Double? = 0.3
    /// How long is waited for what.
    package var timeouts = Timeouts()
    /// What is tried again, and when.
    package var retries = Retries()
    /// The most requests under way at once.
    package var parallelRequests = 4
    /// The most bytes of an answer that are read, its framing included.
    package var maximumAnswerBytes = 4 << 20

    /// An endpoint with the standard bounds.
    package init(
        _ wire: WireProtocol, baseURL: String, model: String, inputLimit: TokenCount,
        key: @escaping @Sendable () -> String? = { nil }
    ) {
        self.wire = wire
        self.baseURL = baseURL
        self.model = model
        self.inputLimit = inputLimit
        self.key = key
    }
}

extension Endpoint {
    /// Makes the messages of a prompt from a request.
    package typealias Prompt = @Sendable (SummaryRequest) throws(SummarizerError) -> [Message]

    /// How long is waited for what; all of one attempt.
    package struct Timeouts: Hashable, Sendable {
        /// For the connection, encryption included.
        package var connect = Duration.seconds(10)
        /// From the request to the head of the answer; a server that does not stream thinks here.
        package var head = Duration.seconds(120)
        /// Between two pieces of the answer.
        package var betweenBytes = Duration.seconds(60)
        /// From the request to the answer's last byte.
        package var wholeAnswer = Duration.seconds(300)

        /// The standard times.
        package init() {}
    }

    /// What is tried again, and when: exponential back-off with jitter, or when the server says.
    package struct Retries: Hashable, Sendable {
        /// The most attempts after the first.
        package var limit = 3
        /// The pause before the first repetition; it doubles with each.
        package var firstPause = Duration.milliseconds(500)
        /// The longest pause, also where the server asks for a longer one.
        package var longestPause = Duration.seconds(30)
        /// Where the jitter comes from.
        package var seed: UInt64 = 0

        /// The standard policy.
        package init() {}
    }
}

extension Endpoint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Protocol and model.
    package var description: String { "\(wire.rawValue) \(model)" }

    /// The same: a dump must not show more.
    package var debugDescription: String { description }

    /// Nothing inside is shown to whoever dumps a value.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Endpoint {
    /// Throws for the first property outside its range, saying what it must be; asks no server.
    package func validate() throws(EndpointError) {
        try validateAddress()
        try validateRequest()
        try validateBounds()
    }

    private func validateAddress() throws(EndpointError) {
        guard let parts = URLComponents(string: baseURL), let host = parts.host, !host.isEmpty,
            parts.scheme == "http" || parts.scheme == "https"
        else { throw EndpointError("baseURL", expected: "be an http or https address with a host") }
        if parts.user != nil || parts.password != nil || parts.query != nil
            || parts.fragment != nil
        {
            throw EndpointError("baseURL", expected: "have no user, query or fragment")
        }
    }

    private func validateRequest() throws(EndpointError) {
        if model.isEmpty { throw EndpointError("model", expected: "not be empty") }
        if outputMember.isEmpty { throw EndpointError("outputMember", expected: "not be empty") }
        if let temperature, !(0...2).contains(temperature) {
            throw EndpointError("temperature", expected: "be from 0 to 2")
        }
        if maximumOutput.value < 1 {
            throw EndpointError("maximumOutput", expected: "be at least 1")
        }
        if inputLimit.value < 1 { throw EndpointError("inputLimit", expected: "be at least 1") }
    }

    private func validateBounds() throws(EndpointError) {
        let times = [
            ("connect", timeouts.connect), ("head", timeouts.head),
            ("betweenBytes", timeouts.betweenBytes), ("wholeAnswer", timeouts.wholeAnswer),
        ]
        for (name, time) in times where time <= .zero || time > .seconds(86_400) {
            throw EndpointError("timeouts.\(name)", expected: "be more than 0, at most a day")
        }
        for (name, pause) in [
            ("firstPause", retries.firstPause), ("longestPause", retries.longestPause),
        ] where pause < .zero || pause > .seconds(3600) {
            throw EndpointError("retries.\(name)", expected: "be from 0 to an hour")
        }
        if !(0...20).contains(retries.limit) {
            throw EndpointError("retries.limit", expected: "be from 0 to 20")
        }
        if !(1...1024).contains(parallelRequests) {
            throw EndpointError("parallelRequests", expected: "be from 1 to 1024")
        }
        if maximumAnswerBytes < 1 {
            throw EndpointError("maximumAnswerBytes", expected: "be at least 1")
        }
    }
}

/// A setting of an endpoint that cannot be used: which, and what it must be.
package struct EndpointError: Error, Hashable, Sendable {
    /// The endpoint's property.
    package var field: String
    /// What it must be.
    package var expected: String

    /// An error about a property; the value itself is left out, it may hold a secret.
    package init(_ field: String, expected: String) {
        self.field = field
        self.expected = expected
    }
}

extension EndpointError: CustomStringConvertible {
    /// One line, as `endpoint model: must not be empty`.
    package var description: String { "endpoint \(field): must \(expected)" }
}

/// The wire formats of language model servers that we speak.
package enum WireProtocol: String, Hashable, Sendable, CaseIterable {
    /// OpenAI's Chat Completions, which most other servers speak too.
    case chatCompletions = "chat-completions"
    /// Anthropic's Messages.
    case anthropicMessages = "anthropic-messages"
}

extension WireProtocol {
    /// What follows the base address.
    package var path: String {
        switch self {
        case .chatCompletions: "/chat/completions"
        case .anthropicMessages: "/messages"
        }
    }

    /// The header that carries the key, and the protocol's own headers.
    package func headers(key: String?) -> [(name: String, value: String)] {
        switch self {
        case .chatCompletions: key.map { [("authorization", "Bearer " + $0)] } ?? []
        case .anthropicMessages:
            [("anthropic-version", "2023-06-01")] + (key.map { [("x-api-key", $0)] } ?? [])
        }
    }
}

package import ContextModel

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

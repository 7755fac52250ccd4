package import ContextModel
package import StrictJSON

/// What is known of an answer so far: all at once from one body, or piece by piece from a stream.
package struct AnswerDraft: Hashable, Sendable {
    /// The text so far.
    package var text = ""
    /// Why the model ended, in the server's word; nil while it has not.
    package var finish: String?
    /// Whether the server said that nothing follows.
    package var isEnded = false
    /// Tokens of the prompt, read from caches or not.
    package var promptTokens: Int?
    /// Tokens of the answer.
    package var outputTokens: Int?

    /// Nothing known yet.
    package init() {}

    /// Takes in a whole body.
    package mutating func read(
        body: JSONValue, as wire: WireProtocol
    ) throws(AttemptFailure) {
        if let fault = ServerFault(body) { throw fault.failureInStream }
        switch wire {
        case .chatCompletions: try readCompletion(body, piece: "message")
        case .anthropicMessages: try readMessage(body)
        }
        isEnded = true
    }

    /// Takes in an event of a stream.
    package mutating func read(
        event: ServerSentEvent, as wire: WireProtocol
    ) throws(AttemptFailure) {
        if wire == .chatCompletions, event.data == "[DONE]" {
            isEnded = true
            return
        }
        guard let value = try? JSONValue(parsing: event.data) else {
            throw .permanent("an event of the stream is no JSON")
        }
        if let fault = ServerFault(value) { throw fault.failureInStream }
        switch wire {
        case .chatCompletions: try readCompletion(value, piece: "delta")
        case .anthropicMessages: readMessageEvent(value)
        }
    }

    /// The answer, once all that was sent is read.
    package func answer() throws(AttemptFailure) -> SummaryAnswer {
        guard isEnded || finish != nil else {
            throw .transient("the stream ended before the answer did")
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw .permanent("the answer has no text (it ended with \(finish ?? "no reason"))")
        }
        let isComplete = ["stop", "end_turn", "stop_sequence"].contains(finish)
        return SummaryAnswer(
            text, isComplete: isComplete, promptTokens: promptTokens, outputTokens: outputTokens)
    }
}

extension AnswerDraft {
    /// Chat Completions: a body's `message`, a stream's `delta`. The last event may have usage only.
    private mutating func readCompletion(
        _ value: JSONValue, piece: String
    ) throws(AttemptFailure) {
        guard let choices = value["choices"]?.array else {
            throw .permanent("the answer has no \"choices\"")
        }
        if let choice = choices.first {
            text += choice[piece]?["content"]?.string ?? ""
            finish = choice["finish_reason"]?.string ?? finish
        }
        promptTokens = value["usage"]?["prompt_tokens"]?.number?.int ?? promptTokens
        outputTokens = value["usage"]?["completion_tokens"]?.number?.int ?? outputTokens
    }

    private mutating func readMessage(_ value: JSONValue) throws(AttemptFailure) {
        guard let content = value["content"]?.array else {
            throw .permanent("the answer has no \"content\"")
        }
        let texts = content.filter { $0["type"]?.string == "text" }.compactMap {
            $0["text"]?.string
        }
        text += texts.joined()
        finish = value["stop_reason"]?.string
        readUsage(value["usage"])
    }

    /// Anthropic Messages: kinds of events that are new or carry no text are passed over, as its
    /// documentation asks.
    private mutating func readMessageEvent(_ value: JSONValue) {
        switch value["type"]?.string {
        case "message_start": readUsage(value["message"]?["usage"])
        case "content_block_start": text += value["content_block"]?["text"]?.string ?? ""
        case "content_block_delta": text += value["delta"]?["text"]?.string ?? ""
        case "message_delta":
            finish = value["delta"]?["stop_reason"]?.string ?? finish
            readUsage(value["usage"])
        case "message_stop": isEnded = true
        default: break
        }
    }

    /// `input_tokens` leaves out what a cache held. A later event may repeat only some of the members.
    private mutating func readUsage(_ usage: JSONValue?) {
        let members = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"]
        let counts = members.compactMap { usage?[$0]?.number?.int }
        if !counts.isEmpty { promptTokens = max(promptTokens ?? 0, counts.reduce(0, +)) }
        outputTokens = usage?["output_tokens"]?.number?.int ?? outputTokens
    }
}

/// Reads the bytes of a good answer as they come, a stream's or one body's, within a bound.
package struct AnswerReader: Sendable {
    private let wire: WireProtocol
    private let isStream: Bool
    private let limit: Int
    private var count = 0
    private var body: [UInt8] = []
    private var parser = ServerSentEventParser()
    private var draft = AnswerDraft()

    /// A reader of at most so many bytes.
    package init(_ wire: WireProtocol, isStream: Bool, limit: Int) {
        self.wire = wire
        self.isStream = isStream
        self.limit = limit
    }

    /// Whether the server said that nothing follows; what does is not read.
    package var isEnded: Bool { isStream && draft.isEnded }

    /// Takes in the next bytes. O(bytes).
    package mutating func read(_ bytes: some Collection<UInt8>) throws(AttemptFailure) {
        count += bytes.count
        guard count <= limit else {
            throw .permanent("the answer is larger than \(limit) bytes")
        }
        guard isStream else {
            body.append(contentsOf: bytes)
            return
        }
        for event in parser.read(bytes) where !draft.isEnded {
            try draft.read(event: event, as: wire)
        }
    }

    /// The answer, after the last bytes.
    package mutating func end() throws(AttemptFailure) -> SummaryAnswer {
        if !isStream {
            guard let value = body.withUnsafeBytes({ try? JSONValue(parsing: $0) }) else {
                throw .permanent("the answer is no JSON")
            }
            try draft.read(body: value, as: wire)
        }
        return try draft.answer()
    }
}

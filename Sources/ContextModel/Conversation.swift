public import StrictJSON

/// An ordered list of messages with the tools the model was offered.
///
/// A conversation is a value and a transcript is never edited: every shortened form is a new value.
public struct Conversation: Hashable, Sendable {
    /// The conversation's identifier within its file.
    public var id: String
    /// The messages, oldest first; a top-level system prompt is the first message.
    public var messages: [Message]
    /// The tool definitions sent with every request, as written.
    public var tools: [JSONValue]
    /// The public wire format the messages came in, which export goes back to.
    public var format: WireFormat
    /// Further top-level fields of the request (`model`, `max_tokens`), kept for export.
    public var extra: JSONObject
    /// Whether the conversation was written as a request or as its messages alone.
    public var container = Container.object

    /// The JSON value that holds the messages.
    public enum Container: Hashable, Sendable {
        /// A request: an object with `messages`.
        case object
        /// The array of messages alone.
        case array
    }

    /// A conversation; all but the messages have empty defaults.
    public init(
        id: String = "", messages: [Message], tools: [JSONValue] = [],
        format: WireFormat = .chatCompletions, extra: JSONObject = JSONObject()
    ) {
        self.id = id
        self.messages = messages
        self.tools = tools
        self.format = format
        self.extra = extra
    }
}

extension Conversation {
    /// The most tokens that its request lets the answer have, by the names that providers give it; nil
    /// where it says nothing, or no whole number from 0.
    public var maximumOutput: Int? {
        let names = ["max_completion_tokens", "max_output_tokens", "max_tokens"]
        return names.lazy.compactMap { extra[$0]?.number?.int }.first { $0 >= 0 }
    }

    /// Whether a message of it holds a picture, in a tool's result or by itself.
    public var hasPictures: Bool { messages.contains { $0.parts.contains(where: \.hasPicture) } }
}

extension ContentPart {
    fileprivate var hasPicture: Bool {
        switch self {
        case .image: true
        case .toolResult(let result): result.content.contains(where: \.hasPicture)
        case .text, .reasoning, .toolCall, .opaque: false
        }
    }
}

/// The public formats a conversation can be sent in.
public enum WireFormat: String, Hashable, Sendable, CaseIterable {
    /// OpenAI's Chat Completions.
    case chatCompletions = "chat-completions"
    /// Anthropic's Messages.
    case anthropicMessages = "anthropic-messages"
}

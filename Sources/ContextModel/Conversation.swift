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

/// The public formats a conversation can be sent in.
public enum WireFormat: String, Hashable, Sendable, CaseIterable {
    /// OpenAI's Chat Completions.
    case chatCompletions = "chat-completions"
    /// Anthropic's Messages.
    case anthropicMessages = "anthropic-messages"
}

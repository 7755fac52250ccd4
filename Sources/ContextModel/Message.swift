public import StrictJSON

/// One turn of a conversation: who spoke, and what, in parts.
///
/// Both public wire formats map onto it without loss: what the pipeline does not need (unknown
/// fields, the shape of the content) is kept in `wire` and `extra`, so export gives back the same
/// JSON values.
public struct Message: Hashable, Sendable {
    /// Who speaks.
    public var role: Role
    /// The speaker's name, where the format has one.
    public var name: String?
    /// The content in order: text, reasoning, images, tool calls and tool results.
    public var parts: [ContentPart]
    /// Fields of the message that mean nothing to the pipeline, kept for export.
    public var extra: JSONObject
    /// How the message was written, where several ways mean the same.
    public var wire: MessageWire

    /// A message; all but role and parts have empty defaults.
    public init(
        _ role: Role, parts: [ContentPart], name: String? = nil, extra: JSONObject = JSONObject(),
        wire: MessageWire = MessageWire()
    ) {
        self.role = role
        self.name = name
        self.parts = parts
        self.extra = extra
        self.wire = wire
    }

    /// A message of one text; an empty text is no part.
    public init(_ role: Role, _ text: String, name: String? = nil) {
        self.init(role, parts: text.isEmpty ? [] : [.text(TextPart(text))], name: name)
    }
}

extension Message {
    /// The tool calls of the message, in order.
    public var toolCalls: [ToolCall] {
        parts.compactMap { if case .toolCall(let call) = $0 { call } else { nil } }
    }

    /// The tool results of the message, in order.
    public var toolResults: [ToolResult] {
        parts.compactMap { if case .toolResult(let result) = $0 { result } else { nil } }
    }
}

/// How a message was written on the wire, where several ways mean the same to the pipeline.
public struct MessageWire: Hashable, Sendable {
    /// The shapes that `content` takes in public formats.
    public enum Content: Hashable, Sendable {
        /// A bare string.
        case string
        /// An array of parts.
        case parts
        /// `null`.
        case null
        /// No `content` member at all.
        case absent
    }

    /// The shape of `content`.
    public var content: Content
    /// The role as written, where it is not the role's own word (`developer`, `function`).
    public var role: String?

    /// The member that holds the reasoning, where it is not the usual one (`reasoning`).
    public var reasoning: String?

    /// The usual way of writing: content as a bare string, the role's own word.
    public init(content: Content = .string, role: String? = nil, reasoning: String? = nil) {
        self.content = content
        self.role = role
        self.reasoning = reasoning
    }
}

/// Who speaks in a message.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Standing instructions; `developer` messages are system messages with that wire word.
    case system
    /// The person, or the program standing in for one.
    case user
    /// The model.
    case assistant
    /// The result of a tool the model called.
    case tool
}

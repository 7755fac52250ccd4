public import StrictJSON

/// A request of the model to run a tool.
public struct ToolCall: Hashable, Sendable {
    /// The identifier its result refers to; some recordings have none.
    public var id: String?
    /// The tool's name.
    public var name: String
    /// The arguments as the format writes them.
    public var arguments: ToolArguments
    /// Further fields, kept for export.
    public var extra: JSONObject

    /// A tool call.
    public init(
        id: String?, name: String, arguments: ToolArguments, extra: JSONObject = JSONObject()
    ) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.extra = extra
    }
}

/// Arguments of a tool call: JSON text (Chat Completions) or a JSON value (Anthropic, tau2).
public enum ToolArguments: Hashable, Sendable {
    /// Text, usually JSON but not certainly.
    case text(String)
    /// A JSON value.
    case value(JSONValue)

    /// The arguments as the text a model reads: given text as is, a value as compact JSON.
    public var text: String {
        switch self {
        case .text(let text): text
        case .value(let value): value.compactText
        }
    }
}

/// What a tool answered.
public struct ToolResult: Hashable, Sendable {
    /// The identifier of the call it answers; some recordings have none.
    public var callID: String?
    /// The tool's name, where the format repeats it.
    public var name: String?
    /// The answer: text and images.
    public var content: [ContentPart]
    /// The shape `content` was written in.
    public var shape: MessageWire.Content
    /// Further fields (`is_error`), kept for export.
    public var extra: JSONObject

    /// A tool result.
    public init(
        callID: String?, name: String? = nil, content: [ContentPart],
        shape: MessageWire.Content = .string, extra: JSONObject = JSONObject()
    ) {
        self.callID = callID
        self.name = name
        self.content = content
        self.shape = shape
        self.extra = extra
    }

    /// A tool result of one text.
    public init(callID: String?, name: String? = nil, _ text: String) {
        self.init(callID: callID, name: name, content: [.text(TextPart(text))])
    }
}

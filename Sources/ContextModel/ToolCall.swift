public import StrictJSON

/// A request of the model to run a tool.
public struct ToolCall: Hashable, Sendable {
    /// The identifier its result refers to; some recordings have none.
    public var id: String?
    /// The tool's name.
    public var name: String
    /// The arguments as the format writes them.
    public var arguments: ToolArguments
    /// Further fields, kept for export; those of the member that holds the name stand under its key.
    public var extra: JSONObject
    /// How Chat Completions writes the call.
    public var shape = ToolCallShape.function

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

/// The ways of writing a tool call in Chat Completions and what is close to it.
public enum ToolCallShape: Hashable, Sendable {
    /// `{id, type: "function", function: {name, arguments}}` among `tool_calls`.
    case function
    /// The same without `type`, or with another `type`, which is then kept in `extra`.
    case untyped
    /// `{id, name, arguments}` among `tool_calls`.
    case flat
    /// `{id, type: "custom", custom: {name, input}}` among `tool_calls`.
    case custom
    /// The older `function_call: {name, arguments}` of the message.
    case functionCall
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

    /// A tool result of one text; an empty text is no part.
    public init(callID: String?, name: String? = nil, _ text: String) {
        let content = text.isEmpty ? [] : [ContentPart.text(TextPart(text))]
        self.init(callID: callID, name: name, content: content)
    }
}

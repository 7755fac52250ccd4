internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// What recordings of Chat Completions put where the format has no place for it.
enum MessageExtras {
    /// A message whose content stands in `parts`, as one whose content stands in `content`.
    static func normalised(_ message: JSONValue) -> JSONValue {
        guard var fields = message.object, let parts = fields["parts"]?.array, !parts.isEmpty,
            isEmpty(fields["content"])
        else { return message }
        fields["parts"] = nil
        fields["content"] = .array(parts.map(typed))
        return .object(fields)
    }

    /// A part with its type; one that has a text and no type is text.
    private static func typed(_ part: JSONValue) -> JSONValue {
        guard var fields = part.object, fields["type"] == nil, fields["text"]?.string != nil else {
            return part
        }
        fields["type"] = .string("text")
        return .object(fields)
    }

    /// Members with something that was said or thought, and that is not counted.
    private static let members = [
        "parts", "reasoning", "reasoning_details", "refusal", "response", "text",
        "thinking_blocks",
    ]

    /// What of a conversation is said beside its messages' content: kept, but not counted.
    static func leftOut(of conversation: Conversation) -> LeftOut {
        var leftOut = LeftOut()
        for message in conversation.messages {
            for member in members where tellsMore(message.extra[member], than: message) {
                leftOut.add(member)
            }
        }
        if !isEmpty(conversation.extra["response"]) { leftOut.add("response") }
        return leftOut
    }

    /// Whether a value holds a text that its message does not.
    private static func tellsMore(_ value: JSONValue?, than message: Message) -> Bool {
        guard let value, !isEmpty(value) else { return false }
        let texts = Set(message.texts)
        let said = strings(in: value)
        return said.isEmpty || said.contains { !$0.isEmpty && !texts.contains($0) }
    }

    /// The texts in a value, without the words that only name what they are.
    private static func strings(in value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(strings)
        case .object(let fields):
            fields.members.filter { !names.contains($0.key) }.flatMap { strings(in: $0.value) }
        default: []
        }
    }

    private static let names: Set = ["type", "id", "format", "signature", "index"]

    private static func isEmpty(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null?: true
        case .string(let text)?: text.isEmpty
        case .array(let elements)?: elements.isEmpty
        case .object(let fields)?: fields.isEmpty
        default: false
        }
    }
}

extension Message {
    /// A message of a recording whose text and tool calls are apart; no text is a null content.
    init(_ role: Role, text: String?, calls: [ToolCall]) {
        let written = text ?? ""
        let parts = written.isEmpty ? [] : [ContentPart.text(TextPart(written))]
        self.init(
            role, parts: parts + calls.map(ContentPart.toolCall),
            wire: MessageWire(content: text == nil ? .null : .string))
    }

    /// The message that brings a tool's answer.
    init(tool result: ToolResult) { self.init(.tool, parts: [.toolResult(result)]) }

    /// A message of several runs of text that one speaker's turn was recorded in.
    init(_ role: Role, texts: [String]) {
        self.init(
            role, parts: texts.map { .text(TextPart($0)) },
            wire: MessageWire(content: texts.count == 1 ? .string : .parts))
    }
}

extension ToolArguments {
    /// Arguments that are text in one recording and a value in another; nothing is an empty text.
    init(_ value: JSONValue?) {
        switch value {
        case .string(let text)?: self = .text(text)
        case let value?: self = .value(value)
        case nil: self = .text("")
        }
    }
}

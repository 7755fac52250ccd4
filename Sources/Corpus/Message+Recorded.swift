internal import ContextModel
internal import StrictJSON
internal import WireFormats

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

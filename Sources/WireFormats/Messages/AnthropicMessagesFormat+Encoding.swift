package import ContextModel
package import StrictJSON

extension AnthropicMessagesFormat {
    /// One user, assistant or in-line system message; where another format has no content, this one
    /// asks for some.
    package static func encode(_ message: Message, isForeign: Bool) -> JSONValue {
        let shape = message.wire.content
        let isPresent = shape == .string || shape == .parts || !isForeign
        var fields = JSONObject([("role", .string(message.role.rawValue))])
        fields["content"] = WireContent.encode(
            message.parts, isPresent ? shape : .string, part: encode)
        return .object(fields.adding(message.extra))
    }

    /// Tool messages that follow each other, as the one user message that the format asks for.
    package static func encode(toolMessages: [Message]) -> JSONValue {
        let blocks = toolMessages.flatMap(\.parts).map { part in
            guard case .toolResult(var result) = part, result.shape == .null else {
                return encode(part)
            }
            result.shape = .absent
            return encode(result)
        }
        let fields = JSONObject([("role", .string("user")), ("content", .array(blocks))])
        return .object(toolMessages.reduce(fields) { $0.adding($1.extra) })
    }

    /// The top-level `system` of the messages that belong there, nil if there are none.
    package static func encodeSystem(_ messages: [Message]) -> JSONValue? {
        guard let first = messages.first else { return nil }
        let shape = messages.count == 1 ? first.wire.content : .parts
        return WireContent.encode(messages.flatMap(\.parts), shape, part: encode)
    }

    /// One part as a block.
    package static func encode(_ part: ContentPart) -> JSONValue {
        switch part {
        case .text(let text): WireContent.encode(text)
        case .reasoning(let text): WireContent.encode(text, type: "thinking", key: "thinking")
        case .image(let image): WireImage.anthropicMessages(image)
        case .toolCall(let call): encode(call)
        case .toolResult(let result): encode(result)
        case .opaque(let value): value
        }
    }

    private static func encode(_ call: ToolCall) -> JSONValue {
        var fields = JSONObject([("type", .string("tool_use"))])
        if let id = call.id { fields["id"] = .string(id) }
        fields["name"] = .string(call.name)
        fields["input"] = input(call.arguments)
        return .object(fields.adding(call.extra))
    }

    /// Arguments as a JSON value; text that is no JSON object is put into one.
    private static func input(_ arguments: ToolArguments) -> JSONValue {
        switch arguments {
        case .value(let value): return value
        case .text(let text):
            if let value = try? JSONValue(parsing: text), value.object != nil { return value }
            return .object(JSONObject([("arguments", .string(text))]))
        }
    }

    private static func encode(_ result: ToolResult) -> JSONValue {
        var fields = JSONObject([("type", .string("tool_result"))])
        if let id = result.callID { fields["tool_use_id"] = .string(id) }
        fields["content"] = WireContent.encode(result.content, result.shape, part: encode)
        return .object(fields.adding(result.extra))
    }
}

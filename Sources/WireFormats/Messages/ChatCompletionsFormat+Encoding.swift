package import ContextModel
package import StrictJSON

extension ChatCompletionsFormat {
    /// The messages of one message: tool results are messages of their own, before the rest of it.
    /// `isForeign` says that the message came in another format.
    package static func encode(_ message: Message, isForeign: Bool = false) -> [JSONValue] {
        var results = message.toolResults
        let others = message.parts.filter { if case .toolResult = $0 { false } else { true } }
        let isResultAlone = others.isEmpty && !results.isEmpty
        if isResultAlone { results[0].extra.add(message.extra) }
        let word = message.role == .tool ? message.wire.role : nil
        let encoded = results.map { encode($0, role: word ?? "tool", isForeign: isForeign) }
        if isResultAlone { return encoded }
        return encoded + [encode(others, of: message, isForeign: isForeign)]
    }

    private static func encode(_ result: ToolResult, role: String, isForeign: Bool) -> JSONValue {
        var fields = JSONObject([("role", .string(role))])
        if let id = result.callID { fields["tool_call_id"] = .string(id) }
        if let name = result.name { fields["name"] = .string(name) }
        fields["content"] = WireContent.encode(result.content, result.shape) {
            encode($0, isForeign: isForeign)
        }
        return .object(fields.adding(result.extra))
    }

    /// The message of all parts but the tool results.
    private static func encode(
        _ parts: [ContentPart], of message: Message, isForeign: Bool
    ) -> JSONValue {
        var (content, reasoning): ([ContentPart], [String]) = ([], [])
        for part in parts {
            switch part {
            case .reasoning(let text): reasoning.append(text.text)
            case .toolCall, .toolResult: continue
            case .text, .image, .opaque: content.append(part)
            }
        }
        var fields = JSONObject([("role", .string(message.wire.role ?? message.role.rawValue))])
        if let name = message.name { fields["name"] = .string(name) }
        if !reasoning.isEmpty {
            let member = message.wire.reasoning ?? "reasoning_content"
            fields[member] = .string(reasoning.joined(separator: "\n\n"))
        }
        let shape = isForeign ? foreignShape(of: message) : message.wire.content
        fields["content"] = WireContent.encode(content, shape) {
            encode($0, isForeign: isForeign)
        }
        add(message.toolCalls, to: &fields, isForeign: isForeign)
        return .object(fields.adding(message.extra))
    }

    /// The shape of a foreign message's content: this format knows no empty array.
    private static func foreignShape(of message: Message) -> MessageWire.Content {
        let hasContent = message.parts.contains { part in
            switch part {
            case .text, .image, .opaque: true
            case .reasoning, .toolCall, .toolResult: false
            }
        }
        if hasContent || message.wire.content != .parts { return message.wire.content }
        return message.toolCalls.isEmpty ? .string : .null
    }

    private static func encode(_ part: ContentPart, isForeign: Bool) -> JSONValue {
        switch part {
        case .text(let text): WireContent.encode(text)
        case .image(let image): isForeign ? WireImage.chatCompletions(image) : image.source
        case .opaque(let value): value
        case .reasoning, .toolCall, .toolResult: AnthropicMessagesFormat.encode(part)
        }
    }
}

// MARK: - Tool calls

extension ChatCompletionsFormat {
    private static func add(
        _ calls: [ToolCall], to fields: inout JSONObject, isForeign: Bool
    ) {
        var listed: [JSONValue] = []
        for call in calls {
            let encoded = encode(call, isForeign: isForeign)
            if call.shape == .functionCall, fields["function_call"] == nil {
                fields["function_call"] = encoded
            } else {
                listed.append(encoded)
            }
        }
        if !listed.isEmpty { fields["tool_calls"] = .array(listed) }
    }

    private static func encode(_ call: ToolCall, isForeign: Bool) -> JSONValue {
        let arguments: JSONValue =
            switch call.arguments {
            case .text(let text): .string(text)
            case .value(let value): isForeign ? .string(value.compactText) : value
            }
        var named = JSONObject([
            ("name", .string(call.name)), (call.shape.argumentsKey, arguments),
        ])
        var fields = JSONObject()
        if let id = call.id { fields["id"] = .string(id) }
        var extra = call.extra
        switch call.shape {
        case .flat, .functionCall: return .object(fields.adding(named).adding(extra))
        case .function: fields["type"] = .string("function")
        case .custom: fields["type"] = .string("custom")
        case .untyped: break
        }
        let key = call.shape == .custom ? "custom" : "function"
        named.add(extra.remove(key)?.object ?? JSONObject())
        fields[key] = .object(named)
        return .object(fields.adding(extra))
    }
}

package import ContextModel
package import StrictJSON

extension AnthropicMessagesFormat {
    /// One message; the error's field begins at the message.
    package static func decodeMessage(_ value: JSONValue) throws(TranscriptError) -> Message {
        var fields = try value.requireObject("an object with role and content")
        let written = fields.remove("role")
        guard let role = written?.string.flatMap(Role.init), role != .tool else {
            throw .wrong(
                "role", expected: "one of user, assistant, system", found: written,
                hint: "tool results belong in a user message")
        }
        let (parts, shape) = try WireContent.decode(fields.remove("content"), part: decodeBlock)
        let word = role == .system ? role.rawValue : nil
        return Message(
            role, parts: parts, extra: fields, wire: MessageWire(content: shape, role: word))
    }

    /// The message of the top-level `system`, none if it is absent or null.
    package static func decodeSystem(
        _ fields: inout JSONObject
    ) throws(TranscriptError) -> [Message] {
        guard let system = fields["system"], !system.isNull else { return [] }
        do throws(TranscriptError) {
            let (parts, shape) = try WireContent.decode(system, part: decodeBlock)
            fields["system"] = nil
            return [Message(.system, parts: parts, wire: MessageWire(content: shape))]
        } catch { throw error.renamed("content", "system") }
    }

    private static func decodeBlock(_ value: JSONValue) throws(TranscriptError) -> ContentPart {
        guard let fields = value.object else { return .opaque(value) }
        switch fields["type"]?.string {
        case "text": return WireContent.textPart(fields).map(ContentPart.text) ?? .opaque(value)
        case "thinking":
            let thinking = WireContent.textPart(fields, type: "thinking", key: "thinking")
            return thinking.map(ContentPart.reasoning) ?? .opaque(value)
        case "tool_use": return .toolCall(try decodeCall(fields))
        case "tool_result": return .toolResult(try decodeResult(fields))
        case "image" where fields["source"] != nil:
            return WireImage.part(fields).map(ContentPart.image) ?? .opaque(value)
        default: return .opaque(value)
        }
    }

    private static func decodeCall(_ block: JSONObject) throws(TranscriptError) -> ToolCall {
        var fields = block
        fields["type"] = nil
        guard let name = fields.takeString("name") else {
            throw .wrong("name", expected: "a string", found: fields["name"])
        }
        guard let input = fields.remove("input") else {
            throw .wrong("input", expected: "an object", found: nil)
        }
        let id = fields.takeString("id")
        return ToolCall(id: id, name: name, arguments: .value(input), extra: fields)
    }

    private static func decodeResult(_ block: JSONObject) throws(TranscriptError) -> ToolResult {
        var fields = block
        fields["type"] = nil
        let id = fields.takeString("tool_use_id")
        let (content, shape) = try WireContent.decode(fields.remove("content"), part: decodeBlock)
        return ToolResult(callID: id, content: content, shape: shape, extra: fields)
    }
}

extension TranscriptError {
    /// The error with another name for the outermost member.
    fileprivate func renamed(_ name: String, _ other: String) -> Self {
        guard field.hasPrefix(name) else { return self }
        var renamed = self
        renamed.field = other + field.dropFirst(name.count)
        return renamed
    }
}

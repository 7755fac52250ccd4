package import ContextModel
package import StrictJSON

extension ChatCompletionsFormat {
    /// One message; the error's field begins at the message.
    package static func decodeMessage(_ value: JSONValue) throws(TranscriptError) -> Message {
        var fields = try value.requireObject("an object with role and content")
        let (role, word) = try decodeRole(fields.remove("role"))
        let (content, shape) = try WireContent.decode(fields.remove("content"), part: decodePart)
        if role == .tool {
            let result = ToolResult(
                callID: fields.takeString("tool_call_id"), name: fields.takeString("name"),
                content: content, shape: shape, extra: fields)
            return Message(.tool, parts: [.toolResult(result)], wire: MessageWire(role: word))
        }
        let (reasoning, member) = takeReasoning(&fields)
        let calls = try decodeCalls(&fields)
        let parts = (reasoning.map { [.reasoning($0)] } ?? []) + content
        return Message(
            role, parts: parts + calls.map(ContentPart.toolCall), name: fields.takeString("name"),
            extra: fields, wire: MessageWire(content: shape, role: word, reasoning: member))
    }

    /// The reasoning of a message, and the member it was in where that is not the usual one. A message
    /// that has both says the same in both.
    private static func takeReasoning(
        _ fields: inout JSONObject
    ) -> (TextPart?, member: String?) {
        if let text = fields.takeString("reasoning_content") { return (TextPart(text), nil) }
        guard let text = fields["reasoning"]?.string, !text.isEmpty else { return (nil, nil) }
        fields["reasoning"] = nil
        return (TextPart(text), "reasoning")
    }

    /// The role, and its word on the wire where that is another.
    private static func decodeRole(
        _ value: JSONValue?
    ) throws(TranscriptError) -> (Role, word: String?) {
        switch value?.string {
        case "system": return (.system, nil)
        case "user": return (.user, nil)
        case "assistant": return (.assistant, nil)
        case "tool": return (.tool, nil)
        case "developer": return (.system, "developer")
        case "function": return (.tool, "function")
        default:
            throw .wrong(
                "role", expected: "one of system, developer, user, assistant, tool, function",
                found: value)
        }
    }

    private static func decodePart(_ value: JSONValue) -> ContentPart {
        guard let fields = value.object else { return .opaque(value) }
        if let text = WireContent.textPart(fields) { return .text(text) }
        if let image = WireImage.part(fields) { return .image(image) }
        return .opaque(value)
    }
}

// MARK: - Tool calls

extension ChatCompletionsFormat {
    private static func decodeCalls(
        _ fields: inout JSONObject
    ) throws(TranscriptError) -> [ToolCall] {
        var calls: [ToolCall] = []
        do throws(TranscriptError) {
            calls = try fields.takeElements("tool_calls").mapElements(decodeCall)
        } catch { throw error.inside("tool_calls") }
        guard let call = fields["function_call"], call.object != nil else { return calls }
        fields["function_call"] = nil
        do throws(TranscriptError) {
            return calls + [try decodeNamed(call, shape: .functionCall)]
        } catch { throw error.inside("function_call") }
    }

    private static func decodeCall(_ value: JSONValue) throws(TranscriptError) -> ToolCall {
        var fields = try value.requireObject("an object with a function")
        let type = fields["type"]?.string
        if type == "custom", fields["custom"]?.object != nil {
            return try decodeCall(&fields, in: "custom", shape: .custom)
        }
        if fields["function"]?.object != nil {
            let shape = type == "function" ? ToolCallShape.function : .untyped
            return try decodeCall(&fields, in: "function", shape: shape)
        }
        guard fields["name"]?.string != nil else {
            throw .wrong("function", expected: "an object with a name", found: fields["function"])
        }
        return try decodeNamed(value, shape: .flat)
    }

    /// A call whose name and arguments are in a member of their own.
    private static func decodeCall(
        _ fields: inout JSONObject, in key: String, shape: ToolCallShape
    ) throws(TranscriptError) -> ToolCall {
        if shape != .untyped { fields["type"] = nil }
        var call: ToolCall
        do throws(TranscriptError) {
            call = try decodeNamed(fields.remove(key) ?? .null, shape: shape)
        } catch { throw error.inside(key) }
        call.id = fields.takeString("id")
        if !call.extra.isEmpty { fields[key] = .object(call.extra) }
        call.extra = fields
        return call
    }

    /// A call of the members of one object: `name`, `arguments` and, if flat, `id`.
    private static func decodeNamed(
        _ value: JSONValue, shape: ToolCallShape
    ) throws(TranscriptError) -> ToolCall {
        var fields = try value.requireObject("an object with name and arguments")
        guard let name = fields.takeString("name") else {
            throw .wrong("name", expected: "a string", found: fields["name"])
        }
        let key = shape.argumentsKey
        guard let arguments = fields.remove(key) else {
            throw .wrong(key, expected: "a string of JSON or an object", found: nil)
        }
        let id = shape == .flat ? fields.takeString("id") : nil
        let written = arguments.string.map(ToolArguments.text) ?? .value(arguments)
        var call = ToolCall(id: id, name: name, arguments: written, extra: fields)
        call.shape = shape
        return call
    }
}

extension ToolCallShape {
    /// The member that holds the arguments.
    package var argumentsKey: String { self == .custom ? "input" : "arguments" }
}

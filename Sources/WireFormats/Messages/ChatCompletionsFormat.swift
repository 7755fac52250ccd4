package import ContextModel
package import StrictJSON

/// OpenAI's Chat Completions as JSON: a request with `messages`, or the messages alone.
///
/// `encode` is the inverse of `decode`: the same JSON values come back, unknown fields, absent and
/// null contents, `developer` and `function` roles and all ways of writing tool calls included.
/// A string `reasoning_content` of a message is its reasoning, as several providers write it, or else
/// `reasoning`.
///
/// Conversations that came in another format can be encoded, too. Tool results inside a user message
/// become tool messages before it; thinking becomes `reasoning_content`, joined by blank lines;
/// arguments become JSON text; tool definitions and pictures take this format's form. Not told: the
/// order of thinking, text and tool calls within a message, and fields of thinking (`signature`).
/// Fields unknown here (`cache_control`, `is_error`, `max_tokens`) are carried along unchanged, as
/// are blocks without a counterpart (`redacted_thinking`, `document`).
package enum ChatCompletionsFormat {
    /// The conversation of a request or of an array of messages; the error has no path and no line.
    package static func decode(
        _ value: JSONValue, id: String = ""
    ) throws(TranscriptError) -> Conversation {
        try decode(value, id: id, message: decodeMessage)
    }

    /// The same with another way of reading a message.
    package static func decode(
        _ value: JSONValue, id: String,
        message: (JSONValue) throws(TranscriptError) -> Message
    ) throws(TranscriptError) -> Conversation {
        var (fields, elements, container) = try WireContent.request(value)
        let messages: [Message]
        do throws(TranscriptError) {
            messages = try elements.mapElements(message)
        } catch { throw container == .object ? error.inside("messages") : error }
        let tools = fields.takeElements("tools")
        var conversation = Conversation(id: id, messages: messages, tools: tools, extra: fields)
        conversation.container = container
        return conversation
    }

    /// The conversation as a request, or as an array of messages if it was one. Total.
    package static func encode(_ conversation: Conversation) -> JSONValue {
        let isForeign = conversation.format != .chatCompletions
        let messages = conversation.messages.flatMap { encode($0, isForeign: isForeign) }
        let tools = isForeign ? conversation.tools.map(tool) : conversation.tools
        return WireContent.encode(
            WireContent.request(messages, of: conversation, tools: tools), of: conversation)
    }

    /// A tool definition of Anthropic's form in this format's; others stay as they are.
    private static func tool(_ definition: JSONValue) -> JSONValue {
        guard var function = definition.object, let schema = function.remove("input_schema") else {
            return definition
        }
        function["parameters"] = schema
        return .object(
            JSONObject([("type", .string("function")), ("function", .object(function))]))
    }
}

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

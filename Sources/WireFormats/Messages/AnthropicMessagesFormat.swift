package import ContextModel
package import StrictJSON

/// Anthropic's Messages as JSON: a request with `system` and `messages`, or the messages alone.
///
/// `encode` is the inverse of `decode`: the same JSON values come back, unknown fields and blocks
/// included. The top-level `system`, a string or blocks, is the first message; a system message that
/// stood among `messages` has `system` as its role on the wire. Tool results stay in their user
/// message. Thinking is reasoning with its signature; redacted thinking and other kinds of blocks
/// stay opaque.
///
/// Conversations that came in another format can be encoded, too. All system messages become the
/// top-level `system`, tool messages that follow each other become one user message, arguments that
/// are no JSON object become `{"arguments": text}`, tool definitions and pictures take this format's
/// form. Not told: names of speakers and of tools in results, `function_call` as such. Fields unknown
/// here are carried along unchanged.
package enum AnthropicMessagesFormat {
    /// The conversation of a request or of an array of messages; the error has no path and no line.
    package static func decode(
        _ value: JSONValue, id: String = ""
    ) throws(TranscriptError) -> Conversation {
        var (fields, elements, container) = try WireContent.request(value)
        let system = try decodeSystem(&fields)
        let messages: [Message]
        do throws(TranscriptError) {
            messages = try elements.mapElements(decodeMessage)
        } catch { throw container == .object ? error.inside("messages") : error }
        let tools = fields.takeElements("tools")
        var conversation = Conversation(
            id: id, messages: system + messages, tools: tools, format: .anthropicMessages,
            extra: fields)
        conversation.container = container
        return conversation
    }

    /// The conversation as a request, or as an array of messages if it was one and needs no more.
    /// Total.
    package static func encode(_ conversation: Conversation) -> JSONValue {
        let isForeign = conversation.format != .anthropicMessages
        let system = encodeSystem(conversation.messages.filter { $0.isTopLevelSystem })
        var messages: [JSONValue] = []
        var results: [Message] = []
        for message in conversation.messages where !message.isTopLevelSystem {
            guard message.role != .tool else {
                results.append(message)
                continue
            }
            if !results.isEmpty { messages.append(encode(toolMessages: results)) }
            results = []
            messages.append(encode(message, isForeign: isForeign))
        }
        if !results.isEmpty { messages.append(encode(toolMessages: results)) }
        let tools = isForeign ? conversation.tools.map(tool) : conversation.tools
        let request = WireContent.request(
            messages, system: system, of: conversation, tools: tools)
        return WireContent.encode(request, of: conversation)
    }

    /// A tool definition of Chat Completions' form in this format's; others stay as they are.
    private static func tool(_ definition: JSONValue) -> JSONValue {
        guard var tool = definition["function"]?.object else { return definition }
        let parameters = tool.remove("parameters")
        tool["input_schema"] = parameters ?? .object(JSONObject([("type", .string("object"))]))
        return .object(tool)
    }
}

extension Message {
    /// Whether Anthropic's format has the message as the top-level `system`.
    fileprivate var isTopLevelSystem: Bool { role == .system && wire.role != "system" }
}

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

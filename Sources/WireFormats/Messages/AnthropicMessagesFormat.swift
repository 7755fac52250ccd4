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

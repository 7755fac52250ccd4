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

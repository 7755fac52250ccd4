package import ContextModel
package import StrictJSON

/// What both wire formats share: `content` is a string or an array of parts, and a request is an
/// object with `messages` or the array of them.
package enum WireContent {
    /// The parts of a `content` member and its shape; an empty string has no part.
    package static func decode(
        _ content: JSONValue?, part: (JSONValue) throws(TranscriptError) -> ContentPart
    ) throws(TranscriptError) -> (parts: [ContentPart], shape: MessageWire.Content) {
        switch content {
        case nil: return ([], .absent)
        case .null?: return ([], .null)
        case .string("")?: return ([], .string)
        case .string(let text)?: return ([.text(TextPart(text))], .string)
        case .array(let elements)?:
            do throws(TranscriptError) {
                return (try elements.mapElements(part), .parts)
            } catch { throw error.inside("content") }
        default:
            throw .wrong(
                "content", expected: "a string, an array of parts or null", found: content)
        }
    }

    /// A `content` member in the shape it was written in, or the nearest that holds the parts; nil
    /// where there is none.
    package static func encode(
        _ parts: [ContentPart], _ shape: MessageWire.Content, part: (ContentPart) -> JSONValue
    ) -> JSONValue? {
        if parts.isEmpty {
            switch shape {
            case .string: return .string("")
            case .parts: return .array([])
            case .null: return .null
            case .absent: return nil
            }
        }
        if shape != .parts, parts.count == 1, case .text(let text) = parts[0], text.extra.isEmpty {
            return .string(text.text)
        }
        return .array(parts.map(part))
    }

    /// The text part that both formats write as `{type: "text", text}`, or nil.
    package static func textPart(_ fields: JSONObject, type: String = "text", key: String = "text")
        -> TextPart?
    {
        var fields = fields
        guard fields.takeString("type") == type, let text = fields.takeString(key) else {
            return nil
        }
        return TextPart(text, extra: fields)
    }

    static func encode(_ text: TextPart, type: String = "text", key: String = "text") -> JSONValue {
        let part = JSONObject([("type", .string(type)), (key, .string(text.text))])
        return .object(part.adding(text.extra))
    }
}

extension WireContent {
    /// The request members and the elements of `messages`.
    package static func request(
        _ value: JSONValue
    ) throws(TranscriptError) -> (fields: JSONObject, messages: [JSONValue], Conversation.Container)
    {
        if let messages = value.array { return (JSONObject(), messages, .array) }
        var fields = try value.requireObject("an object with messages, or an array of messages")
        let messages = fields.remove("messages")
        guard let elements = messages?.array else {
            throw .wrong("messages", expected: "an array of messages", found: messages)
        }
        return (fields, elements, .object)
    }

    /// The members of a request.
    package static func request(
        _ messages: [JSONValue], system: JSONValue? = nil, of conversation: Conversation,
        tools: [JSONValue]
    ) -> JSONObject {
        var object = JSONObject()
        object["system"] = system
        object["messages"] = .array(messages)
        if !tools.isEmpty { object["tools"] = .array(tools) }
        return object.adding(conversation.extra)
    }

    /// A request: the messages alone where they were written so and nothing else has to be said.
    package static func encode(_ request: JSONObject, of conversation: Conversation) -> JSONValue {
        guard conversation.container == .array, request.count == 1 else { return .object(request) }
        return request["messages"] ?? .object(request)
    }
}

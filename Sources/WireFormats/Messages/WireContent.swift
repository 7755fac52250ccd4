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

/// Pictures as the wire formats write them.
///
/// Chat Completions: `{type: "image_url", image_url: {url}}`, the URL may be a data URL. Anthropic:
/// `{type: "image", source: {type: "base64", media_type, data} | {type: "url", url}}`.
package enum WireImage {
    private static let types: Set = ["image_url", "image", "input_image"]

    /// The picture, if the part is one in either format; the part is kept as written.
    package static func part(_ fields: JSONObject) -> ImagePart? {
        guard let type = fields["type"]?.string, types.contains(type) else { return nil }
        let description = ["description", "alt", "alt_text"].lazy.compactMap { fields[$0]?.string }
        return ImagePart(
            source: .object(fields), description: description.first,
            size: base64(in: fields).flatMap { PixelSize(base64: $0) })
    }

    private static func base64(in fields: JSONObject) -> Substring? {
        if let data = fields["source"]?["data"]?.string { return Substring(data) }
        let image = fields["image_url"] ?? fields["image"]
        return (image?["url"] ?? image)?.string.flatMap(DataURL.init)?.data
    }

    /// The picture as a part of Chat Completions; one that cannot be told stays as it is.
    package static func chatCompletions(_ image: ImagePart) -> JSONValue {
        guard let source = image.source["source"] else { return image.source }
        let url: String
        if let data = source["data"]?.string, let type = source["media_type"]?.string {
            url = "data:\(type);base64,\(data)"
        } else if let address = source["url"]?.string {
            url = address
        } else {
            return image.source
        }
        return .object(
            JSONObject([
                ("type", .string("image_url")),
                ("image_url", .object(JSONObject([("url", .string(url))]))),
            ]))
    }

    /// The picture as a block of Anthropic Messages; one that cannot be told stays as it is.
    package static func anthropicMessages(_ image: ImagePart) -> JSONValue {
        guard image.source["source"] == nil, let member = image.source["image_url"],
            let url = (member["url"] ?? member).string
        else { return image.source }
        let source =
            if let data = DataURL(url) {
                JSONObject([
                    ("type", .string("base64")), ("media_type", .string(data.mediaType)),
                    ("data", .string(String(data.data))),
                ])
            } else {
                JSONObject([("type", .string("url")), ("url", .string(url))])
            }
        return .object(JSONObject([("type", .string("image")), ("source", .object(source))]))
    }
}

/// The parts of a URL that holds its data in base64.
package struct DataURL {
    let mediaType: String
    let data: Substring

    init?(_ url: String) {
        guard url.hasPrefix("data:"), let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) else {
            return nil
        }
        let head = url[..<comma].dropFirst("data:".count)
        guard head.hasSuffix(";base64") else { return nil }
        mediaType = String(head.dropLast(";base64".count))
        data = url[url.utf8.index(after: comma)...]
    }
}

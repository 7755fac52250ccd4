internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Any message as JSON, without loss.
///
/// A message that Chat Completions can hold is written as such. One it cannot (thinking between tool
/// calls, signatures, results beside text) has all its parts as blocks in `content`, and a `winnow`
/// member with the shape its content has in its own format and the role's word there.
enum ExactMessage {
    static func encode(_ message: Message) -> JSONValue {
        let plain = ChatCompletionsFormat.encode(message)
        if plain.count == 1, plain[0][TranscriptLine.key] == nil,
            (try? ChatCompletionsFormat.decodeMessage(plain[0])) == message
        {
            return plain[0]
        }
        var notes = JSONObject([("content", .string(message.wire.content.word))])
        if let word = message.wire.role { notes["role"] = .string(word) }
        if let word = message.wire.reasoning { notes["reasoning"] = .string(word) }
        if !message.extra.isEmpty { notes["extra"] = .object(message.extra) }
        var fields = JSONObject([("role", .string(message.role.rawValue))])
        if let name = message.name { fields["name"] = .string(name) }
        fields["content"] = .array(message.parts.map(encode))
        fields[TranscriptLine.key] = .object(notes)
        return .object(fields)
    }

    static func decode(_ value: JSONValue) throws(TranscriptError) -> Message {
        guard let notes = value[TranscriptLine.key] else {
            return try ChatCompletionsFormat.decodeMessage(value)
        }
        let fields = try value.requiredObject()
        guard let role = Role(rawValue: try fields.string("role")) else {
            throw .wrong(
                "role", expected: "system, user, assistant or tool", found: fields["role"])
        }
        var message = Message(role, parts: [], name: try fields.optionalString("name"))
        let blocks = try fields.array("content")
        do throws(TranscriptError) {
            message.parts = try blocks.mapElements(decodePart)
        } catch { throw error.inside("content") }
        do throws(TranscriptError) {
            let notes = try notes.requiredObject()
            message.wire = MessageWire(
                content: try shape(notes, "content"), role: try notes.optionalString("role"),
                reasoning: try notes.optionalString("reasoning"))
            message.extra = try notes["extra"]?.requiredObject() ?? JSONObject()
        } catch { throw error.inside(TranscriptLine.key) }
        return message
    }

    private static func shape(
        _ fields: JSONObject, _ key: String
    ) throws(TranscriptError) -> MessageWire.Content {
        guard let word = fields[key]?.string, let shape = MessageWire.Content(word: word) else {
            throw .wrong(
                key, expected: "one of string, parts, null, absent", found: fields[key])
        }
        return shape
    }
}

// MARK: - Parts

extension ExactMessage {
    /// A part as a block: its kind as `type`, and what it holds.
    private static func encode(_ part: ContentPart) -> JSONValue {
        var block = JSONObject()
        switch part {
        case .text(let text): block = encode(text, type: "text")
        case .reasoning(let text): block = encode(text, type: "reasoning")
        case .image(let image): block = encode(image)
        case .toolCall(let call):
            block["type"] = .string("tool_call")
            block["call"] = ExactCall.encode(call)
        case .toolResult(let result): block = encode(result)
        case .opaque(let value):
            block["type"] = .string("opaque")
            block["value"] = value
        }
        return .object(block)
    }

    private static func encode(_ text: TextPart, type: String) -> JSONObject {
        var block = JSONObject([("type", .string(type)), ("text", .string(text.text))])
        if !text.extra.isEmpty { block["extra"] = .object(text.extra) }
        return block
    }

    private static func encode(_ image: ImagePart) -> JSONObject {
        var block = JSONObject([("type", .string("image")), ("source", image.source)])
        block["description"] = image.description.map(JSONValue.string)
        if let size = image.size {
            block["width"] = .int(size.width)
            block["height"] = .int(size.height)
        }
        return block
    }

    private static func encode(_ result: ToolResult) -> JSONObject {
        var block = JSONObject([("type", .string("tool_result"))])
        block["id"] = result.callID.map(JSONValue.string)
        block["name"] = result.name.map(JSONValue.string)
        block["content"] = .array(result.content.map(encode))
        block["shape"] = .string(result.shape.word)
        if !result.extra.isEmpty { block["extra"] = .object(result.extra) }
        return block
    }

    private static func decodePart(_ value: JSONValue) throws(TranscriptError) -> ContentPart {
        let block = try value.requiredObject()
        switch try block.string("type") {
        case "text": return .text(try decodeText(block))
        case "reasoning": return .reasoning(try decodeText(block))
        case "image": return .image(try decodeImage(block))
        case "tool_call":
            do throws(TranscriptError) {
                return .toolCall(try ExactCall.decode(block["call"] ?? .null))
            } catch { throw error.inside("call") }
        case "tool_result": return .toolResult(try decodeResult(block))
        case "opaque": return .opaque(block["value"] ?? .null)
        default:
            throw .wrong(
                "type",
                expected: "one of text, reasoning, image, tool_call, tool_result, opaque",
                found: block["type"])
        }
    }

    private static func decodeText(_ block: JSONObject) throws(TranscriptError) -> TextPart {
        TextPart(try block.string("text"), extra: try block.extra())
    }

    private static func decodeImage(_ block: JSONObject) throws(TranscriptError) -> ImagePart {
        var image = ImagePart(source: block["source"] ?? .null)
        image.description = try block.optionalString("description")
        if let width = block["width"]?.number?.int, let height = block["height"]?.number?.int {
            image.size = PixelSize(width: width, height: height)
        }
        return image
    }

    private static func decodeResult(_ block: JSONObject) throws(TranscriptError) -> ToolResult {
        let blocks = try block.array("content")
        let content: [ContentPart]
        do throws(TranscriptError) {
            content = try blocks.mapElements(decodePart)
        } catch { throw error.inside("content") }
        return ToolResult(
            callID: try block.optionalString("id"), name: try block.optionalString("name"),
            content: content, shape: try shape(block, "shape"), extra: try block.extra())
    }
}

extension JSONObject {
    /// The further fields of a block.
    func extra() throws(TranscriptError) -> JSONObject {
        guard let extra = self["extra"] else { return JSONObject() }
        guard let fields = extra.object else {
            throw .wrong("extra", expected: "an object", found: extra)
        }
        return fields
    }
}

extension MessageWire.Content {
    /// The shape's word in JSON.
    fileprivate var word: String {
        switch self {
        case .string: "string"
        case .parts: "parts"
        case .null: "null"
        case .absent: "absent"
        }
    }

    fileprivate init?(word: String) {
        let shapes: [Self] = [.string, .parts, .null, .absent]
        guard let shape = shapes.first(where: { $0.word == word }) else { return nil }
        self = shape
    }
}

/// Any tool call as JSON, without loss: `{shape, id, name, arguments | input, extra}`; `arguments` is
/// text, `input` a value.
enum ExactCall {
    private static let shapes: [(word: String, shape: ToolCallShape)] = [
        ("function", .function), ("untyped", .untyped), ("flat", .flat), ("custom", .custom),
        ("function_call", .functionCall),
    ]

    static func encode(_ call: ToolCall) -> JSONValue {
        var fields = JSONObject()
        let word = shapes.first { $0.shape == call.shape }?.word
        fields["shape"] = word.map(JSONValue.string)
        fields["id"] = call.id.map(JSONValue.string)
        fields["name"] = .string(call.name)
        switch call.arguments {
        case .text(let text): fields["arguments"] = .string(text)
        case .value(let value): fields["input"] = value
        }
        if !call.extra.isEmpty { fields["extra"] = .object(call.extra) }
        return .object(fields)
    }

    static func decode(_ value: JSONValue) throws(TranscriptError) -> ToolCall {
        let fields = try value.requiredObject()
        let word = try fields.string("shape")
        guard let shape = shapes.first(where: { $0.word == word })?.shape else {
            let words = shapes.map(\.word).joined(separator: ", ")
            throw .wrong("shape", expected: "one of \(words)", found: fields["shape"])
        }
        let arguments =
            if let input = fields["input"] {
                ToolArguments.value(input)
            } else {
                ToolArguments.text(try fields.string("arguments"))
            }
        var call = ToolCall(
            id: try fields.optionalString("id"), name: try fields.string("name"),
            arguments: arguments, extra: try fields.extra())
        call.shape = shape
        return call
    }
}

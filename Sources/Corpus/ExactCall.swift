internal import ContextModel
internal import StrictJSON
internal import WireFormats

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

internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads LLaMA-Factory's v1 records: `messages[{role, content[{type, value}]}]`, where a part is
/// text, reasoning or a tool call.
enum LLaMAFactory {
    static let importer = Importer(.llamaFactory) { sample in
        guard let part = sample.records.first?["messages"]?.array?.first?["content"]?.array?.first,
            part["type"] != nil, part["value"] != nil
        else { return nil }
        return sample.layoutOfRecords(read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let object = try record.value.requiredObject()
        var messages: [Message] = []
        var pairing = ToolPairing()
        try object.forEach(in: "messages") { (row) throws(TranscriptError) in
            messages.append(try message(row, &pairing))
        }
        let conversation = Conversation(
            id: object.identifier("id") ?? String(record.source.place), messages: messages,
            tools: ToolList.read(object["tools"]))
        return Transcript(
            conversation: conversation, requests: .answered(messages), source: record.source)
    }

    private static func message(
        _ row: JSONObject, _ pairing: inout ToolPairing
    ) throws(TranscriptError) -> Message {
        let word = try row.string("role")
        guard let role = Role(rawValue: word) else {
            throw TranscriptError(
                field: "role", expected: "system, user, assistant or tool", found: "\"\(word)\"")
        }
        if role == .assistant { pairing.abandonOpenCalls() }
        var parts: [ContentPart] = []
        try row.forEach(in: "content") { (part) throws(TranscriptError) in
            parts += try read(part, &pairing)
        }
        if role == .tool {
            return Message(
                tool: ToolResult(callID: pairing.result(), content: parts, shape: .parts))
        }
        return Message(role, parts: parts, wire: MessageWire(content: .parts))
    }

    private static func read(
        _ part: JSONObject, _ pairing: inout ToolPairing
    ) throws(TranscriptError) -> [ContentPart] {
        switch try part.string("type") {
        case "text": return [.text(TextPart(try part.string("value")))]
        case "reasoning": return [.reasoning(TextPart(try part.string("value")))]
        case "tool_call":
            return FunctionCall.written(try part.string("value")).map { call in
                var named = call
                named.id = pairing.call()
                return .toolCall(named)
            }
        default: return [.opaque(.object(part))]
        }
    }
}

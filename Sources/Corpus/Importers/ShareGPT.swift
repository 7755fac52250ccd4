internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads ShareGPT conversations and glaive's tool conversations in the same form, as an array or as
/// JSON lines: `conversations[{from, value}]`, with `system` and `tools` beside them.
enum ShareGPT {
    static let importer = Importer(.shareGPT) { sample in
        guard let turn = sample.records.first?["conversations"]?.array?.first,
            turn["from"] != nil, turn["value"] != nil
        else { return nil }
        return sample.layoutOfRecords(read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let object = try record.value.requiredObject()
        var messages: [Message] = []
        if let system = try object.optionalString("system"), !system.isEmpty {
            messages.append(Message(.system, system))
        }
        var pairing = ToolPairing()
        try object.forEach(in: "conversations") { (turn) throws(TranscriptError) in
            messages.append(try message(turn, &pairing))
        }
        let conversation = Conversation(
            id: object.identifier("id") ?? String(record.source.place), messages: messages,
            tools: ToolList.read(object["tools"]))
        return Transcript(
            conversation: conversation, requests: .answered(messages), source: record.source)
    }

    private static func message(
        _ turn: JSONObject, _ pairing: inout ToolPairing
    ) throws(TranscriptError) -> Message {
        let value = try turn.string("value")
        switch try turn.string("from") {
        case "human", "user": return Message(.user, value)
        case "gpt", "assistant", "chatgpt", "bing", "bard", "model":
            return Message(.assistant, value)
        case "system": return Message(.system, value)
        case "function_call", "tool_call":
            pairing.abandonOpenCalls()
            let calls = FunctionCall.written(value).map { call in
                var named = call
                named.id = pairing.call()
                return named
            }
            return Message(.assistant, text: nil, calls: calls)
        case "observation", "tool", "function_response":
            return Message(tool: ToolResult(callID: pairing.result(), value))
        case let speaker:
            throw TranscriptError(
                field: "from", expected: "human, gpt, system, function_call or observation",
                found: "\"\(speaker)\"")
        }
    }
}

/// Reads tool definitions that a record carries as a list or as the JSON text of one.
enum ToolList {
    /// The definitions; text that is no list of them is kept whole, as one string.
    static func read(_ value: JSONValue?) -> [JSONValue] {
        guard let text = value?.string else { return value?.array ?? [] }
        if text.isEmpty { return [] }
        return (try? JSONValue(parsing: text))?.array ?? [.string(text)]
    }
}

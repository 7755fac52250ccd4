internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads tau2-bench results: each element of `simulations` is a conversation.
///
/// The system prompt is only in `info.environment_info.policy` and becomes the first message. Tool
/// arguments are objects. Either side may call tools, so a call stays with the message it is in.
enum Tau2 {
    static let importer = Importer(.tau2) { sample in
        guard sample.keys.contains("simulations"), sample.keys.contains("info") else { return nil }
        return .elements(key: "simulations", beside: ["info"], read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let simulation = try record.value.requiredObject()
        var messages = policy(of: record.header)
        var timestamps: [Int64?] = messages.map { _ in nil }
        try simulation.forEach(in: "messages") { (row) throws(TranscriptError) in
            messages.append(try message(row))
            timestamps.append(row["timestamp"]?.string.flatMap(Timestamp.milliseconds))
        }
        let id = simulation.identifier("id") ?? String(record.source.place)
        return Transcript(
            conversation: Conversation(id: id, messages: messages),
            timestamps: timestamps, requests: .answered(messages), source: record.source)
    }

    private static func policy(of document: JSONObject) -> [Message] {
        let policy = document["info"]?["environment_info"]?["policy"]?.string ?? ""
        return policy.isEmpty ? [] : [Message(.system, policy)]
    }

    private static func message(_ row: JSONObject) throws(TranscriptError) -> Message {
        let text = try row.optionalString("content")
        switch try row.string("role") {
        case "tool":
            return Message(tool: ToolResult(callID: row.identifier("id"), text ?? ""))
        case let word:
            guard let role = Role(rawValue: word) else {
                throw TranscriptError(
                    field: "role", expected: "user, assistant, system or tool", found: word)
            }
            return Message(role, text: text, calls: try row.flatCalls(named: "name"))
        }
    }
}

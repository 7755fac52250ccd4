internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads SWE-agent trajectories: `history` is the conversation of the run.
///
/// 1.x with function calling writes `tool_calls` and tool rows. 0.x, and 1.x with thoughts and
/// actions, write the command in the content and once more in `action`; both are kept, the action
/// as a call, and the user row after it is the call's result.
enum SWEAgent {
    static let importer = Importer(.sweAgent) { sample in
        guard let row = sample.firstElement(of: "history")?.object, row["role"] != nil,
            row["content"] != nil
        else { return nil }
        return .document(read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let document = try record.value.requiredObject()
        var history = History()
        try document.forEach(in: "history") { (row) throws(TranscriptError) in try history.add(row)
        }
        let id = record.source.stem
        return Transcript(
            conversation: Conversation(id: id, messages: history.messages),
            requests: .answered(history.messages), source: record.source)
    }

    private struct History {
        var messages: [Message] = []
        private var pairing = ToolPairing()
        private var awaitsObservation = false

        mutating func add(_ row: JSONObject) throws(TranscriptError) {
            let text = try SWEAgent.text(of: row)
            switch try row.string("role") {
            case "system": messages.append(Message(.system, text))
            case "assistant": try addAnswer(row, text)
            case "tool": addResult(text, to: row["tool_call_ids"]?.array?.first?.string)
            case "user" where awaitsObservation: addResult(text, to: nil)
            case "user": messages.append(Message(.user, text))
            case let role:
                throw TranscriptError(
                    field: "role", expected: "system, user, assistant or tool", found: "\"\(role)\""
                )
            }
        }

        private mutating func addAnswer(_ row: JSONObject, _ text: String) throws(TranscriptError) {
            pairing.abandonOpenCalls()
            var calls = try FunctionCall.list(in: row)
            for index in calls.indices { calls[index].id = pairing.call(calls[index].id) }
            awaitsObservation = false
            if calls.isEmpty, let action = try row.optionalString("action"), !action.isEmpty {
                calls = [ToolCall(id: pairing.call(), name: "action", arguments: .text(action))]
                awaitsObservation = true
            }
            messages.append(Message(.assistant, text: text, calls: calls))
        }

        private mutating func addResult(_ text: String, to id: String?) {
            messages.append(Message(tool: ToolResult(callID: pairing.result(id), text)))
            awaitsObservation = false
        }
    }

    /// A content string, or the texts of a list of text parts.
    private static func text(of row: JSONObject) throws(TranscriptError) -> String {
        guard let parts = row["content"]?.array else {
            return try row.optionalString("content") ?? ""
        }
        return parts.compactMap { $0["text"]?.string }.joined()
    }
}

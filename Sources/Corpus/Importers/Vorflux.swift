internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads vorflux trajectories: a time-ordered list of spans of an agent and its sub-agents.
///
/// Fewer calls show in `llm_call` spans than there are `tool_call` spans, and no identifier links
/// them: the call and its result come from the `tool_call` span, only the text from `llm_call`. The
/// calls after an `llm_call` belong to its message. `judge_call` spans are another program's.
/// Sub-agents interleave, so a file that has them is not one context window.
enum Vorflux {
    static let importer = Importer(.vorflux) { sample in
        let kinds: Set = ["llm_call", "tool_call", "judge_call"]
        guard let kind = sample.firstElement(of: "trajectory")?["type"]?.string,
            kinds.contains(kind)
        else { return nil }
        return .document(read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let document = try record.value.requiredObject()
        var spans = Spans()
        try document.forEach(in: "trajectory") { (span) throws(TranscriptError) in
            try spans.add(span)
        }
        spans.finishTurn()
        let id = document.identifier("instance_id") ?? record.source.stem
        return Transcript(
            conversation: Conversation(id: id, messages: spans.messages),
            timestamps: spans.timestamps, requests: .answered(spans.messages),
            source: record.source)
    }

    private struct Spans {
        var messages: [Message] = []
        var timestamps: [Int64?] = []
        private var pairing = ToolPairing()
        private var turn = Turn()

        /// An answer with its calls, and the results that follow it.
        private struct Turn {
            var text: String?
            var calls: [ToolCall] = []
            var results: [(ToolResult, Int64?)] = []
            var time: Int64?
        }

        mutating func add(_ span: JSONObject) throws(TranscriptError) {
            let time = span["timestamp"]?.string.flatMap(Timestamp.milliseconds)
            switch try span.string("type") {
            case "llm_call": try addModelCall(span, time)
            case "tool_call": try addToolCall(span, time)
            default: break
            }
        }

        private mutating func addModelCall(_ span: JSONObject, _ time: Int64?)
            throws(TranscriptError)
        {
            finishTurn()
            if span["task_prompt"] != nil {
                try span.forEach(in: "task_prompt") { (row) throws(TranscriptError) in
                    let role = Role(rawValue: try row.string("role")) ?? .user
                    append(Message(role, try row.string("content")), time)
                }
            }
            turn = Turn(text: span["output"]?["content"]?.string, time: time)
        }

        private mutating func addToolCall(_ span: JSONObject, _ time: Int64?)
            throws(TranscriptError)
        {
            let name = try span.string("tool")
            let id = pairing.call()
            if turn.calls.isEmpty, turn.time == nil { turn.time = time }
            turn.calls.append(
                ToolCall(id: id, name: name, arguments: ToolArguments(span["arguments"])))
            let text = Vorflux.text(ofResult: span["result"] ?? .null)
            turn.results.append((ToolResult(callID: id, name: name, text), time))
        }

        mutating func finishTurn() {
            defer { turn = Turn() }
            let text = turn.text.flatMap { $0.isEmpty ? nil : $0 }
            guard text != nil || !turn.calls.isEmpty else { return }
            append(Message(.assistant, text: text, calls: turn.calls), turn.time)
            for (result, time) in turn.results { append(Message(tool: result), time) }
        }

        private mutating func append(_ message: Message, _ time: Int64?) {
            messages.append(message)
            timestamps.append(time)
        }
    }

    /// What a tool answered: text as it is, the output and error streams of a command, any other
    /// value as JSON.
    private static func text(ofResult result: JSONValue) -> String {
        if case .string(let text) = result { return text }
        if result.isNull { return "" }
        guard let output = result["stdout"]?.string else { return result.spacedText }
        let errors = result["stderr"]?.string ?? ""
        return errors.isEmpty ? output : output + "\n" + errors
    }
}

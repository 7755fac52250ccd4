internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads OpenHands evaluation output: each line is a run, `history` its events.
///
/// An event with `action` is a message or a tool call (`args` without the thought, which is the
/// message's text); one with `observation` is a result, linked to its call by `cause`. Calls from
/// one answer of the model make one message. A recall is asked by the program itself, so no request
/// produced it.
enum OpenHands {
    static let importer = Importer(.openHands) { sample in
        guard let event = sample.records.first?["history"]?.array?.first,
            event["action"] != nil || event["observation"] != nil, event["source"] != nil
        else { return nil }
        return sample.layoutOfRecords(read)
    }

    private static func read(_ record: JSONRecord) throws(TranscriptError) -> Transcript {
        let run = try record.value.requiredObject()
        var events = Events()
        try run.forEach(in: "history") { (event) throws(TranscriptError) in try events.add(event) }
        let id = run.identifier("instance_id") ?? String(record.source.place)
        let asked = events.programTurns
        return Transcript(
            conversation: Conversation(id: id, messages: events.messages),
            timestamps: events.timestamps,
            requests: [RequestPoint].answered(events.messages).filter {
                !asked.contains($0.messageCount)
            },
            source: record.source)
    }

    private struct Events {
        var messages: [Message] = []
        var timestamps: [Int64?] = []
        /// The assistant messages that no model wrote.
        var programTurns: Set<Int> = []
        private var pairing = ToolPairing()
        private var callOfEvent: [String: String] = [:]
        private var lastAnswer: (response: String, message: Int)?

        mutating func add(_ event: JSONObject) throws(TranscriptError) {
            let time = event["timestamp"]?.string.flatMap(Timestamp.milliseconds)
            if let action = try event.optionalString("action") {
                try addAction(action, event, time)
            } else if let observation = try event.optionalString("observation") {
                let text = try event.optionalString("content") ?? ""
                let id = event.identifier("cause").flatMap { callOfEvent[$0] }
                if let id { _ = pairing.result(id) }
                append(Message(tool: ToolResult(callID: id, name: observation, text)), time)
            } else {
                throw TranscriptError(
                    field: "action", expected: "action or observation", found: "neither")
            }
        }

        private mutating func addAction(
            _ action: String, _ event: JSONObject, _ time: Int64?
        ) throws(TranscriptError) {
            guard var arguments = event["args"]?.object else {
                throw TranscriptError("args", expected: "an object", found: event["args"])
            }
            let source = try event.string("source")
            if action == "system" || action == "message", let text = arguments["content"]?.string {
                let spoken: Role = source == "user" ? .user : .assistant
                append(Message(action == "system" ? .system : spoken, text), time)
                return
            }
            let thought = arguments.remove("thought")?.string
            let metadata = event["tool_call_metadata"]
            let call = ToolCall(
                id: pairing.call(metadata?["tool_call_id"]?.string),
                name: metadata?["function_name"]?.string ?? action,
                arguments: .value(.object(arguments)))
            if let event = event.identifier("id") { callOfEvent[event] = call.id }
            add(call, thought, response: metadata?["model_response"]?["id"]?.string, time)
            if source != "agent" { programTurns.insert(messages.count - 1) }
        }

        /// Adds a call to the message of the answer it is from, or as a new message.
        private mutating func add(
            _ call: ToolCall, _ thought: String?, response: String?, _ time: Int64?
        ) {
            if let response, let lastAnswer, lastAnswer.response == response {
                messages[lastAnswer.message].parts.append(.toolCall(call))
                return
            }
            let text = thought.flatMap { $0.isEmpty ? nil : $0 }
            append(Message(.assistant, text: text, calls: [call]), time)
            lastAnswer = response.map { ($0, messages.count - 1) }
        }

        private mutating func append(_ message: Message, _ time: Int64?) {
            messages.append(message)
            timestamps.append(time)
        }
    }
}

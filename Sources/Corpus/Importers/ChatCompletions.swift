internal import ContextModel
internal import StrictJSON

/// Reads Chat Completions messages: a request or the array of its messages, alone, in an array or
/// one a line. The tool definitions and every other field stay with the conversation.
enum ChatCompletions {
    static let importer = Importer(.chatCompletions) { sample in
        sample.layoutOfRequests(where: isRequest, TranscriptLine.read)
    }

    private static let roles: Set = [
        "system", "developer", "user", "assistant", "tool", "function",
    ]

    private static func isRequest(_ messages: [JSONValue], _ request: JSONObject?) -> Bool {
        messages.contains { $0["role"]?.string.map(roles.contains) ?? false }
    }
}

/// Reads Anthropic Messages in the same places.
///
/// A file is taken for one of Anthropic's if a request in its sample shows something of that format
/// alone (`system`, a tool's `input_schema`, a block of a tool or of thinking) and none shows what
/// only Chat Completions has (`tool_calls`, a role of a tool or a developer).
enum AnthropicMessages {
    static let importer = Importer(.anthropicMessages) { sample in
        guard !sample.hasRequest(where: isForeign) else { return nil }
        return sample.layoutOfRequests(where: isRequest) { (record) throws(TranscriptError) in
            record.transcript(
                of: try AnthropicMessagesFormat.decode(record.value, id: record.nameOfRequest))
        }
    }

    private static let blocks: Set = ["tool_use", "tool_result", "thinking", "redacted_thinking"]
    private static let roles: Set = ["user", "assistant", "system"]

    private static func isForeign(_ messages: [JSONValue], _ request: JSONObject?) -> Bool {
        messages.contains {
            $0["tool_calls"] != nil || $0["function_call"] != nil
                || !($0["role"]?.string.map(roles.contains) ?? false)
        }
    }

    private static func isRequest(_ messages: [JSONValue], _ request: JSONObject?) -> Bool {
        if messages.isEmpty { return false }
        let system = request?["system"]
        if system?.string != nil || system?.array != nil { return true }
        let tools = request?["tools"]?.array ?? []
        return tools.contains { $0["input_schema"] != nil } || messages.contains(where: hasBlock)
    }

    private static func hasBlock(_ message: JSONValue) -> Bool {
        (message["content"]?.array ?? []).contains { block in
            block["type"]?.string.map(blocks.contains) ?? false
                || (block["type"]?.string == "image" && block["source"] != nil)
        }
    }
}

extension FileSample {
    /// Whether a record of the sample is a request, or the messages of one, that a test accepts.
    func hasRequest(where test: ([JSONValue], JSONObject?) -> Bool) -> Bool {
        if isOneRequest { return test(records, nil) }
        guard shape != .object || keys.contains("messages") else { return false }
        return records.contains { record in
            guard let messages = record.array ?? record["messages"]?.array else { return false }
            return test(messages, record.object)
        }
    }

    /// The layout of a file with such a request.
    fileprivate func layoutOfRequests(
        where test: ([JSONValue], JSONObject?) -> Bool, _ read: @escaping RecordLayout.ReadRecord
    ) -> RecordLayout? {
        guard hasRequest(where: test) else { return nil }
        return isOneRequest ? .document(read) : layoutOfRecords(read)
    }

    /// Whether the file is one array of messages, and so one record.
    private var isOneRequest: Bool {
        shape == .array && records.contains { $0["role"]?.string != nil }
    }
}

extension JSONRecord {
    /// The transcript of a conversation in a wire format.
    func transcript(of conversation: Conversation) -> Transcript {
        Transcript(
            conversation: conversation, requests: .answeredOrAsked(conversation.messages),
            source: source)
    }

    /// The record's identifier, or else its position.
    var nameOfRequest: String { value.object?.identifier("id") ?? String(source.record) }
}

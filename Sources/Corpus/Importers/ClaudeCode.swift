internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads Claude Code session logs: JSON lines, of which those of type user and assistant are the
/// conversation.
///
/// An answer is logged in several lines with the same message identifier, one for each block; they
/// make one message. A user line of tool results makes one message for each. Every sidechain (a
/// sub-agent) is a conversation of its own, and so is each session of a file.
enum ClaudeCode {
    static let importer = Importer(.claudeCode) { sample in
        let isLog =
            sample.shape == .lines
            && sample.records.contains {
                $0["sessionId"] != nil && $0["type"] != nil && $0["uuid"] != nil
            }
        return isLog ? .session { SessionLog(source: $0) } : nil
    }
}

/// A session log being read line by line.
private struct SessionLog: SessionReader {
    private let source: TranscriptSource
    private var threads: [Thread] = []
    private var threadOfSession: [String: Int] = [:]
    private var threadOfLine: [String: Int] = [:]

    init(source: TranscriptSource) { self.source = source }

    mutating func add(_ value: JSONValue) throws(TranscriptError) {
        let line = try value.requiredObject()
        let type = try line.string("type")
        guard let uuid = line["uuid"]?.string else { return }
        let thread = self.thread(of: line)
        threadOfLine[uuid] = thread
        guard type == "user" || type == "assistant" else { return }
        guard let message = line["message"]?.object else {
            throw TranscriptError("message", expected: "an object", found: line["message"])
        }
        let time = line["timestamp"]?.string.flatMap(Timestamp.milliseconds)
        do throws(TranscriptError) {
            if type == "user" {
                try threads[thread].addUser(message, time)
            } else {
                try threads[thread].addAnswer(message, time)
            }
        } catch { throw error.inside("message") }
    }

    /// The conversation a line belongs to; a sidechain starts where its parent is in no sidechain.
    private mutating func thread(of line: JSONObject) -> Int {
        let session = line.identifier("sessionId") ?? ""
        if line["isSidechain"]?.bool == true {
            let parent = line["parentUuid"]?.string.flatMap { threadOfLine[$0] }
            if let parent, threads[parent].isSidechain { return parent }
            threads.append(Thread(id: "\(session)/\(threads.count)", isSidechain: true))
        } else if let known = threadOfSession[session] {
            return known
        } else {
            threadOfSession[session] = threads.count
            threads.append(Thread(id: session, isSidechain: false))
        }
        return threads.count - 1
    }

    func finish() -> [Transcript] {
        threads.filter { !$0.messages.isEmpty }.enumerated().map { record, thread in
            Transcript(
                conversation: Conversation(id: thread.id, messages: thread.messages),
                timestamps: thread.timestamps, requests: thread.requests,
                source: TranscriptSource(
                    path: source.path, record: record, format: source.format))
        }
    }
}

/// One conversation of a session log.
private struct Thread {
    let id: String
    let isSidechain: Bool
    private(set) var messages: [Message] = []
    private(set) var timestamps: [Int64?] = []
    private var notRequested: Set<Int> = []
    private var lastAnswer: (id: String, message: Int)?

    init(id: String, isSidechain: Bool) {
        self.id = id
        self.isSidechain = isSidechain
    }

    /// Answers that the program made up itself (an error shown as one) were asked of no model.
    var requests: [RequestPoint] {
        [RequestPoint].answered(messages).filter { !notRequested.contains($0.messageCount) }
    }

    mutating func addUser(_ message: JSONObject, _ time: Int64?) throws(TranscriptError) {
        if let text = message["content"]?.string { return append(Message(.user, text), time) }
        var spoken: [ContentPart] = []
        try message.forEach(in: "content") { (block) throws(TranscriptError) in
            let part = try AnthropicBlock.read(block)
            guard case .toolResult = part else { return spoken.append(part) }
            append(Message(.tool, parts: [part]), time)
        }
        if spoken.isEmpty { return }
        append(Message(.user, parts: spoken, wire: MessageWire(content: .parts)), time)
    }

    mutating func addAnswer(_ message: JSONObject, _ time: Int64?) throws(TranscriptError) {
        var parts: [ContentPart] = []
        if let text = message["content"]?.string {
            parts = [.text(TextPart(text))]
        } else {
            try message.forEach(in: "content") { (block) throws(TranscriptError) in
                parts.append(try AnthropicBlock.read(block))
            }
        }
        let id = message["id"]?.string
        if let id, let lastAnswer, lastAnswer.id == id {
            messages[lastAnswer.message].parts += parts
            return
        }
        append(Message(.assistant, parts: parts, wire: MessageWire(content: .parts)), time)
        lastAnswer = id.map { ($0, messages.count - 1) }
        if message["model"]?.string == "<synthetic>" { notRequested.insert(messages.count - 1) }
    }

    private mutating func append(_ message: Message, _ time: Int64?) {
        messages.append(message)
        timestamps.append(time)
    }
}

/// Reads one content block of Anthropic's Messages as Claude Code logs it.
private enum AnthropicBlock {
    static func read(_ block: JSONObject) throws(TranscriptError) -> ContentPart {
        switch try block.string("type") {
        case "text": return .text(TextPart(try block.string("text")))
        case "thinking":
            let signature = block["signature"]?.string ?? ""
            let extra = signature.isEmpty ? [] : [("signature", JSONValue.string(signature))]
            return .reasoning(TextPart(try block.string("thinking"), extra: JSONObject(extra)))
        case "tool_use":
            return .toolCall(
                ToolCall(
                    id: block.identifier("id"), name: try block.string("name"),
                    arguments: ToolArguments(block["input"])))
        case "tool_result":
            return .toolResult(try result(block))
        case "image": return .image(ImagePart(source: .object(block)))
        default: return .opaque(.object(block))
        }
    }

    private static func result(_ block: JSONObject) throws(TranscriptError) -> ToolResult {
        let id = block.identifier("tool_use_id")
        if let text = block["content"]?.string { return ToolResult(callID: id, text) }
        guard let content = block["content"], !content.isNull else {
            return ToolResult(callID: id, content: [], shape: .absent)
        }
        var parts: [ContentPart] = []
        try block.forEach(in: "content") { (part) throws(TranscriptError) in
            parts.append(try read(part))
        }
        return ToolResult(callID: id, content: parts, shape: .parts)
    }
}

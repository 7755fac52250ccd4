internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// Reads Claude Code session logs: JSON lines, each of which names the one it follows.
///
/// What a request sent are the messages on the way to it, not those before it in the file
/// (`SessionTree`). Sub-agents are conversations of their own, named by their session and agent.
enum ClaudeCode {
    static let importer = Importer(.claudeCode) { sample in
        let isLog =
            (sample.shape == .lines || sample.isOneLine)
            && sample.records.contains { isNode($0) || isNote($0) }
        return isLog ? .session { SessionLog(source: $0) } : nil
    }

    private static func isNode(_ line: JSONValue) -> Bool {
        line["sessionId"] != nil && line["type"] != nil && line["uuid"] != nil
    }

    /// Whether a line is one of those that can stand before the first of a conversation, or alone.
    private static func isNote(_ line: JSONValue) -> Bool {
        guard let type = line["type"]?.string, let marks = notes[type] else { return false }
        return marks.contains { line[$0] != nil }
    }

    /// The types of lines that are no part of a conversation, with members of which each has one.
    private static let notes: [String: [String]] = [
        "agent-name": ["sessionId"], "ai-title": ["sessionId"], "atis-latch": ["sessionId"],
        "api-request": ["shapeHash"], "api-request-blob": ["hash"],
        "api-request-shape": ["shapeHash"],
        "bridge-session": ["sessionId"], "cost-state": ["sessionId"],
        "custom-title": ["sessionId"], "file-history-delta": ["messageId", "snapshotMessageId"],
        "file-history-snapshot": ["messageId", "snapshot"], "last-prompt": ["sessionId"],
        "mode": ["sessionId"], "permission-mode": ["sessionId"], "pr-link": ["sessionId"],
        "queue-operation": ["sessionId"], "summary": ["leafUuid"], "tools-used": ["sessionId"],
    ]
}

/// A session log being read line by line.
private struct SessionLog: SessionReader {
    private let source: TranscriptSource
    private var tree = SessionTree()
    private var number = 0

    init(source: TranscriptSource) { self.source = source }

    mutating func add(_ value: JSONValue) throws(TranscriptError) {
        number += 1
        let line: JSONObject
        do throws(TranscriptError) {
            line = try value.requiredObject()
            _ = try line.string("type")
        } catch {
            tree.lose()
            throw error
        }
        guard var node = ClaudeCodeLine(line, number: number) else { return }
        do throws(TranscriptError) {
            try node.read(line)
        } catch {
            // Its place is known, so what follows it still has its history.
            tree.lose()
            tree.add(node)
            throw error
        }
        tree.add(node)
    }

    mutating func lose() {
        number += 1
        tree.lose()
    }

    func finish() -> [Transcript] {
        var stretches = SessionStretches(tree)
        return stretches.transcripts(source: source).enumerated().map { record, transcript in
            var transcript = transcript
            transcript.source.record = record
            return transcript
        }
    }
}

/// What Claude Code put into a prompt beside what the user and the tools said.
///
/// The log holds its pieces, not the words around them, so the message is of the pieces alone.
/// Versions that log the words as they were sent (`rendered`) are read so.
enum ClaudeCodeAttachment {
    /// The message, or nil where nothing of the attachment was sent, or nothing of it is logged.
    static func message(_ attachment: JSONObject) -> Message? {
        let type = attachment["type"]?.string ?? ""
        if unsent.contains(type) { return nil }
        if let parts = attachment["rendered"].map(parts), !parts.isEmpty { return message(parts) }
        let names = pieces[type] ?? usual
        let found = names.flatMap { name in parts(of: value(name, in: .object(attachment))) }
        return found.isEmpty ? nil : message(found)
    }

    /// What is told to the user or to the program, but not to the model.
    private static let unsent: Set = [
        "already_read_file", "async_hook_response", "command_permissions", "hook_cancelled",
        "hook_non_blocking_error", "hook_system_message",
    ]

    /// Where the pieces of each type stand.
    private static let pieces: [String: [String]] = [
        "agent_listing_delta": ["addedLines", "removedTypes"],
        "compact_file_reference": ["filename"],
        "date_change": ["newDate"],
        "deferred_tools_delta": ["addedLines", "removedNames"],
        "edited_text_file": ["filename", "snippet"],
        "file": ["filename", "content.file.content"],
        "mcp_instructions_delta": ["addedBlocks", "removedNames"],
        "nested_memory": ["path", "content.content"],
        "queued_command": ["prompt"],
    ]

    /// Where the pieces of other types stand, if they are texts.
    private static let usual = ["content", "text", "prompt", "snippet"]

    private static func value(_ path: String, in value: JSONValue) -> JSONValue? {
        path.split(separator: ".").reduce(value) { $0?[String($1)] }
    }

    /// The texts and pictures of a piece: a text, blocks of content, or a list of either.
    private static func parts(of value: JSONValue?) -> [ContentPart] {
        switch value {
        case .string(let text)?: text.isEmpty ? [] : [.text(TextPart(text))]
        case .array(let elements)?: elements.flatMap { parts(of: $0) }
        case .object(let block)?:
            switch try? ClaudeCodeBlock.read(block) {
            case .text(let text)?: [.text(text)]
            case .image(let image)?: [.image(image)]
            default: block["content"].map(parts) ?? []
            }
        default: []
        }
    }

    /// One text of all texts in a row; they were sent as one.
    private static func message(_ parts: [ContentPart]) -> Message {
        let texts = parts.compactMap { if case .text(let part) = $0 { part.text } else { nil } }
        let others = parts.filter { if case .text = $0 { false } else { true } }
        let text = texts.joined(separator: "\n")
        if others.isEmpty { return Message(.user, text) }
        let spoken: [ContentPart] = text.isEmpty ? [] : [.text(TextPart(text))]
        return Message(.user, parts: spoken + others, wire: MessageWire(content: .parts))
    }
}

/// Reads one content block of Anthropic's Messages as Claude Code logs it.
enum ClaudeCodeBlock {
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

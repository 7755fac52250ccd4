internal import ContextModel
internal import StrictJSON

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

internal import ContextModel
internal import StrictJSON
internal import WireFormats

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

internal import StrictJSON
internal import WireFormats

/// Reads Anthropic Messages in the places where Chat Completions are read.
///
/// A request is one of Anthropic's if it shows something of that format alone (`system`, a tool's
/// `input_schema`, a block of a tool or of thinking) and nothing that only Chat Completions has. One
/// that shows neither is read as the others of its file.
enum AnthropicMessages {
    static let importer = Importer(.anthropicMessages) { sample in
        sample.layoutOfRequests(where: isRequest)
    }

    private static let blocks: Set = ["tool_use", "tool_result", "thinking", "redacted_thinking"]

    static func isRequest(_ messages: [JSONValue], _ request: JSONObject?) -> Bool {
        if messages.isEmpty || messages.contains(where: ChatCompletions.isOwn) { return false }
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

internal import ContextModel
internal import StrictJSON
internal import WireFormats

/// An item of a Responses history, as Codex logs it.
enum CodexItem {
    /// What the model wrote: a part of its answer.
    case written([ContentPart])
    /// What it was given.
    case given(Message)
    /// An item of a type nobody knows here.
    case unknown(String)

    /// Whether an item stands for the history before it.
    static func isSummary(_ item: JSONObject) -> Bool { item["type"]?.string == "compaction" }

    /// Reads an item; one of a known type without what it must have is refused.
    static func read(_ item: JSONObject) throws(TranscriptError) -> Self {
        switch try item.string("type") {
        case "message": return try message(item)
        case "reasoning": return .written([reasoning(item)])
        case "compaction": return .written([encrypted(item)])
        case "function_call", "tool_search_call":
            return .written([.toolCall(call(item, arguments: item["arguments"]))])
        case "custom_tool_call":
            var call = call(item, arguments: item["input"])
            call.shape = .custom
            return .written([.toolCall(call)])
        case "local_shell_call":
            return .written([.toolCall(call(item, arguments: item["action"]))])
        case "web_search_call":
            // The provider ran it and told the model alone what it found.
            let fields = JSONObject([
                ("type", .string("server_tool_use")), ("name", .string("web_search")),
                ("input", item["action"] ?? .null),
            ])
            return .written([.opaque(.object(fields))])
        case "function_call_output", "custom_tool_call_output":
            return .given(Message(tool: result(item, item["output"])))
        case "tool_search_output":
            return .given(Message(tool: result(item, item["tools"])))
        case let type: return .unknown(type)
        }
    }

    private static func message(_ item: JSONObject) throws(TranscriptError) -> Self {
        let parts = try item.array("content").map(part)
        switch try item.string("role") {
        case "assistant": return .written(parts)
        case "user":
            return .given(Message(.user, parts: parts, wire: MessageWire(content: .parts)))
        case "system":
            return .given(Message(.system, parts: parts, wire: MessageWire(content: .parts)))
        case "developer":
            let wire = MessageWire(content: .parts, role: "developer")
            return .given(Message(.system, parts: parts, wire: wire))
        case let role:
            throw TranscriptError(
                field: "role", expected: "user, assistant, developer or system",
                found: "\"\(role)\"")
        }
    }

    private static func part(_ value: JSONValue) -> ContentPart {
        if let text = value["text"]?.string { return .text(TextPart(text)) }
        switch value["type"]?.string {
        case "input_image": return .image(ImagePart(source: value))
        case "refusal": return .text(TextPart(value["refusal"]?.string ?? ""))
        default: return .opaque(value)
        }
    }

    /// The summary of what was thought; where there is none, what only the provider can read.
    private static func reasoning(_ item: JSONObject) -> ContentPart {
        let texts = ["summary", "content"].flatMap { item[$0]?.array ?? [] }
            .compactMap { $0["text"]?.string }
        if texts.isEmpty { return encrypted(item) }
        let content = item["encrypted_content"]?.string.map(JSONValue.string)
        let extra = JSONObject(content.map { [("encrypted_content", $0)] } ?? [])
        return .reasoning(TextPart(texts.joined(separator: "\n\n"), extra: extra))
    }

    private static func encrypted(_ item: JSONObject) -> ContentPart {
        let data = item["encrypted_content"]?.string ?? ""
        return .opaque(
            .object(
                JSONObject([("type", .string("redacted_thinking")), ("data", .string(data))])))
    }

    private static func call(_ item: JSONObject, arguments: JSONValue?) -> ToolCall {
        let type = item["type"]?.string ?? ""
        return ToolCall(
            id: item.identifier("call_id") ?? item.identifier("id"),
            name: item["name"]?.string ?? type.replacing("_call", with: ""),
            arguments: ToolArguments(arguments))
    }

    private static func result(_ item: JSONObject, _ output: JSONValue?) -> ToolResult {
        let id = item.identifier("call_id")
        switch output {
        case .string(let text)?: return ToolResult(callID: id, text)
        case .array(let elements)?:
            return ToolResult(callID: id, content: elements.map(part), shape: .parts)
        case let value?: return ToolResult(callID: id, value.compactText)
        case nil: return ToolResult(callID: id, content: [], shape: .absent)
        }
    }
}

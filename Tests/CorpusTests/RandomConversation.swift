import ContextModel
import Corpus
import StrictJSON
import TestSupport
import WireFormats

/// Random conversations as JSON, in the ways the wire formats allow; the same for the same seed.
struct RandomConversation {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// A Chat Completions request or array of messages.
    mutating func chatCompletions() -> JSONValue {
        let messages = list(8) { $0.chatMessage() }
        if chance(4) { return .array(messages) }
        return request(messages, tool: #"{"type":"function","function":{"name":"f"}}"#)
    }

    /// An Anthropic request or array of messages.
    mutating func anthropicMessages() -> JSONValue {
        let messages = list(8) { $0.anthropicMessage() }
        if chance(4) { return .array(messages) }
        var fields = request(messages, tool: #"{"name":"f","input_schema":{}}"#).object
        if chance(2) { fields?["system"] = content { $0.textBlock() } }
        return .object(fields ?? JSONObject())
    }

    /// A conversation as no wire format holds it: parts of any kind in any order in any role.
    mutating func transcript() -> Transcript {
        let messages = list(8) { $0.message() }
        let extra = JSONObject(chance(2) ? [("model", .string(text())), ("id", .string("x"))] : [])
        var conversation = Conversation(
            id: text(), messages: messages, tools: list(2) { $0.any() },
            format: random.choose(WireFormat.allCases), extra: extra)
        conversation.container = chance(2) ? .array : .object
        let times = messages.map { _ in chance(4) ? nil : Int64(random.below(1 << 40)) }
        return Transcript(
            conversation: conversation, timestamps: chance(2) ? times : [],
            requests: messages.indices.filter { _ in chance(2) }.map {
                RequestPoint(messageCount: $0 + 1, isSynthetic: chance(3))
            },
            source: TranscriptSource(path: "a/b.json", record: 3, format: .shareGPT))
    }
}

// MARK: - Chat Completions

extension RandomConversation {
    private mutating func chatMessage() -> JSONValue {
        let role = random.choose([
            "system", "developer", "user", "assistant", "assistant", "tool", "function",
        ])
        var fields = JSONObject([("role", .string(role))])
        if !chance(6) { fields["content"] = content { $0.chatPart() } }
        if chance(4) { fields["name"] = oddString() }
        if chance(4) { fields["reasoning_content"] = oddString() }
        if chance(6) { fields[random.choose(["refusal", "audio", "winnow"])] = any() }
        if role == "tool" || chance(8) { fields["tool_call_id"] = oddString() }
        if role == "assistant", chance(2) {
            let calls = list(3) { $0.chatCall() }
            fields["tool_calls"] = chance(8) ? .null : .array(calls)
        }
        if role == "assistant", chance(4) { fields["function_call"] = .object(named()) }
        return .object(fields)
    }

    private mutating func chatPart() -> JSONValue {
        switch random.below(4) {
        case 0: value(#"{"type":"image_url","image_url":{"url":"https://a.example/b.png"}}"#)
        case 1: any()
        default: textBlock()
        }
    }

    private mutating func chatCall() -> JSONValue {
        var fields = JSONObject()
        if chance(2) { fields["id"] = oddString() }
        switch random.below(4) {
        case 0: fields.add(named())
        case 1:
            fields["type"] = .string("custom")
            fields["custom"] = .object(named(arguments: "input"))
        case let kind:
            fields["type"] = kind == 2 ? .string("function") : chance(2) ? any() : nil
            fields["function"] = .object(named())
        }
        if chance(5) { fields["index"] = any() }
        return .object(fields)
    }

    private mutating func named(arguments key: String = "arguments") -> JSONObject {
        let arguments = random.choose([
            .string("{\"a\": 1.50}"), .string("not JSON"), .null, value(#"{"b":[1.0,null]}"#),
        ])
        var fields = JSONObject([("name", .string(text())), (key, arguments)])
        if chance(5) { fields["strict"] = any() }
        return fields
    }
}

// MARK: - Anthropic Messages

extension RandomConversation {
    private mutating func anthropicMessage() -> JSONValue {
        let role = random.choose(["user", "assistant", "assistant", "system"])
        var fields = JSONObject([("role", .string(role))])
        if !chance(8) { fields["content"] = content { $0.block(depth: 2) } }
        if chance(6) { fields["note"] = any() }
        return .object(fields)
    }

    private mutating func block(depth: Int) -> JSONValue {
        switch random.below(depth > 0 ? 6 : 4) {
        case 0: return value(#"{"type":"thinking","thinking":"hm","signature":"c2ln"}"#)
        case 1:
            return value(
                #"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA"}}"#
            )
        case 2: return any()
        case 3: return textBlock()
        case 4:
            var call = JSONObject([
                ("type", .string("tool_use")), ("name", .string(text())), ("input", any()),
            ])
            if !chance(6) { call["id"] = oddString() }
            if chance(4) { call["cache_control"] = value(#"{"type":"ephemeral"}"#) }
            return .object(call)
        default:
            var result = JSONObject([("type", .string("tool_result"))])
            if !chance(6) { result["tool_use_id"] = oddString() }
            if !chance(6) { result["content"] = content { $0.block(depth: depth - 1) } }
            if chance(3) { result["is_error"] = .bool(true) }
            return .object(result)
        }
    }
}

// MARK: - The model's own values

extension RandomConversation {
    private mutating func message() -> Message {
        let shape = random.choose([MessageWire.Content.string, .parts, .null, .absent])
        let word = chance(4) ? random.choose(["developer", "function", "system"]) : nil
        return Message(
            random.choose(Role.allCases), parts: list(4) { $0.part(depth: 1) },
            name: chance(4) ? text() : nil, extra: extra(),
            wire: MessageWire(content: shape, role: word))
    }

    private mutating func part(depth: Int) -> ContentPart {
        switch random.below(depth > 0 ? 6 : 5) {
        case 0: return .text(TextPart(text(), extra: extra()))
        case 1: return .reasoning(TextPart(text(), extra: extra()))
        case 2:
            let size = chance(2) ? PixelSize(width: 3, height: 4) : nil
            return .image(
                ImagePart(source: any(), description: chance(2) ? text() : nil, size: size))
        case 3:
            var call = ToolCall(
                id: chance(3) ? nil : text(), name: text(),
                arguments: chance(2) ? .text(text()) : .value(any()), extra: extra())
            call.shape = random.choose([.function, .untyped, .flat, .custom, .functionCall])
            return .toolCall(call)
        case 4: return .opaque(any())
        default:
            return .toolResult(
                ToolResult(
                    callID: chance(3) ? nil : text(), name: chance(3) ? text() : nil,
                    content: list(3) { $0.part(depth: depth - 1) },
                    shape: random.choose([.string, .parts, .null, .absent]), extra: extra()))
        }
    }

    private mutating func extra() -> JSONObject {
        guard chance(4) else { return JSONObject() }
        return JSONObject([(random.choose(["cache_control", "winnow", "type", "é"]), any())])
    }
}

// MARK: - Pieces

extension RandomConversation {
    private mutating func chance(_ outOf: Int) -> Bool { random.below(outOf) == 0 }

    private mutating func text() -> String {
        random.choose(["", "a", "Grüße\n", "e\u{301}", "\"quoted\\\u{0}", "😀 word"])
    }

    private mutating func oddString() -> JSONValue { chance(4) ? any() : .string(text()) }

    private mutating func any() -> JSONValue {
        random.choose([
            .null, .bool(true), .number(JSONNumber(lexeme: "1.0")), .string(text()), .array([]),
            value(#"{"type":"x","value":[1e5,{}]}"#), value(#"{"type":"text","text":3}"#),
        ])
    }

    private mutating func textBlock() -> JSONValue {
        var fields = JSONObject([("type", .string("text")), ("text", .string(text()))])
        if chance(4) { fields["cache_control"] = value(#"{"type":"ephemeral"}"#) }
        return .object(fields)
    }

    private mutating func content(_ part: (inout Self) -> JSONValue) -> JSONValue {
        switch random.below(5) {
        case 0: .null
        case 1, 2: .string(text())
        default: .array(list(4, part))
        }
    }

    private mutating func list<Element>(
        _ limit: Int, _ make: (inout Self) -> Element
    ) -> [Element] {
        (0..<random.below(limit + 1)).map { _ in make(&self) }
    }

    private mutating func request(_ messages: [JSONValue], tool: String) -> JSONValue {
        var fields = JSONObject([("messages", .array(messages))])
        if chance(2) { fields["tools"] = chance(4) ? any() : .array([value(tool)]) }
        if chance(2) { fields["max_tokens"] = .number(JSONNumber(lexeme: "1e3")) }
        return .object(fields)
    }

    private func value(_ text: String) -> JSONValue { (try? JSONValue(parsing: text)) ?? .null }
}

extension JSONObject {
    fileprivate mutating func add(_ other: JSONObject) {
        for member in other.members { self[member.key] = member.value }
    }
}

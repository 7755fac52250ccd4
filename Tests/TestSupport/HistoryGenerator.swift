package import ContextModel
internal import Statistics
internal import StrictJSON

/// Random histories of the kinds that break strategies, the same for the same seed.
///
/// Legal ones keep every published rule of their format: parallel calls, calls that wait at the end,
/// thinking, pictures, parts of unknown kinds, texts of odd characters and of thousands of words, many
/// system messages, single messages, tool loops after the last question, repetitions, texts that look
/// like placeholders. Invalid ones begin as valid ones and then lose messages, parts and
/// identifiers, or get them in the wrong place; by chance a few stay legal.
package struct HistoryGenerator {
    package let format: WireFormat
    package let isLegal: Bool
    var random: SeededGenerator
    var texts: TextGenerator
    private var calls = 0
    /// Whether every turn of the model begins with thinking, which Anthropic asks of a turn that has any.
    private var alwaysThinks = false

    package init(seed: UInt64, format: WireFormat, legal: Bool) {
        self.format = format
        isLegal = legal
        let name = "\(format.rawValue) \(legal)"
        random = SeededGenerator(seed: seed, name: name)
        texts = TextGenerator(seed: seed, name: name + " texts")
    }

    /// The next history; a legal one has at least one message besides the system's.
    package mutating func next() -> [Message] {
        alwaysThinks = chance(3)
        var messages = systemMessages()
        if chance(12) {
            messages = (chance(2) ? [] : messages) + [userMessage()]
        } else {
            for _ in 0..<random.next(in: 1...6) { messages += exchange() }
            messages += ending()
        }
        if chance(10) { repeatSome(of: &messages) }
        return isLegal ? messages : damaged(messages)
    }

    mutating func chance(_ outOf: Int) -> Bool { random.next(below: outOf) == 0 }
}

// MARK: - Turns

extension HistoryGenerator {
    private mutating func systemMessages() -> [Message] {
        let count = random.choose([0, 1, 1, 1, 2, 5])
        return (0..<count).map { _ in
            var message = Message(.system, parts: [.text(texts.next())])
            if format == .chatCompletions {
                message.name = speaker()
                if chance(4) { message.wire.role = "developer" }
            }
            return message
        }
    }

    /// A question, tool loops, an answer; now and then without the one or the other.
    private mutating func exchange() -> [Message] {
        var messages = [userMessage()]
        if chance(6) { messages.append(userMessage()) }
        for _ in 0..<random.choose([0, 0, 1, 1, 2, 5]) { messages += toolLoop() }
        messages.append(assistantMessage(calls: []))
        if chance(8) { messages.append(assistantMessage(calls: [])) }
        return messages
    }

    /// What the last request is made for: a question, a loop in progress, calls that wait, a reply.
    private mutating func ending() -> [Message] {
        let question = userMessage()
        switch random.next(below: 5) {
        case 0: return []
        case 1: return [question]
        case 2: return [question] + (0..<random.next(in: 1...8)).flatMap { _ in toolLoop() }
        case 3: return [question, assistantMessage(calls: someCalls())]
        default: return [question] + toolLoop() + [assistantMessage(calls: someCalls())]
        }
    }

    private mutating func toolLoop() -> [Message] {
        let calls = someCalls()
        var results = calls.map { result(of: $0) }
        if chance(3) { random.shuffle(&results) }
        return [assistantMessage(calls: calls)] + answers(results.map(ContentPart.toolResult))
    }

    /// Results as tool messages or, in Anthropic's format, as one or two user messages.
    private mutating func answers(_ results: [ContentPart]) -> [Message] {
        guard format == .anthropicMessages else {
            return results.map { Message(.tool, parts: [$0]) }
        }
        let wire = MessageWire(content: .parts)
        if results.count > 1, chance(4) {
            return results.map { Message(.user, parts: [$0], wire: wire) }
        }
        let remark: [ContentPart] = chance(4) ? [.text(texts.next())] : []
        return [Message(.user, parts: results + remark, wire: wire)]
    }

    private mutating func repeatSome(of messages: inout [Message]) {
        guard let index = messages.indices.last(where: { messages[$0].isPlain }) else { return }
        let copies = Array(repeating: messages[index], count: random.next(in: 1...5))
        messages.insert(contentsOf: copies, at: index)
    }
}

extension Message {
    /// Whether a copy of the message right beside it is as legal as the message.
    fileprivate var isPlain: Bool {
        role == .user
            && parts.allSatisfy { if case .toolResult = $0 { false } else { true } }
    }
}

// MARK: - Messages

extension HistoryGenerator {
    private mutating func userMessage() -> Message {
        var parts: [ContentPart] = [.text(texts.next())]
        if chance(4) { parts.append(.text(texts.next())) }
        if chance(5) { parts.insert(image(), at: random.next(below: parts.count + 1)) }
        if chance(8) { parts.append(opaquePart()) }
        return Message(
            .user, parts: parts, name: format == .chatCompletions ? speaker() : nil,
            wire: MessageWire(content: parts.count == 1 ? .string : .parts))
    }

    private mutating func assistantMessage(calls: [ToolCall]) -> Message {
        let thinks = format == .anthropicMessages ? alwaysThinks : chance(3)
        var parts: [ContentPart] = thinks ? [thinking()] : []
        if calls.isEmpty || chance(2) { parts.append(.text(texts.next())) }
        if format == .anthropicMessages, calls.isEmpty, chance(5) {
            parts.append(.text(texts.next()))
        }
        parts += calls.map(ContentPart.toolCall)
        let isText = parts.count == 1 && calls.isEmpty
        let content: MessageWire.Content =
            isText || format == .chatCompletions ? .string : .parts
        var message = Message(.assistant, parts: parts, wire: MessageWire(content: content))
        if format == .chatCompletions, calls.count == message.parts.count {
            message.wire.content = random.choose([.null, .absent, .string])
        }
        return message
    }

    private mutating func thinking() -> ContentPart {
        let isRedacted = format == .anthropicMessages && chance(6)
        if isRedacted {
            return .opaque(
                .strings([("type", "redacted_thinking"), ("data", "c2VjcmV0")]))
        }
        var part = TextPart(texts.next())
        if format == .anthropicMessages { part.extra["signature"] = .string("c2ln") }
        return .reasoning(part)
    }

    private mutating func speaker() -> String? {
        chance(6) ? random.choose(["Ada", "example_user", "Zoë", "n-1"]) : nil
    }

    private mutating func image() -> ContentPart {
        let url = "https://a.example/\(random.next(below: 100)).png"
        let source: JSONValue =
            format == .anthropicMessages
            ? .strings([("type", "image")], ("source", [("type", "url"), ("url", url)]))
            : .strings([("type", "image_url")], ("image_url", [("url", url)]))
        let size = chance(2) ? PixelSize(width: random.next(in: 1...4000), height: 800) : nil
        return .image(ImagePart(source: source, size: size))
    }

    private mutating func opaquePart() -> ContentPart {
        if format == .anthropicMessages {
            let source = [("type", "text"), ("media_type", "text/plain"), ("data", "a page")]
            return .opaque(.strings([("type", "document")], ("source", source)))
        }
        let audio = [("data", "UklGRg=="), ("format", "wav")]
        return .opaque(.strings([("type", "input_audio")], ("input_audio", audio)))
    }
}

// MARK: - Calls and results

extension HistoryGenerator {
    private mutating func someCalls() -> [ToolCall] {
        (0..<random.choose([1, 1, 1, 2, 3, 12])).map { place in call(place: place) }
    }

    private mutating func call(place: Int) -> ToolCall {
        calls += 1
        // Only Chat Completions lets an identifier come again after its call was answered.
        let isReused = format == .chatCompletions && chance(3)
        let id = isReused ? "call_\(place)" : "toolu_\(calls)-x"
        let object = JSONValue.strings([("path", texts.next()), ("a b", "\u{0}\"\\")])
        let arguments: ToolArguments =
            format == .anthropicMessages ? .value(object) : .text(object.compactText)
        return ToolCall(
            id: id, name: random.choose(["read_file", "x", "mcp__server__search-1"]),
            arguments: chance(5) ? arguments.emptied : arguments)
    }

    private mutating func result(of call: ToolCall) -> ToolResult {
        var result = ToolResult(callID: call.id, chance(8) ? "" : texts.next())
        guard chance(4), !result.content.isEmpty else { return result }
        result.shape = .parts
        if chance(2) { result.content.append(.text(texts.next())) }
        if format == .anthropicMessages {
            if chance(2) { result.content.append(image()) }
            result.extra["is_error"] = .bool(chance(2))
        }
        return result
    }
}

extension ToolArguments {
    /// No arguments, in the same form.
    fileprivate var emptied: Self {
        switch self {
        case .text: .text("{}")
        case .value: .value(.object(JSONObject()))
        }
    }
}

extension ContentPart {
    fileprivate static func text(_ text: String) -> Self { .text(TextPart(text)) }
}

extension JSONValue {
    /// An object of strings, and of a further object of strings.
    fileprivate static func strings(
        _ pairs: [(String, String)], _ inner: (key: String, pairs: [(String, String)])? = nil
    ) -> Self {
        var object = JSONObject(pairs.map { ($0, .string($1)) })
        if let inner { object[inner.key] = .strings(inner.pairs) }
        return .object(object)
    }
}

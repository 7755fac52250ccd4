public import ContextModel

extension Message {
    /// The texts that compression may touch, in order: all but thinking, which providers sign, and parts
    /// of unknown kinds. Calls' names and identifiers never change. O(parts).
    public var compressibleTexts: [CompressibleText] {
        var texts: [CompressibleText] = []
        for part in parts { part.addTexts(of: self, to: &texts) }
        return texts
    }

    /// The message with other texts in the places of `compressibleTexts`, as many as those.
    public func replacingTexts(with texts: some Sequence<String>) -> Message {
        var message = self
        var texts = Array(texts)[...]
        for index in message.parts.indices { message.parts[index].takeText(from: &texts) }
        precondition(texts.isEmpty, "a text for each place")
        return message
    }

    fileprivate func kind(of text: String) -> TextKind {
        switch role {
        case .system: .system
        case .tool: .toolOutput
        default: text.isBracketed ? .json : .prose
        }
    }
}

extension ContentPart {
    fileprivate func addTexts(of message: Message, to texts: inout [CompressibleText]) {
        func add(_ text: String, _ kind: TextKind) {
            texts.append(
                CompressibleText(
                    text, kind: kind,
                    mayCarryDecoder: message.role != .assistant && kind != .arguments))
        }
        switch self {
        case .text(let part): add(part.text, message.kind(of: part.text))
        case .toolCall(let call):
            if case .text(let arguments) = call.arguments { add(arguments, .arguments) }
        case .toolResult(let result):
            for case .text(let part) in result.content { add(part.text, .toolOutput) }
        case .reasoning, .image, .opaque: break
        }
    }

    fileprivate mutating func takeText(from texts: inout ArraySlice<String>) {
        switch self {
        case .text(var part):
            part.text = texts.removeFirst()
            self = .text(part)
        case .toolCall(var call):
            guard case .text = call.arguments else { return }
            call.arguments = .text(texts.removeFirst())
            self = .toolCall(call)
        case .toolResult(var result):
            for index in result.content.indices {
                guard case .text = result.content[index] else { continue }
                result.content[index].takeText(from: &texts)
            }
            self = .toolResult(result)
        case .reasoning, .image, .opaque: return
        }
    }
}

extension String {
    /// Whether the text is, by its ends, one JSON object or array.
    var isBracketed: Bool {
        let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = utf8.first(where: { !isSpace($0) }),
            let last = utf8.last(where: { !isSpace($0) })
        else { return false }
        return first == UInt8(ascii: "{") && last == UInt8(ascii: "}")
            || first == UInt8(ascii: "[") && last == UInt8(ascii: "]")
    }
}

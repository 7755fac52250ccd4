public import ContextModel

/// A text of a turn, with what it is.
public struct CompressibleText: Hashable, Sendable {
    /// The text.
    public let text: String
    /// What it is.
    public let kind: TextKind
    /// Whether a decoder text may stand before it: not in the model's own words.
    public let mayCarryDecoder: Bool

    /// A text.
    public init(_ text: String, kind: TextKind, mayCarryDecoder: Bool) {
        self.text = text
        self.kind = kind
        self.mayCarryDecoder = mayCarryDecoder
    }

    /// The text in stretches of which each may or may not be touched: code between fences is told from
    /// what is around it. Put together they are the text.
    func stretches(_ contents: Set<TextKind>) -> [(text: String, isOpen: Bool)] {
        guard kind == .prose, contents.contains(.prose) != contents.contains(.code) else {
            return [(text, contents.contains(kind))]
        }
        var stretches: [(text: String, isOpen: Bool)] = []
        var isCode = false
        func add(_ text: Substring) {
            guard !text.isEmpty else { return }
            stretches.append((String(text), contents.contains(isCode ? .code : .prose)))
        }
        var rest = text[...]
        while let fence = Self.fence(in: rest) {
            // A fence belongs to what is around it.
            add(isCode ? rest[..<fence.lowerBound] : rest[..<fence.upperBound])
            rest = isCode ? rest[fence.lowerBound...] : rest[fence.upperBound...]
            if isCode {
                isCode = false
                add(rest[..<fence.upperBound])
                rest = rest[fence.upperBound...]
            } else {
                isCode = true
            }
        }
        add(rest)
        return stretches
    }

    /// The next line that begins with three backticks, its end included.
    private static func fence(in text: Substring) -> Range<String.Index>? {
        var line = text.startIndex
        while line < text.endIndex {
            let end = text[line...].utf8.firstIndex(of: 0x0A).map(text.utf8.index(after:))
            if text[line...].utf8.starts(with: "```".utf8) { return line..<(end ?? text.endIndex) }
            guard let end else { return nil }
            line = end
        }
        return nil
    }
}

/// A text as it is sent.
public struct CompressedText: Hashable, Sendable {
    /// The text, the decoder text before it included.
    public let text: String
    /// How many bytes of decoder text stand before it.
    public let decoderBytes: Int
    /// Whether what follows the decoder text is to be expanded; else it is as it came.
    public let isCoded: Bool

    /// The text that it stands for.
    public func expanded(with expander: Expander) -> String {
        expanded(with: expander, atMost: .max) ?? text
    }

    /// The text that it stands for, nil if that has more bytes than given.
    func expanded(with expander: Expander, atMost bytes: Int) -> String? {
        let own = String(decoding: text.utf8.dropFirst(decoderBytes), as: UTF8.self)
        guard isCoded else { return own.utf8.count <= bytes ? own : nil }
        return expander.expand(own, atMost: bytes)
    }
}

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

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

public import ContextModel

/// What a text is, as far as tokens are concerned: accuracy of estimates is reported for each class.
public enum ContentClass: String, Hashable, Sendable, CaseIterable {
    /// Sentences of an alphabetic script, and anything that is nothing else.
    case prose
    /// Source code, shell sessions, markup.
    case code
    /// A text that is a JSON object or array from its first to its last character.
    case json
    /// A text that is at least 30 % Chinese, Japanese or Korean.
    case cjk
    /// What tools are given and what they answer.
    case tools

    /// The class of a part of a message, or nil for what is no text (pictures, parts of unknown kind).
    ///
    /// Tool calls, tool results and all texts of a tool's message are tools.
    public init?(of part: ContentPart, in role: Role = .user) {
        switch part {
        case .toolCall, .toolResult: self = .tools
        case .text(let part), .reasoning(let part):
            self = role == .tool ? .tools : Self.classify(part.text)
        case .image, .opaque: return nil
        }
    }

    /// The class of a text by itself; never `tools`.
    ///
    /// In this order: JSON by its first and last characters other than white space and by how the first
    /// member or element begins; CJK by at least 30 % of the code points other than white space; code
    /// by at least three kinds of signs of code (brackets, operators), which make up 8 % of the code
    /// points, or 3 % where at least a third of the lines are indented or end as statements do; else
    /// prose. Only the first 4,096 bytes and the end of the text are looked at, and the first key.
    public static func classify(_ text: String) -> ContentClass {
        var text = text
        return text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            if JSONShape.matches(bytes) { return .json }
            let traits = TextTraits(bytes.prefix(4_096))
            if traits.isCJK { return .cjk }
            return traits.isCode ? .code : .prose
        }
    }
}

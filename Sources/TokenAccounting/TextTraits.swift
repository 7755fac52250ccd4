public import ContextModel

/// Numbers about a text that tell code, CJK and prose apart.
struct TextTraits {
    private var scalars = 0
    private var cjkScalars = 0
    private var codeSigns = 0
    private var kindsOfSigns: UInt32 = 0
    private var lines = 0
    private var codeLines = 0

    /// Reads a text once. O(bytes).
    init(_ text: some Collection<UInt8>) {
        var line = Line()
        var lead = 0
        for byte in text {
            if byte == 0x0A {
                end(&line)
            } else {
                line.add(byte)
            }
            guard byte > 0x20 else { continue }
            if byte & 0xC0 != 0x80 {
                scalars += 1
                lead = Int(byte)
                let sign = Self.signs[Int(byte)]
                codeSigns += sign == 0 ? 0 : 1
                kindsOfSigns |= sign
            } else if lead != 0 {
                if Self.isCJK(lead: lead, second: Int(byte)) { cjkScalars += 1 }
                lead = 0
            }
        }
        end(&line)
    }

    var isCJK: Bool { scalars > 0 && cjkScalars * 100 >= scalars * 30 }

    var isCode: Bool {
        guard kindsOfSigns.nonzeroBitCount >= 3 else { return false }
        if codeSigns * 100 >= scalars * 8 { return true }
        return codeSigns * 100 >= scalars * 3 && codeLines * 3 >= lines && lines >= 3
    }

    private mutating func end(_ line: inout Line) {
        if line.hasText {
            lines += 1
            if line.isIndented || line.endsAsStatement { codeLines += 1 }
        }
        line = Line()
    }

    /// What the first two bytes of a code point say: kana, ideographs, Hangul and full-width forms
    /// (U+2E80…9FFF, AC00…D7FF, F900…FAFF, FF00…FFEF) and the supplementary ideographs
    /// (U+20000…3FFFF).
    private static func isCJK(lead: Int, second: Int) -> Bool {
        switch lead {
        case 0xE2: second >= 0xBA
        case 0xE3...0xE9: true
        case 0xEA: second >= 0xB0
        case 0xEB...0xED: true
        case 0xEF: second >= 0xA4 && second < 0xAC || second >= 0xBC
        case 0xF0: second >= 0xA0 && second < 0xC0
        default: false
        }
    }

    /// By byte: a bit of its own for a sign that code has more of than prose, 0 for other bytes.
    private static let signs: [UInt32] = {
        var bits = [UInt32](repeating: 0, count: 256)
        for (index, sign) in "{}()[]<>;=_$&|\\+*/@#^~%".utf8.enumerated() {
            bits[Int(sign)] = 1 << UInt32(index)
        }
        return bits
    }()
}

/// What a line of text looks like so far.
private struct Line {
    private var indent = 0
    private var last: UInt8 = 0

    mutating func add(_ byte: UInt8) {
        if byte > 0x20 {
            last = byte
        } else if last == 0 {
            indent += byte == 0x09 ? 4 : 1
        }
    }

    var hasText: Bool { last != 0 }
    var isIndented: Bool { indent >= 2 }
    var endsAsStatement: Bool {
        last == UInt8(ascii: ";") || last == UInt8(ascii: "{") || last == UInt8(ascii: "}")
            || last == UInt8(ascii: ")")
    }
}

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

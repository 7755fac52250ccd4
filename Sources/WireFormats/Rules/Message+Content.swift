internal import ContextModel
internal import StrictJSON

extension Message {
    /// Whether the message is nothing but results of tools.
    var isResultsAlone: Bool {
        if role == .tool { return true }
        return !parts.isEmpty && parts.allSatisfy(\.isResult)
    }

    /// Whether the message says something itself: a text that is not empty, a picture, a part of a kind
    /// unknown here.
    var saysSomething: Bool {
        parts.contains { part in
            switch part {
            case .text(let text): !text.text.isEmpty
            case .image, .opaque: true
            case .reasoning, .toolCall, .toolResult: false
            }
        }
    }

    var callsTools: Bool {
        parts.contains { if case .toolCall = $0 { true } else { false } }
    }
}

extension ContentPart {
    var isResult: Bool { if case .toolResult = self { true } else { false } }

    /// Whether the part is thinking, redacted or not.
    var isThinking: Bool {
        switch self {
        case .reasoning: true
        case .opaque(let value):
            switch value["type"]?.string {
            case "thinking", "redacted_thinking": true
            default: false
            }
        default: false
        }
    }
}

extension String {
    /// Whether there is nothing but white space. O(leading white space).
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }

    var endsInWhiteSpace: Bool { unicodeScalars.last?.properties.isWhitespace == true }

    /// The beginning of the text in quotes, for messages.
    var quoted: String { "\"\(count > 40 ? prefix(40) + "…" : self[...])\"" }

    /// Whether the text is one or more of `a-z A-Z 0-9 _ -`, up to a number of them.
    func isPlainName(upTo limit: Int) -> Bool {
        let bytes = utf8
        guard !bytes.isEmpty, bytes.count <= limit else { return false }
        return bytes.allSatisfy { byte in
            (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x2D
        }
    }
}

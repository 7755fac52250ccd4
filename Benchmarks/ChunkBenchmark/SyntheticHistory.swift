import ContextModel
import Statistics

/// Messages of a length, whose subject wanders: words of a seeded generator, tool calls among them.
struct SyntheticHistory {
    /// What each message is said to cost: counting is not what is measured here.
    static let tokens = TokenCount(400)

    /// About as many words as make 400 tokens of ordinary text.
    private static let words = 300
    /// Neighbouring messages about one subject.
    private static let subject = 11

    let messages: [Message]

    init(count: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let vocabulary = (0..<2_000).map { _ in Self.word(&generator) }
        messages = (0..<count).map { index in
            let topic = index / Self.subject * 37
            let text = (0..<Self.words).map { _ in
                vocabulary[(topic + generator.next(below: 150)) % vocabulary.count]
            }.joined(separator: " ")
            return Self.message(index, text)
        }
    }

    /// The same messages, sharing no storage: as if they had been decoded again.
    func decodedAgain() -> [Message] {
        messages.map { message in
            var copy = message
            copy.parts = message.parts.map { part in
                switch part {
                case .text(let part): .text(TextPart(Self.copy(part.text)))
                case .toolResult(let result):
                    .toolResult(ToolResult(callID: result.callID, Self.copy(result.joinedText)))
                default: part
                }
            }
            return copy
        }
    }

    private static func word(_ generator: inout SeededGenerator) -> String {
        let letters = Array("abcdefghijklmnoprstuvwyz")
        let length = generator.next(in: 2...9)
        return String((0..<length).map { _ in letters[generator.next(below: letters.count)] })
    }

    private static func message(_ index: Int, _ text: String) -> Message {
        switch index % 6 {
        case 3:
            let call = ToolCall(id: "call-\(index)", name: "look", arguments: .text("{}"))
            return Message(.assistant, parts: [.text(TextPart(text)), .toolCall(call)])
        case 4:
            let result = ToolResult(callID: "call-\(index - 1)", text)
            return Message(.tool, parts: [.toolResult(result)])
        default: return Message(index.isMultiple(of: 2) ? .user : .assistant, text)
        }
    }

    private static func copy(_ text: String) -> String {
        String(decoding: Array(text.utf8), as: UTF8.self)
    }
}

extension Message {
    /// The text that the naive ways look at.
    var plainText: String {
        parts.map { part in
            switch part {
            case .text(let part), .reasoning(let part): part.text
            case .toolResult(let result): result.joinedText
            default: ""
            }
        }.joined(separator: "\n")
    }
}

extension ToolResult {
    /// The texts of the result.
    var joinedText: String {
        content.map { if case .text(let part) = $0 { part.text } else { "" } }.joined()
    }
}

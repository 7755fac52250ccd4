import ContextModel
import Statistics

/// Requests of all sorts of messages, for properties that hold for any.
struct RandomRequest {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed, name: "requests") }

    mutating func next() -> SummaryRequest {
        let messages = (0..<generator.next(below: 9)).map { _ in message() }
        let overlap = generator.next(below: 3) == 0 ? [message()] : []
        return SummaryRequest(
            messages, overlap: overlap, focus: generator.next(below: 2) == 0 ? "" : line(),
            budget: TokenCount(generator.choose([0, 1, 2, 3, 5, 9, 20, 60, 200, 2000])),
            style: generator.choose(SummaryStyle.allCases))
    }

    private mutating func message() -> Message {
        switch generator.next(below: 4) {
        case 0: return Message(.user, text())
        case 1:
            let call = ToolCall(
                id: "c", name: generator.choose(Self.words), arguments: .text(text()))
            return Message(.assistant, parts: [.text(TextPart(text())), .toolCall(call)])
        case 2: return Message(.tool, parts: [.toolResult(ToolResult(callID: "c", text()))])
        default: return Message(.assistant, text())
        }
    }

    private mutating func text() -> String {
        switch generator.next(below: 8) {
        case 0: return ""
        case 1: return String(repeating: generator.choose(Self.words), count: 400)
        case 2:
            return String(
                decoding: (0..<300).map { _ in UInt8(generator.next(below: 256)) }, as: UTF8.self)
        default: return (0..<generator.next(below: 12)).map { _ in line() }.joined(separator: "\n")
        }
    }

    private mutating func line() -> String {
        (0...generator.next(below: 14)).map { _ in generator.choose(Self.words) }
            .joined(separator: " ")
    }

    private static let words = [
        "the", "order", "order_id=W2378156", "we", "decided", "src/app/main.swift:12", "Berlin",
        "?",
        "a.", "\"two words\"", "日本語のテキスト。", "https://example.org/a?b=1", "mail@example.org", "{",
        "}",
        "```", "\\n", "Facts: x1, y2", "User: said", "- ", "🙂", "naïve", "1,234.50", "2024-05-01",
        "…",
    ]
}

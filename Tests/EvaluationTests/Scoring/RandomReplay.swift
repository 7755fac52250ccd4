import ContextModel
import Statistics

/// Random conversations with few different words, so that messages, calls and identifiers come
/// again, and random contexts for them.
struct RandomReplay {
    private var generator: SeededGenerator
    let messages: [Message]
    let requests: [Int]
    /// Messages that a stage may have made.
    private let made: [Message]
    private var removed: Set<Int> = []

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed, name: "replay")
        let count = generator.next(in: 1...90)
        messages = (0..<count).map { _ in Self.message(&generator) }
        requests = (0...count).filter { _ in generator.next(below: 2) == 0 }
        made = (0..<3).map { _ in Message(.user, "Summary: " + Self.words(&generator)) }
        self.generator = generator
    }

    /// A context of the first messages: as recorded at first, then more and more is removed, now and
    /// then made messages stand for it, and rarely one that is recorded only later.
    mutating func context(first count: Int) -> (messages: [Message], recoverable: Set<Int>) {
        if generator.next(below: 6) == 0 { return (Array(messages[..<count]), []) }
        for position in 0..<count where generator.next(below: 5) == 0 { removed.insert(position) }
        if generator.next(below: 8) == 0 { removed.removeAll() }
        var context = (0..<count).filter { !removed.contains($0) }.map { messages[$0] }
        for message in made where generator.next(below: 3) == 0 { context.insert(message, at: 0) }
        if generator.next(below: 9) == 0 { context.append(generator.choose(messages)) }
        let isResolvable = generator.next(below: 3) == 0
        let recoverable = removed.sorted().filter { position in
            position < count && isResolvable && generator.next(below: 3) == 0
        }
        return (context, Set(recoverable))
    }

    // MARK: - Messages

    private static func words(_ generator: inout SeededGenerator) -> String {
        (0...generator.next(below: 3)).map { _ in
            let number = generator.next(below: 12)
            return generator.choose(["foo_\(number)", "10\(number)", "/a/b\(number)", "word"])
        }.joined(separator: " ")
    }

    private static func message(_ generator: inout SeededGenerator) -> Message {
        let said = ContentPart.text(TextPart(words(&generator)))
        switch generator.next(below: 6) {
        case 0: return Message(.user, parts: [said])
        case 1: return Message(.assistant, parts: [said])
        case 2: return Message(.assistant, parts: [.reasoning(TextPart(words(&generator))), said])
        case 3:
            let calls = (0...generator.next(below: 2)).map { _ in call(&generator) }
            return Message(.assistant, parts: [said] + calls)
        case 4: return Message(.tool, parts: [result(&generator)])
        default:
            let results = (0...generator.next(below: 2)).map { _ in result(&generator) }
            return Message(.user, parts: results + [said])
        }
    }

    private static func id(_ generator: inout SeededGenerator) -> String? {
        generator.choose([nil, "1", "2", "3"])
    }

    private static func call(_ generator: inout SeededGenerator) -> ContentPart {
        let arguments = "foo_\(generator.next(below: 3))"
        return .toolCall(
            ToolCall(
                id: id(&generator), name: generator.choose(["read", "list"]),
                arguments: .text(arguments)))
    }

    private static func result(_ generator: inout SeededGenerator) -> ContentPart {
        .toolResult(ToolResult(callID: id(&generator), words(&generator)))
    }
}

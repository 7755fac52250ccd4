import ContextModel
import Statistics

/// Texts and conversations out of a seed, the same each time they are asked for.
struct RandomText {
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// A text out of the bytes that identifiers are made of.
    func text(length: Int) -> String {
        var generator = SeededGenerator(seed: seed, name: "text")
        let letters = Array("aZ09_.-/@:\\ \"#<é")
        return String((0..<length).map { _ in generator.choose(letters) })
    }

    /// Messages that share a few names: what users say, and calls of the assistant with results.
    func conversation(of count: Int) -> [Message] {
        var generator = SeededGenerator(seed: seed, name: "conversation")
        func words() -> String {
            (0...generator.next(below: 3)).map { _ in "foo_\(generator.next(below: 40))" }
                .joined(separator: " ")
        }
        return (0..<count).map { position in
            let id = "\(position / 3)"
            switch position % 3 {
            case 0: return Message(.user, "Look at " + words())
            case 1:
                let call = ToolCall(id: id, name: "look", arguments: .text(words()))
                return Message(.assistant, parts: [.toolCall(call)])
            default:
                let result = ToolResult(callID: id, "Found " + words())
                return Message(.tool, parts: [.toolResult(result)])
            }
        }
    }

    /// Some of the numbers below a bound, ascending.
    func choice(of count: Int) -> [Int] {
        var generator = SeededGenerator(seed: seed, name: "choice")
        return (0..<count).filter { _ in generator.next(below: 2) == 0 }
    }
}

package import ContextModel

/// A history in a short notation: turns parted by ` / `, each a role letter and its text.
///
///     "S: rules / U: ask / A: look#1 weigh#2 / T#1: result ×400 / T#2: / A: done"
///
/// `S` system, `U` user, `A` assistant, `T#id` a tool's result. In an assistant's turn a word with `#`
/// is a call of that tool with that identifier. ` ×n` at the end repeats the text n times, each time
/// with its number, so that no two repetitions are alike.
package func history(_ notation: String) -> [Message] {
    notation.components(of: " / ").map(Message.init(notation:))
}

extension Message {
    fileprivate init(notation: String) {
        let head = notation.prefix { $0 != ":" }
        let text = notation.dropFirst(head.count + 1).drop { $0 == " " }
        switch head.first {
        case "S": self.init(.system, Self.repeated(text))
        case "U": self.init(.user, Self.repeated(text))
        case "A": self.init(assistant: text)
        case "T":
            let id = String(head.dropFirst(2))
            self.init(
                .tool, parts: [.toolResult(ToolResult(callID: id, Self.repeated(text)))])
        default: preconditionFailure("a turn begins with S, U, A or T: \(notation)")
        }
    }

    private init(assistant text: Substring) {
        var words: [Substring] = []
        var calls: [ContentPart] = []
        for word in text.split(separator: " ") {
            let halves = word.split(separator: "#")
            guard halves.count == 2 else {
                words.append(word)
                continue
            }
            let arguments = ToolArguments.text("{\"about\":\"\(halves[0])\"}")
            calls.append(
                .toolCall(
                    ToolCall(
                        id: String(halves[1]), name: String(halves[0]), arguments: arguments)))
        }
        let said = Self.repeated(words.joined(separator: " ")[...])
        self.init(.assistant, parts: (said.isEmpty ? [] : [.text(TextPart(said))]) + calls)
    }

    private static func repeated(_ text: Substring) -> String {
        guard let sign = text.lastIndex(of: "×"), let count = Int(text[text.index(after: sign)...])
        else { return String(text) }
        let once = text[..<sign].trimmingEnd
        return (1...count).map { "\(once) \($0)" }.joined(separator: ". ")
    }
}

extension Substring {
    fileprivate var trimmingEnd: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension String {
    /// The pieces between the occurrences of a separator.
    fileprivate func components(of separator: String) -> [String] {
        var pieces: [String] = [""]
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(separator) {
                pieces.append("")
                index = self.index(index, offsetBy: separator.count)
            } else {
                pieces[pieces.count - 1].append(self[index])
                index = self.index(after: index)
            }
        }
        return pieces
    }
}

/// A line of the report's own Markdown: code, strong and emphasised text, escaped characters.
struct MarkdownLine {
    /// The line as HTML.
    private(set) var html = ""
    /// The line as plain text.
    private(set) var plain = ""

    private enum Piece { case strong, emphasis }

    /// Reads a line.
    init(_ text: some StringProtocol) {
        let characters = Array(text)
        var open: [Piece] = []
        var index = 0
        while index < characters.count {
            switch characters[index] {
            case "\\" where index + 1 < characters.count:
                append(String(characters[index + 1]))
                index += 2
            case "`": index = code(characters, from: index)
            case "*":
                let isStrong = index + 1 < characters.count && characters[index + 1] == "*"
                toggle(isStrong ? .strong : .emphasis, &open)
                index += isStrong ? 2 : 1
            default:
                append(String(characters[index]))
                index += 1
            }
        }
        while let piece = open.popLast() { html += Self.end(piece) }
    }

    private mutating func append(_ text: String) {
        html += PageText.escaped(text)
        plain += text
    }

    /// Takes a code span, or its ticks if nothing ends it, and says where the text goes on.
    private mutating func code(_ characters: [Character], from start: Int) -> Int {
        var inside = start
        while inside < characters.count, characters[inside] == "`" { inside += 1 }
        let ticks = inside - start
        var run = 0
        for index in inside..<characters.count {
            if characters[index] == "`" {
                run += 1
                let isEnd = index + 1 == characters.count || characters[index + 1] != "`"
                guard isEnd else { continue }
                if run == ticks {
                    let text = String(characters[inside...(index - ticks)])
                        .replacing("\\|", with: "|")
                    html += "<code>" + PageText.escaped(text) + "</code>"
                    plain += text
                    return index + 1
                }
            }
            run = 0
        }
        append(String(repeating: "`", count: ticks))
        return inside
    }

    private mutating func toggle(_ piece: Piece, _ open: inout [Piece]) {
        if open.last == piece {
            open.removeLast()
            html += Self.end(piece)
        } else if !open.contains(piece) {
            open.append(piece)
            html += piece == .strong ? "<strong>" : "<em>"
        } else {
            append(piece == .strong ? "**" : "*")
        }
    }

    private static func end(_ piece: Piece) -> String {
        piece == .strong ? "</strong>" : "</em>"
    }
}

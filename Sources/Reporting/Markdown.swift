/// Pieces of Markdown, with all text that comes from elsewhere made harmless.
enum Markdown {
    /// The most characters of one text in a table.
    static let longestText = 160

    /// A text for a table's cell or a sentence: one line, no markup, bounded.
    ///
    /// Whatever could begin markup, HTML or the next cell gets a backslash; control characters become
    /// spaces.
    static func escaped(_ text: String, limit: Int = longestText) -> String {
        let line = Array(oneLine(text, limit: limit).unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in line.enumerated() {
            let isWithinAWord =
                scalar == "_" && index > 0 && index + 1 < line.count
                && isWord(line[index - 1]) && isWord(line[index + 1])
            if markup.contains(scalar), !isWithinAWord { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    /// A text set as code within a line or a table.
    static func code(_ text: String, limit: Int = longestText) -> String {
        let line = oneLine(text, limit: limit)
        let ticks = fence(for: line, atLeast: 1)
        let pad = line.hasPrefix("`") || line.hasSuffix("`") || line.isEmpty ? " " : ""
        return ticks + pad
            + line.split(separator: "|", omittingEmptySubsequences: false)
            .joined(separator: "\\|") + pad + ticks
    }

    /// A block of code, cut at a bound of characters.
    static func block(_ text: String, limit: Int = 16_384) -> String {
        let kept = String(text.prefix(limit))
        let ticks = fence(for: kept, atLeast: 3)
        let note = kept.utf8.count < text.utf8.count ? "\n(cut here, the text goes on)" : ""
        return ticks + "text\n" + kept + (kept.hasSuffix("\n") ? "" : "\n") + ticks + note
    }

    /// A part that is closed until it is asked for, under a line of plain text that says what it is.
    static func details(_ summary: String, _ body: String) -> String {
        let line = PageText.escaped(oneLine(summary, limit: longestText))
        return "<details>\n<summary>\(line)</summary>\n\n\(body)\n\n</details>"
    }

    private static let markup = Set("\\`*_[]<>|#~$&".unicodeScalars)

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private static func oneLine(_ text: String, limit: Int) -> String {
        let isLong = text.unicodeScalars.count > limit
        let scalars = text.unicodeScalars.prefix(limit).map { isControl($0) ? " " : $0 }
        return String(String.UnicodeScalarView(scalars)) + (isLong ? "…" : "")
    }

    /// Control characters, line and paragraph separators.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Backticks enough that none in the text closes them.
    private static func fence(for text: String, atLeast least: Int) -> String {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return String(repeating: "`", count: max(least, longest + 1))
    }
}

/// A Markdown table; its texts must be escaped already.
struct MarkdownTable {
    /// A column's title and whether it holds numbers, which stand right.
    struct Column {
        let title: String
        let isNumber: Bool

        /// A column of text.
        static func text(_ title: String) -> Self { Self(title: title, isNumber: false) }
        /// A column of numbers.
        static func number(_ title: String) -> Self { Self(title: title, isNumber: true) }
    }

    let columns: [Column]
    var rows: [[String]] = []

    /// The most rows of a table, and the most bytes of them.
    static let longest = (rows: 200, bytes: 65_536)

    init(_ columns: [Column]) { self.columns = columns }

    /// The table's text within the usual bounds.
    var text: String { bounded(by: Self.longest) }

    /// The table's text; rows beyond the bounds are left out, and a line says how many.
    func bounded(by bounds: (rows: Int, bytes: Int)) -> String {
        var lines = [
            line(columns.map(\.title)), line(columns.map { $0.isNumber ? "---:" : "---" }),
        ]
        var bytes = 0
        for row in rows.prefix(bounds.rows) {
            let next = line(row)
            bytes += next.utf8.count + 1
            if bytes > bounds.bytes { break }
            lines.append(next)
        }
        let left = rows.count - (lines.count - 2)
        let note =
            "\n\n\(Figure.count(left)) of \(Figure.count(rows.count, "rows")) left out here; `winnow dump` has all."
        return lines.joined(separator: "\n") + (left > 0 ? note : "")
    }

    /// The table without columns that hold dashes only.
    var withoutEmptyColumns: MarkdownTable {
        let kept = columns.indices.filter { column in
            rows.isEmpty || rows.contains { $0[column] != Figure.dash }
        }
        var table = MarkdownTable(kept.map { columns[$0] })
        table.rows = rows.map { row in kept.map { row[$0] } }
        return table
    }

    private func line(_ cells: [String]) -> String {
        "| " + cells.joined(separator: " | ") + " |"
    }
}

/// A line of the report's own Markdown: code, strong and emphasised text, links to files beside it, escaped
/// characters.
///
/// Read as bytes: all marks are ASCII, and reports are long.
struct MarkdownLine {
    /// The line as HTML.
    var html: String { String(decoding: page, as: UTF8.self) }
    /// The line as plain text.
    var plain: String { String(decoding: text, as: UTF8.self) }

    private var page: [UInt8] = []
    private var text: [UInt8] = []

    private enum Piece { case strong, emphasis }

    /// Reads a line.
    init(_ line: some StringProtocol) {
        let bytes = Array(line.utf8)
        var open: [Piece] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\") where index + 1 < bytes.count:
                index += 1
                append(bytes[index])
                index += 1
            case UInt8(ascii: "`"): index = code(bytes, from: index)
            case UInt8(ascii: "*"):
                let isStrong = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "*")
                toggle(isStrong ? .strong : .emphasis, &open)
                index += isStrong ? 2 : 1
            case UInt8(ascii: "["): index = link(bytes, from: index)
            default:
                append(bytes[index])
                index += 1
            }
        }
        while let piece = open.popLast() { end(piece) }
    }

    private mutating func append(_ byte: UInt8) {
        PageText.append(byte, to: &page)
        text.append(byte)
    }

    /// Takes a link to a file beside the page, or its bracket if it is none, and says where the line goes on.
    private mutating func link(_ bytes: [UInt8], from start: Int) -> Int {
        var end = start + 1
        while end < bytes.count, bytes[end] != UInt8(ascii: "]") {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        let path = bytes.dropFirst(end + 2).prefix { $0 != UInt8(ascii: ")") }
        guard bytes.dropFirst(end + 1).first == UInt8(ascii: "("), path.endIndex < bytes.count,
            !path.isEmpty, path.allSatisfy(Self.isPlain)
        else {
            append(bytes[start])
            return start + 1
        }
        let inside = MarkdownLine(String(decoding: bytes[start + 1..<end], as: UTF8.self))
        page +=
            "<a href=\"\(String(decoding: path, as: UTF8.self))\">".utf8 + inside.page + "</a>".utf8
        text += inside.text
        return path.endIndex + 1
    }

    /// What a path beside the page is made of: nothing that begins a scheme.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "#"):
            true
        default: false
        }
    }

    /// Takes a code span, or its ticks if nothing ends it, and says where the line goes on.
    private mutating func code(_ bytes: [UInt8], from start: Int) -> Int {
        let tick = UInt8(ascii: "`")
        let inside = bytes[start...].firstIndex { $0 != tick } ?? bytes.count
        let ticks = inside - start
        var index = inside
        while let first = bytes[index...].firstIndex(of: tick) {
            let next = bytes[first...].firstIndex { $0 != tick } ?? bytes.count
            if next - first == ticks {
                addCode(bytes[inside..<first])
                return next
            }
            index = next
        }
        for _ in 0..<ticks { append(tick) }
        return inside
    }

    /// Adds code; a bar that would have ended the cell of a table has lost its backslash.
    private mutating func addCode(_ code: ArraySlice<UInt8>) {
        page += "<code>".utf8
        for index in code.indices {
            let isMark =
                code[index] == UInt8(ascii: "\\") && index + 1 < code.endIndex
                && code[index + 1] == UInt8(ascii: "|")
            if !isMark { append(code[index]) }
        }
        page += "</code>".utf8
    }

    private mutating func toggle(_ piece: Piece, _ open: inout [Piece]) {
        if open.last == piece {
            open.removeLast()
            end(piece)
        } else if !open.contains(piece) {
            open.append(piece)
            page += (piece == .strong ? "<strong>" : "<em>").utf8
        } else {
            for _ in 0..<(piece == .strong ? 2 : 1) { append(UInt8(ascii: "*")) }
        }
    }

    private mutating func end(_ piece: Piece) {
        page += (piece == .strong ? "</strong>" : "</em>").utf8
    }
}

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

/// The report's own Markdown as HTML: headings, paragraphs, lists, tables, blocks of code, pictures.
///
/// Only what the report writes is understood, and everything else is text: a page holds no element that
/// the report did not mean.
struct MarkdownPage {
    /// The elements of the page's body, without the title.
    private(set) var body: [String] = []
    /// The text of the first heading, as HTML.
    private(set) var title = ""
    /// The same without elements.
    private(set) var plainTitle = ""
    /// The second-level headings: what they say, as HTML, and where they are.
    private(set) var contents: [(text: String, anchor: String)] = []

    private let pictures: [String: String]

    /// The page of a text.
    ///
    /// - Parameters:
    ///   - markdown: the text.
    ///   - pictures: SVG by the path under which the text shows it.
    init(_ markdown: String, pictures: [String: String]) {
        self.pictures = pictures
        let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
        var rest = lines[...]
        while let line = rest.first {
            if line.isEmpty { rest.removeFirst() } else { add(from: &rest) }
        }
    }

    /// Takes the lines of one element, at least one.
    private mutating func add(from lines: inout ArraySlice<Substring>) {
        let line = lines.removeFirst()
        if line.hasPrefix("```") { return addCode(line, &lines) }
        if line.hasPrefix("#") { return addHeading(line) }
        if line.hasPrefix("![") { return addPicture(line) }
        if Self.isElement(line) { return body.append(String(line)) }
        if line.hasPrefix("| "), lines.first?.hasPrefix("| ---") == true {
            return addTable(line, &lines)
        }
        let isList = line.hasPrefix("- ")
        var taken = [line]
        while let next = lines.first, !next.isEmpty, !next.hasPrefix("```"),
            isList == next.hasPrefix("- ")
        {
            taken.append(lines.removeFirst())
        }
        guard isList else {
            let name = line.hasPrefix("*Run `") ? " class=\"source\"" : ""
            body.append("<p\(name)>" + MarkdownLine(taken.joined(separator: " ")).html + "</p>")
            return
        }
        let items = taken.map { "<li>" + MarkdownLine($0.dropFirst(2)).html + "</li>" }
        body.append("<ul>\n" + items.joined(separator: "\n") + "\n</ul>")
    }

    /// Whether a line is an element of a part that is closed until it is asked for. Only we write one:
    /// what comes from elsewhere has a backslash before each bracket.
    private static func isElement(_ line: Substring) -> Bool {
        line == "<details>" || line == "</details>"
            || line.hasPrefix("<summary>") && line.hasSuffix("</summary>")
    }

    private mutating func addCode(_ line: Substring, _ lines: inout ArraySlice<Substring>) {
        let fence = line.prefix { $0 == "`" }
        let end = lines.firstIndex { $0 == fence } ?? lines.endIndex
        let text = lines[..<end].joined(separator: "\n")
        lines = lines[min(end + 1, lines.endIndex)...]
        body.append("<pre>" + PageText.escaped(text) + "</pre>")
    }

    private mutating func addHeading(_ line: Substring) {
        let level = line.prefix { $0 == "#" }.count
        let text = MarkdownLine(line.dropFirst(level + 1)).html
        if level == 1, title.isEmpty {
            title = text
            plainTitle = PageText.escaped(MarkdownLine(line.dropFirst(level + 1)).plain)
            return
        }
        guard level == 2 else { return body.append("<h\(level)>\(text)</h\(level)>") }
        let anchor = "part-\(contents.count + 1)"
        contents.append((text, anchor))
        body.append("<h2 id=\"\(anchor)\">\(text)</h2>")
    }

    private mutating func addPicture(_ line: Substring) {
        let parts = line.dropFirst(2).split(separator: "](", maxSplits: 1)
        let path = String(parts.last?.dropLast() ?? "")
        guard parts.count == 2, let svg = pictures[path] else {
            return body.append("<p>" + MarkdownLine(line).html + "</p>")
        }
        let alt = PageText.escaped(MarkdownLine(parts[0]).plain)
        // Points that answer to a pointer have to be part of the page.
        let picture =
            svg.contains("<g class=\"point\"")
            ? "<div class=\"picture\">\(svg)</div>"
            : "<img src=\"\(PageText.dataAddress(ofSVG: svg))\" alt=\"\(alt)\">"
        // A table and its picture are seen at one glance where there is room for both.
        guard let table = body.last, table.hasPrefix(Self.tableStart),
            table.ranges(of: "<th").count <= Self.mostColumnsBeside
        else {
            return body.append(picture)
        }
        body[body.count - 1] = "<div class=\"beside\">\(table)\(picture)</div>"
    }

    private mutating func addTable(_ head: Substring, _ lines: inout ArraySlice<Substring>) {
        let isNumber = Self.cells(lines.removeFirst()).map { $0.hasSuffix(":") }
        var rows: [Substring] = []
        while let next = lines.first, next.hasPrefix("| ") { rows.append(lines.removeFirst()) }
        let titles = zip(Self.cells(head), isNumber).map { title, isNumber in
            "<th\(isNumber ? " class=\"n\"" : "")>\(MarkdownLine(title).html)</th>"
        }
        let text = rows.map { row in
            "<tr>"
                + zip(Self.cells(row), isNumber).map { Self.cell($0, isNumber: $1) }.joined()
                + "</tr>"
        }
        body.append(
            Self.tableStart + "\n<thead><tr>\(titles.joined())</tr></thead>\n<tbody>\n"
                + text.joined(separator: "\n") + "\n</tbody></table></div>")
    }

    private static let tableStart = "<div class=\"wide\"><table>"
    /// The most columns of a table that has room beside a picture on a screen of 1,300 points; the head
    /// of the table is one more.
    private static let mostColumnsBeside = 9

    /// A cell; a figure also says by what number it is sorted.
    private static func cell(_ text: Substring, isNumber: Bool) -> String {
        let line = MarkdownLine(text)
        guard isNumber else {
            let length = line.plain.utf8.count
            // Without a width of its own a column of words is as wide as its longest word.
            let name = length > 60 ? " class=\"long\"" : length > 24 ? " class=\"mid\"" : ""
            return "<td\(name)>\(line.html)</td>"
        }
        let order = FigureOrder.value(of: line.plain)
        return "<td class=\"n\" data-order=\"\(order)\">\(line.html)</td>"
    }

    /// The cells of a row; an escaped bar is no end.
    private static func cells(_ row: Substring) -> [Substring] {
        let bytes = row.utf8
        var cells: [Substring] = []
        var start = bytes.startIndex
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            if byte == UInt8(ascii: "\\"), index < bytes.endIndex {
                bytes.formIndex(after: &index)
            } else if byte == UInt8(ascii: "|") {
                cells.append(Substring(bytes[start..<bytes.index(before: index)]))
                start = index
            }
        }
        return cells.dropFirst().map { cell in
            let blank = UInt8(ascii: " ")
            let text = cell.utf8.drop { $0 == blank }
            let end = text.lastIndex { $0 != blank }.map { text.index(after: $0) }
            return Substring(text[..<(end ?? text.startIndex)])
        }
    }
}

/// The number a figure is sorted by.
enum FigureOrder {
    private static let units: [(String, Double)] = [
        ("ns", 1), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("KiB", 1024), ("MiB", 1_048_576),
    ]

    /// The first number in a text in the smallest unit of its kind; a text without one comes before
    /// every number.
    static func value(of text: String) -> String {
        let start = text.firstIndex { $0.isASCII && $0.isNumber } ?? text.endIndex
        guard start < text.endIndex else { return "-1e300" }
        let digits = text[start...].prefix { ($0.isASCII && $0.isNumber) || $0 == "," || $0 == "." }
        let isNegative = text[..<start].last.map { $0 == "-" || $0 == "−" } ?? false
        let value = Double(digits.replacing(",", with: "")) ?? 0
        let unit = text[digits.endIndex...].drop { $0 == " " }.prefix { $0.isLetter }
        let factor = units.first { $0.0 == unit }?.1 ?? 1
        return "\((isNegative ? -1 : 1) * value * factor)"
    }
}

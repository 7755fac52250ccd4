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

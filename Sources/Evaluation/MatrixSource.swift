import Yams

/// The file of a matrix: reads its YAML, and knows where in it something went wrong.
struct MatrixSource {
    let file: String

    /// A key of a mapping with its value.
    typealias Member = (name: String, key: Node, value: Node)

    /// The only document of the file.
    func root(of bytes: [UInt8]) throws(MatrixError) -> Node {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw MatrixError(file: file, line: 1, column: 1, defect: .notUTF8)
        }
        guard !AliasGuard.refuses(text) else {
            throw error(nil, .syntax("aliases of lists and groups may be no keys"))
        }
        do {
            // The basic resolver gives no meaning to words and digits: all scalars are texts.
            guard let root = try Yams.compose(yaml: text, .basic, .default, .utf8) else {
                let defect = MatrixError.Defect.empty(what: "the matrix")
                throw MatrixError(file: file, line: 1, column: 1, defect: defect)
            }
            return root
        } catch let error as MatrixError {
            throw error
        } catch {
            throw translated(error, text)
        }
    }

    func error(_ node: Node, _ defect: MatrixError.Defect) -> MatrixError {
        self.error(node.mark, defect)
    }

    private func error(_ mark: Mark?, _ defect: MatrixError.Defect) -> MatrixError {
        MatrixError(
            file: file, line: mark?.line ?? 1, column: mark?.column ?? 1, defect: defect)
    }

    private func translated(_ error: any Error, _ text: String) -> MatrixError {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return self.error(mark, .syntax(problem))
        case .duplicatedKeysInMapping(let keys, let context):
            return self.error(context.mark, .duplicate(what: "key", name: keys.first ?? ""))
        case .reader(let problem, let offset, _, _):
            let lines = text.prefix(offset ?? 0).split(
                omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let column = (lines.last?.unicodeScalars.count ?? 0) + 1
            return MatrixError(
                file: file, line: max(lines.count, 1), column: column, defect: .syntax(problem))
        default:
            return self.error(nil, .syntax("\(error)"))
        }
    }
}

extension MatrixSource {
    /// The keys of a mapping that must not be empty.
    func members(_ node: Node, _ what: String) throws(MatrixError) -> [Member] {
        guard case .mapping(let mapping) = node else {
            throw wrongKind(node, what, expected: "keys with values")
        }
        var members: [Member] = []
        var seen: Set<String> = []
        for (key, value) in mapping {
            let name = try text(key, "a key of \(what)")
            // The parser finds two keys alike only if their tags are alike too.
            guard seen.insert(name).inserted else {
                throw error(key, .duplicate(what: "key", name: name))
            }
            members.append((name, key, value))
        }
        if members.isEmpty { throw error(node, .empty(what: what)) }
        return members
    }

    /// The entries of a list that must not be empty.
    func list(_ node: Node, _ what: String) throws(MatrixError) -> [Node] {
        guard case .sequence(let items) = node else {
            throw wrongKind(node, what, expected: "a list")
        }
        if items.isEmpty { throw error(node, .empty(what: what)) }
        return Array(items)
    }

    /// The entries of a list, or the one text that stands for a list of one.
    func listOrSingle(_ node: Node, _ what: String) throws(MatrixError) -> [Node] {
        guard case .scalar = node else { return try list(node, what) }
        return [node]
    }

    /// A text as written, which must not be empty.
    func text(_ node: Node, _ what: String) throws(MatrixError) -> String {
        guard case .scalar(let scalar) = node else {
            throw wrongKind(node, what, expected: "a text")
        }
        if scalar.string.isEmpty { throw wrongKind(node, what, expected: "a text") }
        return scalar.string
    }

    /// A text of one line.
    func line(_ node: Node, _ what: String) throws(MatrixError) -> String {
        let text = try text(node, what)
        if text.contains(where: \.isNewline) {
            throw wrongKind(node, what, expected: "a text of one line")
        }
        return text
    }

    /// A whole number of a range.
    func number<Number: FixedWidthInteger>(
        _ node: Node, _ what: String, in range: ClosedRange<Number>
    ) throws(MatrixError) -> Number {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard case .scalar(let scalar) = node, scalar.string[...].isDigits,
            let number = Number(scalar.string), range.contains(number)
        else { throw wrongKind(node, what, expected: expected) }
        return number
    }

    private func wrongKind(_ node: Node, _ what: String, expected: String) -> MatrixError {
        let found =
            switch node {
            case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : scalar.shown
            case .sequence: "a list"
            case .mapping: "keys with values"
            case .alias: "an alias"
            }
        return error(node, .wrongKind(what: what, expected: expected, found: found))
    }
}

extension Node.Scalar {
    /// The text in quotes, or what it is if it has several lines.
    fileprivate var shown: String {
        string.contains(where: \.isNewline) ? "a text of several lines" : "'\(string)'"
    }
}

/// Whether a YAML text may stand for far more than it says, where a parser would notice too late.
///
/// Aliases of lists of aliases double with each level. As values they are harmless until somebody walks
/// through them, which readers do within bounds; as keys they are hashed while the text is read.
enum AliasGuard {
    /// So many aliases multiply to a few thousand at most.
    private static let mostAliases = 20

    /// Whether there are many aliases, and something other than a plain name seems to be a key. O(bytes).
    static func refuses(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var aliases = 0
        var hasKey = false
        var isLineStart = true
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\n"):
                isLineStart = true
                continue
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "-"): continue
            case UInt8(ascii: "?"): hasKey = hasKey || isLineStart || isFlowStart(bytes, index)
            case UInt8(ascii: "*"):
                aliases += 1
                hasKey = hasKey || isKey(bytes, after: endOfName(bytes, index + 1))
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                hasKey = hasKey || isKey(bytes, after: index + 1)
            default: break
            }
            isLineStart = false
        }
        return hasKey && aliases > mostAliases
    }

    /// Whether the sign before, blanks apart, opens a list or group, or parts its entries.
    private static func isFlowStart(_ bytes: [UInt8], _ index: Int) -> Bool {
        let before = bytes[..<index].last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
        return before.map { "[{,".utf8.contains($0) } ?? false
    }

    private static func endOfName(_ bytes: [UInt8], _ start: Int) -> Int {
        bytes[start...].firstIndex { $0 <= UInt8(ascii: " ") || ",[]{}".utf8.contains($0) }
            ?? bytes.count
    }

    /// Whether a colon comes next, or ends the name that was read.
    private static func isKey(_ bytes: [UInt8], after end: Int) -> Bool {
        if end > 0, bytes[end - 1] == UInt8(ascii: ":") { return true }
        return bytes[end...].first { $0 != UInt8(ascii: " ") } == UInt8(ascii: ":")
    }
}

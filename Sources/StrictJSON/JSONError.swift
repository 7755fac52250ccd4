/// Where a text stops being the JSON that was asked for, and why.
public struct JSONError: Error, Hashable, Sendable {
    /// The offending byte, from 0; a byte order mark counts.
    public var offset: Int
    /// The line, from 1.
    public var line: Int
    /// The column in the line, in code points, from 1.
    public var column: Int
    /// The way from the root to the value concerned, as `messages[3].content`; empty at the root.
    public var path: String
    /// What should have been there.
    public var expected: String
    /// What is there.
    public var found: String
    /// Whether a reader less strict would have taken the text: a key twice, half of a surrogate pair.
    public var isOfStrictness: Bool

    /// An error at a known place.
    init(
        offset: Int, line: Int, column: Int, path: String, expected: String, found: String,
        isOfStrictness: Bool
    ) {
        self.offset = offset
        self.line = line
        self.column = column
        self.path = path
        self.expected = expected
        self.found = found
        self.isOfStrictness = isOfStrictness
    }
}

extension JSONError: CustomStringConvertible {
    /// One line, as `line 3, column 14 (byte 57), messages[3].content: expected …, found …`.
    public var description: String {
        let place = "line \(line), column \(column) (byte \(offset))"
        return "\(place)\(path.isEmpty ? "" : ", \(path)"): expected \(expected), found \(found)"
    }
}

extension JSONError {
    /// A defect told with its place, which is found by going through the text up to it once more.
    init(_ defect: JSONDefect, in bytes: UnsafeRawBufferPointer, maximumDepth: Int) {
        var place = JSONPlace()
        place.advance(to: defect.offset, in: bytes)
        if defect.kind == .duplicateKey { place.readKey(in: bytes) }
        self.init(
            offset: defect.offset, line: place.line, column: place.column, path: place.path,
            expected: defect.expected(maximumDepth: maximumDepth), found: defect.found(in: bytes),
            isOfStrictness: [.duplicateKey, .surrogate].contains(defect.kind))
    }
}

/// A place in a JSON text that is well formed up to it.
private struct JSONPlace {
    private(set) var line = 1
    private(set) var column = 1
    private var at = 0
    private var steps: [Step] = []

    /// A container that is open at the place.
    private enum Step {
        case element(Int)
        case member(String?)
    }

    /// The way from the root.
    var path: String {
        steps.reduce("") { path, step in
            switch step {
            case .element(let index): JSONPath.text(path, .element(index))
            case .member(nil): path
            case .member(let key?): JSONPath.text(path, .member(key))
            }
        }
    }

    mutating func advance(to offset: Int, in bytes: UnsafeRawBufferPointer) {
        while at < min(offset, bytes.count) {
            switch bytes[at] {
            case UInt8(ascii: "["): steps.append(.element(0))
            case UInt8(ascii: "{"): steps.append(.member(nil))
            case UInt8(ascii: "]"), UInt8(ascii: "}"): _ = steps.popLast()
            case UInt8(ascii: ","): nextItem()
            case UInt8(ascii: "\""):
                skipString(to: offset, in: bytes)
                continue
            default: break
            }
            step(over: bytes[at])
        }
    }

    /// Enters the member whose key begins at the place.
    mutating func readKey(in bytes: UnsafeRawBufferPointer) {
        var ahead = self
        ahead.skipString(to: bytes.count, in: bytes)
        steps = ahead.steps
    }

    private mutating func nextItem() {
        switch steps.popLast() {
        case .element(let index): steps.append(.element(index + 1))
        case .member: steps.append(.member(nil))
        case nil: break
        }
    }

    /// Goes to the end of a string, or to `offset` inside it; a whole key becomes the open member.
    private mutating func skipString(to offset: Int, in bytes: UnsafeRawBufferPointer) {
        let start = at
        step(over: bytes[at])
        while at < offset, bytes[at] != UInt8(ascii: "\"") {
            if bytes[at] == UInt8(ascii: "\\") { step(over: bytes[at]) }
            if at < offset { step(over: bytes[at]) }
        }
        guard at < offset else { return }
        step(over: bytes[at])
        guard case .member(nil) = steps.last else { return }
        var parser = JSONParser(
            UnsafeRawBufferPointer(rebasing: bytes[start..<at]), maximumDepth: 0)
        steps[steps.count - 1] = .member((try? parser.string()) ?? "")
    }

    private mutating func step(over byte: UInt8) {
        at += 1
        if byte == 0x0A {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80, !(at == 1 && byte == 0xEF) {
            column += 1
        }
    }
}

/// What the parser throws: small, so that the fast path carries no text; `JSONError` tells it.
struct JSONDefect: Error, Hashable {
    enum Kind: Hashable {
        case value, word, container, trailing, depth
        case elementSeparator, memberSeparator, key, colon, duplicateKey
        case digit, leadingZero
        case stringEnd, control, utf8, escape, hexadecimal, surrogate
    }

    /// The offending byte.
    let offset: Int
    let kind: Kind
}

extension JSONDefect {
    /// What should have been there.
    func expected(maximumDepth: Int) -> String {
        switch kind {
        case .value: "a JSON value"
        case .word: "true, false or null"
        case .container: "an array or an object"
        case .trailing: "the end of the text"
        case .depth: "at most \(maximumDepth) arrays and objects inside each other"
        case .elementSeparator: "\",\" or \"]\""
        case .memberSeparator: "\",\" or \"}\""
        case .key: "a key in double quotes"
        case .colon: "\":\" after the key"
        case .duplicateKey: "each key once"
        case .digit: "a digit"
        case .leadingZero: "a number without leading zeros"
        case .stringEnd: "\"\"\" at the end of the string"
        case .control: "control characters written as escapes"
        case .utf8: "UTF-8"
        case .escape: "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u"
        case .hexadecimal: "four hexadecimal digits"
        case .surrogate: "surrogate escapes in pairs, high then low"
        }
    }

    /// What is there instead.
    func found(in bytes: UnsafeRawBufferPointer) -> String {
        guard offset < bytes.count else { return "the end of the text" }
        switch kind {
        case .utf8, .control: return "byte 0x" + hexadecimal(bytes[offset])
        case .depth: return "one more"
        case .duplicateKey: return "\(token(in: bytes)) again"
        case .escape, .surrogate:
            let length = kind == .escape ? 2 : 6
            return excerpt(bytes[offset..<min(offset + length, bytes.count)])
        default: return token(in: bytes)
        }
    }

    /// The word at the defect (`NaN`), the start of a string, or a single character.
    private func token(in bytes: UnsafeRawBufferPointer) -> String {
        let limit = min(offset + 40, bytes.count)
        let isString = bytes[offset] == UInt8(ascii: "\"")
        var end = offset + 1
        if isString {
            while end < limit, bytes[end - 1] != UInt8(ascii: "\"") || end == offset + 1 {
                end += 1
            }
        } else if isWordByte(bytes[offset]) {
            while end < limit, isWordByte(bytes[end]) { end += 1 }
        } else {
            while end < limit, bytes[end] & 0xC0 == 0x80 { end += 1 }
        }
        let text = excerpt(bytes[offset..<end])
        return isString || isWordByte(bytes[offset]) ? text : "\"\(text)\""
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Bytes as text that stays on one line.
    private func excerpt(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        var text = ""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7F {
                text += "\\u00" + hexadecimal(UInt8(scalar.value))
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count < 2 ? "0" + digits : digits
    }
}

extension JSONValue {
    /// The value as compact JSON text: no white space, members in order, only what must be escaped is.
    public var compactText: String {
        var writer = JSONWriter()
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Appends the UTF-8 of `compactText`.
    public func write(to bytes: inout [UInt8]) {
        var writer = JSONWriter()
        swap(&writer.bytes, &bytes)
        writer.write(self)
        swap(&writer.bytes, &bytes)
    }

    /// Appends a text as it stands between the quotes of a JSON string (RFC 8259, section 7). Linear.
    public static func appendEscaped(_ text: String, to bytes: inout [UInt8]) {
        var writer = JSONWriter()
        swap(&writer.bytes, &bytes)
        writer.writeEscaped(text)
        swap(&writer.bytes, &bytes)
    }
}

/// Collects JSON text as UTF-8.
private struct JSONWriter {
    var bytes: [UInt8] = []

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.lexeme.utf8)
        case .string(let string): write(string)
        case .array(let elements): write(elements)
        case .object(let object): write(object)
        }
    }

    private mutating func write(_ elements: [JSONValue]) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ object: JSONObject) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in object.members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(member.key)
            bytes.append(UInt8(ascii: ":"))
            write(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        writeEscaped(string)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func writeEscaped(_ string: String) {
        var string = string
        string.withUTF8 { writeEscaped(UnsafeRawBufferPointer($0)) }
    }

    /// Copies the runs between characters that must be escaped.
    private mutating func writeEscaped(_ text: UnsafeRawBufferPointer) {
        var run = 0
        while run < text.count {
            let end = text.endOfPlainText(from: run)
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[run..<end]))
            guard end < text.count else { return }
            escape(text[end])
            run = end + 1
        }
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x22, 0x5C: bytes.append(byte)
        default:
            bytes.append(contentsOf: byte < 0x10 ? "u000".utf8 : "u00".utf8)
            bytes.append(contentsOf: String(byte, radix: 16).utf8)
        }
    }
}

extension JSONValue {
    /// The value as JSON text with a space after each comma and colon: the form that Python's `json`
    /// writes, and with it most servers and recordings. O(bytes).
    public var spacedText: String {
        switch self {
        case .array(let elements):
            return "[" + elements.map(\.spacedText).joined(separator: ", ") + "]"
        case .object(let object):
            let members = object.members.map {
                JSONValue.string($0.key).compactText + ": " + $0.value.spacedText
            }
            return "{" + members.joined(separator: ", ") + "}"
        default: return compactText
        }
    }
}

/// Reads one JSON text (RFC 8259) in one pass over its bytes.
struct JSONParser {
    let bytes: UnsafeRawBufferPointer
    let maximumDepth: Int
    var at = 0
    private var depth = 0
    /// Reused by strings with escapes.
    var scratch: [UInt8] = []
    /// The brackets that close what `skipValue` is inside of.
    var closers: [UInt8] = []

    init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// The one value of the text, with nothing but white space around it.
    mutating func document() throws(JSONDefect) -> JSONValue {
        at = bytes.lengthOfByteOrderMark
        let value = try value()
        skipSpace()
        guard at == bytes.count else { throw defect(.trailing) }
        return value
    }

    func defect(_ kind: JSONDefect.Kind) -> JSONDefect { JSONDefect(offset: at, kind: kind) }

    /// The next byte, or 0, which is no byte of JSON outside strings, at the end.
    var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

    mutating func skipSpace() {
        while at < bytes.count, bytes[at] <= 0x20 {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    private mutating func value() throws(JSONDefect) -> JSONValue {
        skipSpace()
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw defect(.value)
        }
    }

    private mutating func word(
        _ text: StaticString, _ value: JSONValue
    ) throws(JSONDefect) -> JSONValue {
        let length = text.utf8CodeUnitCount
        guard bytes.count - at >= length else { throw defect(.word) }
        for index in 0..<length where bytes[at + index] != text.utf8Start[index] {
            throw defect(.word)
        }
        at += length
        return value
    }

    private mutating func enter() throws(JSONDefect) {
        guard depth < maximumDepth else { throw defect(.depth) }
        depth += 1
        at += 1
        skipSpace()
    }

    private mutating func leave() {
        depth -= 1
        at += 1
    }

    private mutating func array() throws(JSONDefect) -> [JSONValue] {
        try enter()
        var elements: [JSONValue] = []
        if byte == UInt8(ascii: "]") {
            leave()
            return elements
        }
        while true {
            elements.append(try value())
            skipSpace()
            switch byte {
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "]"):
                leave()
                return elements
            default: throw defect(.elementSeparator)
            }
        }
    }

    private mutating func object() throws(JSONDefect) -> JSONObject {
        try enter()
        var object = JSONObject()
        if byte == UInt8(ascii: "}") {
            leave()
            return object
        }
        while true {
            let (key, value) = try member(of: object)
            object.append(unique: key, value)
            skipSpace()
            switch byte {
            case UInt8(ascii: ","): at += 1
            case UInt8(ascii: "}"):
                leave()
                return object
            default: throw defect(.memberSeparator)
            }
        }
    }

    private mutating func member(
        of object: JSONObject
    ) throws(JSONDefect) -> (String, JSONValue) {
        skipSpace()
        guard byte == UInt8(ascii: "\"") else { throw defect(.key) }
        let start = at
        let key = try string()
        guard object.place(of: key).place == nil else {
            throw JSONDefect(offset: start, kind: .duplicateKey)
        }
        skipSpace()
        guard byte == UInt8(ascii: ":") else { throw defect(.colon) }
        at += 1
        return (key, try value())
    }
}

extension JSONParser {
    /// The number that begins at `at`, kept as written.
    mutating func number() throws(JSONDefect) -> JSONNumber {
        let start = at
        if byte == UInt8(ascii: "-") { at += 1 }
        if byte == UInt8(ascii: "0") {
            at += 1
            if isDigit { throw JSONDefect(offset: start, kind: .leadingZero) }
        } else {
            try digits()
        }
        if byte == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            at += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        return JSONNumber(lexeme: String(decoding: bytes[start..<at], as: UTF8.self))
    }

    private var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private mutating func digits() throws(JSONDefect) {
        guard isDigit else { throw defect(.digit) }
        while isDigit { at += 1 }
    }
}

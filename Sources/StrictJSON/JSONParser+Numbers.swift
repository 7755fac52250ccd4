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

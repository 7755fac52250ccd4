extension JSONParser {
    /// The string that begins at the quote `at` is on; leaves `at` behind the closing quote.
    mutating func string() throws(JSONDefect) -> String {
        at += 1
        let start = at
        at = bytes.endOfPlainText(from: at)
        guard byte == UInt8(ascii: "\"") else { return try escapedString(from: start) }
        let run = bytes[start..<at]
        guard let text = String(validating: UnsafeRawBufferPointer(rebasing: run), as: UTF8.self)
        else { throw JSONDefect(offset: bytes.firstInvalid(from: start, to: at), kind: .utf8) }
        at += 1
        return text
    }

    /// The rest of a string whose first part, from `start` to `at`, has neither escape nor end.
    private mutating func escapedString(from start: Int) throws(JSONDefect) -> String {
        scratch.removeAll(keepingCapacity: true)
        var run = start
        while true {
            scratch.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[run..<at]))
            guard at < bytes.count else { throw defect(.stringEnd) }
            guard bytes[at] != UInt8(ascii: "\"") else { break }
            guard bytes[at] == UInt8(ascii: "\\") else { throw defect(.control) }
            try escape()
            run = at
            at = bytes.endOfPlainText(from: at)
        }
        guard let text = String(validating: scratch, as: UTF8.self) else {
            throw JSONDefect(offset: bytes.firstInvalid(from: start, to: at), kind: .utf8)
        }
        at += 1
        return text
    }

    /// Appends the character of the escape at `at` and goes past it.
    private mutating func escape() throws(JSONDefect) {
        guard at + 1 < bytes.count else {
            throw JSONDefect(offset: bytes.count, kind: .stringEnd)
        }
        switch bytes[at + 1] {
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "\""): scratch.append(0x22)
        case UInt8(ascii: "\\"): scratch.append(0x5C)
        case UInt8(ascii: "/"): scratch.append(0x2F)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw defect(.escape)
        }
        at += 2
    }

    private mutating func unicodeEscape() throws(JSONDefect) {
        var code = UInt32(try hexadecimal(at: at + 2))
        var length = 6
        if code & 0xFC00 == 0xD800 {
            let isPair =
                at + 8 <= bytes.count && bytes[at + 6] == UInt8(ascii: "\\")
                && bytes[at + 7] == UInt8(ascii: "u")
            let low = isPair ? UInt32(try hexadecimal(at: at + 8)) : 0
            guard low & 0xFC00 == 0xDC00 else { throw defect(.surrogate) }
            code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
            length = 12
        }
        guard let scalar = Unicode.Scalar(code) else { throw defect(.surrogate) }
        scratch.append(contentsOf: scalar.utf8)
        at += length
    }

    private func hexadecimal(at offset: Int) throws(JSONDefect) -> UInt16 {
        var code: UInt16 = 0
        for place in offset..<offset + 4 {
            guard place < bytes.count, let digit = hexadecimalDigit(bytes[place]) else {
                throw JSONDefect(offset: min(place, bytes.count), kind: .hexadecimal)
            }
            code = code << 4 | digit
        }
        return code
    }

    private func hexadecimalDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}

extension JSONParser {
    /// Goes past the value at `at`, looking at brackets and strings only.
    mutating func skipValue() throws(JSONDefect) {
        skipSpace()
        switch byte {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipContainer()
        default: try skipScalar()
        }
    }

    /// Goes past the string at `at`.
    private mutating func skipString() throws(JSONDefect) {
        at += 1
        while true {
            at = bytes.endOfPlainText(from: at)
            guard at < bytes.count else { throw defect(.stringEnd) }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at += 1
                return
            case UInt8(ascii: "\\"): at = min(at + 2, bytes.count)
            default: throw defect(.control)
            }
        }
    }

    private mutating func skipContainer() throws(JSONDefect) {
        closers.removeAll(keepingCapacity: true)
        repeat {
            switch byte {
            case UInt8(ascii: "\""):
                try skipString()
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                guard closers.count < maximumDepth else { throw defect(.depth) }
                // In ASCII both closing brackets are two above their opening ones.
                closers.append(bytes[at] + 2)
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                guard closers.last == bytes[at] else { throw missingCloser }
                closers.removeLast()
            default:
                guard at < bytes.count else { throw missingCloser }
            }
            at += 1
        } while !closers.isEmpty
    }

    private var missingCloser: JSONDefect {
        defect(closers.last == UInt8(ascii: "]") ? .elementSeparator : .memberSeparator)
    }

    private mutating func skipScalar() throws(JSONDefect) {
        let start = at
        while at < bytes.count, bytes[at] > 0x20, !isDelimiter(bytes[at]) { at += 1 }
        guard at > start else { throw defect(.value) }
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "}"),
            UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\""):
            true
        default: false
        }
    }
}

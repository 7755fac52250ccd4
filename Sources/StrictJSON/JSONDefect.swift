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

/// A walk over coded bytes of which more may follow.
struct ExpansionWalk {
    let bytes: UnsafeRawBufferPointer
    let dictionary: CompressionDictionary
    let isJSON: Bool
    private var place = 0

    init(bytes: UnsafeRawBufferPointer, dictionary: CompressionDictionary, isJSON: Bool) {
        self.bytes = bytes
        self.dictionary = dictionary
        self.isJSON = isJSON
    }

    /// A character or JSON escape sequence of the text.
    private struct Unit {
        let length: Int
        /// Which symbol of the alphabet it is, if one.
        let symbol: Int?
    }

    /// Writes what is certain; returns how many bytes that took.
    mutating func run(isLast: Bool, into output: inout [UInt8]) -> Int {
        while place < bytes.count {
            guard let unit = unit(at: place) ?? (isLast ? rest(at: place) : nil) else { break }
            guard let symbol = unit.symbol else {
                copy(unit.length, into: &output)
                continue
            }
            if dictionary.isEscape(symbol) {
                let next = self.unit(at: place + unit.length)
                if next == nil, !isLast { break }
                if let next, next.symbol.map(dictionary.needsEscape) == true {
                    place += unit.length
                    copy(next.length, into: &output)
                } else {
                    copy(unit.length, into: &output)
                }
            } else if let rule = dictionary.rule(of: symbol) {
                append(dictionary.rules[rule].phrase, to: &output)
                place += unit.length
            } else {
                copy(unit.length, into: &output)
            }
        }
        return place
    }

    private mutating func copy(_ length: Int, into output: inout [UInt8]) {
        output.append(contentsOf: bytes[place..<place + length])
        place += length
    }

    /// A byte of what stays incomplete at the end.
    private func rest(at place: Int) -> Unit { Unit(length: 1, symbol: nil) }

    /// The unit at a place, nil if it is not whole.
    private func unit(at place: Int) -> Unit? {
        guard place < bytes.count else { return nil }
        let first = bytes[place]
        if first < 0x80 {
            if isJSON, first == UInt8(ascii: "\\") { return sequence(at: place) }
            return Unit(length: 1, symbol: nil)
        }
        let length = UTF8Form.length(first)
        for offset in 1..<max(1, length) {
            guard place + offset < bytes.count else { return nil }
            // Not UTF-8: such a byte stands alone.
            if bytes[place + offset] & 0xC0 != 0x80 { return Unit(length: 1, symbol: nil) }
        }
        guard length == 2 || length == 3 else { return Unit(length: length, symbol: nil) }
        let code = UTF8Form.code(bytes, place, length)
        return Unit(length: length, symbol: dictionary.alphabet.index(ofCode: code))
    }

    /// The JSON escape sequence at a place, nil if it is not whole.
    private func sequence(at place: Int) -> Unit? {
        guard place + 1 < bytes.count else { return nil }
        guard bytes[place + 1] == UInt8(ascii: "u") else { return Unit(length: 2, symbol: nil) }
        var code: UInt32 = 0
        for offset in 2..<6 {
            guard place + offset < bytes.count else { return nil }
            guard let digit = hexDigit(bytes[place + offset]) else {
                return Unit(length: 2, symbol: nil)
            }
            code = code << 4 | digit
        }
        return Unit(length: 6, symbol: dictionary.alphabet.index(ofCode: code))
    }

    private func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    private func append(_ phrase: String, to output: inout [UInt8]) {
        guard isJSON else { return output.append(contentsOf: phrase.utf8) }
        for byte in phrase.utf8 { JSONCharacters.append(byte, to: &output) }
    }
}

/// How a JSON string has bytes.
enum JSONCharacters {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Writes a byte of UTF-8 as a JSON string has it (RFC 8259, section 7).
    static func append(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "\n"): output += Array("\\n".utf8)
        case UInt8(ascii: "\r"): output += Array("\\r".utf8)
        case UInt8(ascii: "\t"): output += Array("\\t".utf8)
        case 0..<0x20:
            output += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: output.append(byte)
        }
    }
}

internal import StrictJSON

/// A walk over coded bytes of which more may follow.
struct ExpansionWalk {
    let bytes: UnsafeRawBufferPointer
    let dictionary: CompressionDictionary
    let isJSON: Bool
    /// The walk ends with the change by which more bytes than this are written.
    let most: Int
    private var place = 0
    /// Up to where is written; 0 as long as nothing changed.
    private(set) var written = 0

    init(
        bytes: UnsafeRawBufferPointer, dictionary: CompressionDictionary, isJSON: Bool,
        most: Int = .max
    ) {
        self.most = most
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

    /// Reads what is certain and writes it up to the last change; returns how many bytes were read.
    mutating func run(isLast: Bool, into output: inout [UInt8]) -> Int {
        while true {
            skipPlainText()
            guard place < bytes.count else { break }
            guard let unit = unit(at: place) ?? (isLast ? rest(at: place) : nil) else { break }
            guard let symbol = unit.symbol else {
                place += unit.length
                continue
            }
            if dictionary.isEscape(symbol) {
                let next = self.unit(at: place + unit.length)
                if next == nil, !isLast { break }
                if let next, next.symbol.map(dictionary.needsEscape) == true {
                    flush(into: &output)
                    written += unit.length
                    place = written + next.length
                } else {
                    place += unit.length
                }
            } else if let rule = dictionary.rule(of: symbol) {
                flush(into: &output)
                append(dictionary.rules[rule].phrase, to: &output)
                place += unit.length
                written = place
                if output.count > most { return place }
            } else {
                place += unit.length
            }
        }
        return place
    }

    /// Writes what was read and not written yet: nothing of it changes.
    mutating func flush(into output: inout [UInt8]) {
        if written == 0 { output.reserveCapacity(output.count + 2 * bytes.count) }
        output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[written..<place]))
        written = place
    }

    /// Passes ASCII eight bytes at a time, in JSON such as has no escape sequence.
    @inline(__always)
    private mutating func skipPlainText() {
        let (high, low): (UInt64, UInt64) = (0x8080_8080_8080_8080, 0x0101_0101_0101_0101)
        while place + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            // A byte that is a backslash becomes 0; the lowest bit found is right, those above may not be.
            let other = word ^ (low &* UInt64(UInt8(ascii: "\\")))
            let found = (word | (isJSON ? (other &- low) & ~other : 0)) & high
            if found != 0 {
                place += UInt64(littleEndian: found).trailingZeroBitCount / 8
                return
            }
            place += 8
        }
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
        JSONValue.appendEscaped(phrase, to: &output)
    }
}

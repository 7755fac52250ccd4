/// A symbol of the alphabet in a text.
struct SymbolOccurrence {
    /// Where it begins, in bytes.
    let start: Int
    /// How many bytes it has.
    let length: Int
    /// Which symbol, by its position in the alphabet.
    let symbol: Int

    /// The symbols in bytes of valid UTF-8, from left to right. Linear; text of ASCII is passed eight
    /// bytes at a time.
    static func all(
        in bytes: UnsafeRawBufferPointer, _ alphabet: SymbolAlphabet
    ) -> [SymbolOccurrence] {
        var found: [SymbolOccurrence] = []
        var place = 0
        while place < bytes.count {
            if place + 8 <= bytes.count,
                bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self) & asciiMask == 0
            {
                place += 8
                continue
            }
            let length = UTF8Form.length(bytes[place])
            if length == 2 || length == 3, place + length <= bytes.count,
                let symbol = alphabet.index(ofCode: UTF8Form.code(bytes, place, length))
            {
                found.append(SymbolOccurrence(start: place, length: length, symbol: symbol))
            }
            place += length
        }
        return found
    }

    private static var asciiMask: UInt64 { 0x8080_8080_8080_8080 }
}

/// How UTF-8 writes scalars.
enum UTF8Form {
    /// How many bytes a scalar has that begins with a byte; 1 for a byte that begins none.
    @inline(__always)
    static func length(_ first: UInt8) -> Int {
        if first < 0xC2 { return 1 }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1
    }

    /// The scalar that two or three bytes are, 0 if the later ones are not such.
    @inline(__always)
    static func code(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ length: Int) -> UInt32 {
        var code = UInt32(bytes[place]) & (length == 2 ? 0x1F : 0x0F)
        for offset in 1..<length {
            guard bytes[place + offset] & 0xC0 == 0x80 else { return 0 }
            code = code << 6 | UInt32(bytes[place + offset] & 0x3F)
        }
        return code
    }
}

extension Unicode.Scalar {
    /// The scalar in UTF-8.
    var utf8Bytes: [UInt8] { UTF8.encode(self).map(Array.init) ?? [] }
}

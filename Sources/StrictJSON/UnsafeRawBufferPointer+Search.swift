extension UnsafeRawBufferPointer {
    /// The length of a leading byte order mark, 0 if there is none.
    var lengthOfByteOrderMark: Int { starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    /// The first offset from `start` on that holds a quote, a backslash or a control character, else
    /// the end. O(length), eight bytes a step.
    func endOfPlainText(from start: Int) -> Int {
        var at = start
        while count - at >= 8 {
            let word = UInt64(littleEndian: loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let marks =
                Self.zeros(word ^ 0x2222_2222_2222_2222)
                | Self.zeros(word ^ 0x5C5C_5C5C_5C5C_5C5C) | Self.controls(word)
            if marks != 0 { return at + marks.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < count, self[at] >= 0x20, self[at] != 0x22, self[at] != 0x5C { at += 1 }
        return at
    }

    /// The first offset of a byte from `start` on, else the end. O(length), eight bytes a step.
    func firstOffset(of byte: UInt8, from start: Int) -> Int {
        let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
        var at = start
        while count - at >= 8 {
            let word = UInt64(littleEndian: loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let marks = Self.zeros(word ^ pattern)
            if marks != 0 { return at + marks.trailingZeroBitCount >> 3 }
            at += 8
        }
        while at < count, self[at] != byte { at += 1 }
        return at
    }

    /// The top bit of every byte that is zero. Bytes above the lowest mark may be marked wrongly (a
    /// borrow runs upwards), so only the lowest counts.
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// The top bit of every byte below a space, the lowest mark alone being sure.
    private static func controls(_ word: UInt64) -> UInt64 {
        (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
    }

    /// The first byte of a range that does not belong to valid UTF-8; the end if there is none.
    func firstInvalid(from start: Int, to end: Int) -> Int {
        var valid = start
        var decoder = UTF8()
        var iterator = self[start..<end].makeIterator()
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            valid += UTF8.width(scalar)
        }
        return valid
    }
}

// `==` on texts goes by canonical equivalence and on objects ignores the order of members. Hashes and
// tokens do neither, and reading texts byte by byte through their views is slow.

extension String {
    /// Whether both have the same bytes, and so the same code points. O(1) where they share storage or
    /// differ in length, else O(bytes).
    public func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        var (own, other) = (self, other)
        return own.withUTF8 { own in
            other.withUTF8 { other in
                let (own, other) = (UnsafeRawBufferPointer(own), UnsafeRawBufferPointer(other))
                return own.baseAddress == other.baseAddress || own.hasSameBytes(as: other)
            }
        }
    }
}

extension String? {
    /// Whether both are nil, or texts of the same bytes.
    public func hasSameBytes(as other: Self) -> Bool {
        guard let self, let other else { return (self == nil) == (other == nil) }
        return self.hasSameBytes(as: other)
    }
}

extension JSONValue {
    /// Whether both have the same compact text: members in the same order. O(1) where they share
    /// storage, else O(bytes).
    public func hasSameText(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let own), .bool(let other)): own == other
        case (.number(let own), .number(let other)): own.lexeme.hasSameBytes(as: other.lexeme)
        case (.string(let own), .string(let other)): own.hasSameBytes(as: other)
        case (.array(let own), .array(let other)): own.hasSameText(as: other)
        case (.object(let own), .object(let other)):
            own.count == other.count
                && (own.members.sharesStorage(with: other.members)
                    || zip(own.members, other.members).allSatisfy {
                        $0.key.hasSameBytes(as: $1.key) && $0.value.hasSameText(as: $1.value)
                    })
        default: false
        }
    }
}

extension [JSONValue] {
    /// Whether two lists have the same compact texts, members in the same order. O(1) where they share
    /// storage, else O(bytes).
    public func hasSameText(as other: [JSONValue]) -> Bool {
        guard count == other.count else { return false }
        return sharesStorage(with: other) || zip(self, other).allSatisfy { $0.hasSameText(as: $1) }
    }
}

extension Array {
    /// Whether both begin at the same place in memory, which copies that nobody changed do.
    @inlinable
    public func sharesStorage(with other: Self) -> Bool {
        withUnsafeBufferPointer { own in
            other.withUnsafeBufferPointer {
                own.baseAddress == $0.baseAddress && own.count == $0.count
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether two buffers of one length hold the same bytes, eight at a time.
    fileprivate func hasSameBytes(as other: Self) -> Bool {
        let whole = count & ~7
        for place in stride(from: 0, to: whole, by: 8)
        where loadUnaligned(fromByteOffset: place, as: UInt64.self)
            != other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        {
            return false
        }
        return self[whole...].elementsEqual(other[whole...])
    }
}

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

/// Numbers the pieces of a text that stand in it more than once: equal bytes have equal numbers, from 0
/// in order of first occurrence.
///
/// A table with open addressing over 64-bit hashes; equal hashes are checked byte by byte.
struct PieceNumbering {
    private struct Slot {
        var hash: UInt64
        var start: Int32
        /// The first piece with these bytes; -1 in a free slot.
        var first: Int32
    }

    private typealias Slots = UnsafeMutableBufferPointer<Slot>

    /// The number of every piece; of one that is alone, taken or a stop, what no other piece has: the
    /// complement of its place, below 0.
    let numbers: [Int32]
    /// How many numbers there are.
    let count: Int

    /// Numbers the pieces of a text. Linear, expected.
    init(_ text: PieceText, isTaken: [Bool]) {
        var capacity = 64
        while capacity < text.count * 2 { capacity *= 2 }
        var found = 0
        numbers = [Int32](unsafeUninitializedCapacity: text.count) { numbers, initialized in
            withUnsafeTemporaryAllocation(of: Slot.self, capacity: capacity) { slots in
                slots.initialize(repeating: Slot(hash: 0, start: 0, first: -1))
                Self.link(text, isTaken, slots, numbers)
            }
            found = Self.number(numbers)
            initialized = text.count
        }
        count = found
    }

    /// Writes the place of the first equal piece to each that is not the first, its complement where
    /// there is none, and marks first pieces that are not alone.
    private static func link(
        _ text: PieceText, _ isTaken: [Bool], _ slots: Slots,
        _ numbers: UnsafeMutableBufferPointer<Int32>
    ) {
        text.bytes.withUnsafeBytes { bytes in
            for piece in 0..<text.count {
                let place = Int32(truncatingIfNeeded: piece)
                let start = Int(text.starts[piece])
                let length = Int(text.starts[piece + 1]) - start
                numbers[piece] = ~place
                guard length > 0, !isTaken[piece] else { continue }
                let first = first(of: bytes, start, length, place, slots)
                if first != place {
                    numbers[Int(first)] = first
                    numbers[piece] = first
                }
            }
        }
    }

    /// Numbers what is linked.
    private static func number(_ numbers: UnsafeMutableBufferPointer<Int32>) -> Int {
        var count: Int32 = 0
        for piece in 0..<numbers.count where numbers[piece] >= 0 {
            if Int(numbers[piece]) == piece {
                numbers[piece] = count
                count += 1
            } else {
                numbers[piece] = numbers[Int(numbers[piece])]
            }
        }
        return Int(count)
    }

    @inline(__always)
    private static func first(
        of bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int, _ piece: Int32,
        _ slots: Slots
    ) -> Int32 {
        let hash = Self.hash(bytes, start, length)
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hash >> 20) & mask
        while slots[place].first >= 0 {
            let slot = slots[place]
            if slot.hash == hash, bytes.areEqual(start, Int(slot.start), length) {
                return slot.first
            }
            place = (place + 1) & mask
        }
        slots[place] = Slot(hash: hash, start: Int32(truncatingIfNeeded: start), first: piece)
        return piece
    }

    /// Multiplies and folds eight bytes at a time; the length is hashed in, so that equal hashes of
    /// pieces of other lengths are as rare as any. Reads up to eight bytes beyond the piece.
    @inline(__always)
    private static func hash(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int) -> UInt64
    {
        var hash = UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15
        var offset = 0
        while offset < length {
            var word = bytes.loadUnaligned(fromByteOffset: start + offset, as: UInt64.self)
            let rest = length - offset
            if rest < 8 { word &= (1 &<< UInt64(8 * rest)) &- 1 }
            let product = (hash ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
            hash = product.high ^ product.low
            offset += 8
        }
        return hash
    }
}

extension UnsafeRawBufferPointer {
    /// Whether two ranges of a length, which is not 0, hold the same bytes. The hash has the length,
    /// so the other range is as long, but for a collision: then it still lies within the buffer.
    @inline(__always)
    fileprivate func areEqual(_ left: Int, _ right: Int, _ length: Int) -> Bool {
        for offset in 0..<length where self[left + offset] != self[right + offset] { return false }
        return true
    }
}

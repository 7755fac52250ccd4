/// Numbers pieces so that equal bytes have equal numbers, from 0 in order of first occurrence.
///
/// A table with open addressing over 64-bit hashes; equal hashes are checked byte by byte.
struct PieceNumbering {
    private struct Slot {
        var hash: UInt64
        var start: Int32
        var number: Int32
    }

    /// The number of every piece.
    private(set) var numbers: [Int32]
    /// How many numbers there are.
    private(set) var count = 0
    private var slots: [Slot]

    /// Numbers the pieces of a text; stops and pieces that are taken have numbers of their own, each.
    /// Linear, expected.
    init(_ text: PieceText, isTaken: [Bool]) {
        var capacity = 64
        while capacity < text.count * 2 { capacity *= 2 }
        slots = Array(repeating: Slot(hash: 0, start: 0, number: -1), count: capacity)
        numbers = Array(repeating: 0, count: text.count)
        // Taken out, so that changing them asks nobody whether they are shared.
        var (slots, numbers) = (self.slots, self.numbers)
        self.slots = []
        self.numbers = []
        slots.withUnsafeMutableBufferPointer { slots in
            text.bytes.withUnsafeBytes { bytes in
                for piece in 0..<text.count {
                    let start = Int(text.starts[piece])
                    let length = Int(text.starts[piece + 1]) - start
                    let isAlone = length == 0 || isTaken[piece]
                    numbers[piece] = isAlone ? new() : number(of: bytes, start, length, slots)
                }
            }
        }
        self.numbers = numbers
    }

    @inline(__always)
    private mutating func new() -> Int32 {
        defer { count += 1 }
        return Int32(truncatingIfNeeded: count)
    }

    @inline(__always)
    private mutating func number(
        of bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int,
        _ slots: UnsafeMutableBufferPointer<Slot>
    ) -> Int32 {
        let hash = Self.hash(bytes, start, length)
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: hash >> 20) & mask
        while slots[place].number >= 0 {
            let slot = slots[place]
            if slot.hash == hash, bytes.areEqual(start, Int(slot.start), length) {
                return slot.number
            }
            place = (place + 1) & mask
        }
        let number = new()
        slots[place] = Slot(hash: hash, start: Int32(truncatingIfNeeded: start), number: number)
        return number
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

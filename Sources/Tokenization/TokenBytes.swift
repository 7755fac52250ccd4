/// The bytes of an encoding's tokens, and what merges make them: unpacked from the pairs in the
/// program. Never freed.
struct TokenBytes {
    /// How many tokens there are; their ids are their ranks, from 0.
    let count: Int
    /// The two tokens that a token is the merge of; a single byte is the merge of itself.
    let halves: UnsafePointer<(left: UInt32, right: UInt32)>
    /// The bytes of all tokens, one after the other, 64 readable bytes after the last.
    private let bytes: UnsafePointer<UInt8>
    /// Where a token's bytes begin; one more than there are tokens.
    private let offsets: UnsafePointer<UInt32>

    /// Unpacks a table in the form that `make-tables` describes.
    init(table: UnsafeRawBufferPointer) {
        count = 256 + (table.count - 256) / 6
        let halves = TableMemory.allocate((left: UInt32, right: UInt32).self, count: count)
        let offsets = TableMemory.allocate(UInt32.self, count: count + 1)
        for rank in 0..<256 {
            halves[rank] = (UInt32(rank), UInt32(rank))
            offsets[rank] = UInt32(rank)
        }
        offsets[256] = 256
        for rank in 256..<count {
            let place = 256 + (rank - 256) * 6
            let (left, right) = (table.threeBytes(at: place), table.threeBytes(at: place + 3))
            halves[rank] = (UInt32(left), UInt32(right))
            let length = offsets[left + 1] - offsets[left] + offsets[right + 1] - offsets[right]
            offsets[rank + 1] = offsets[rank] + length
        }
        self.halves = UnsafePointer(halves)
        self.offsets = UnsafePointer(offsets)
        bytes = Self.unpacked(table, halves: self.halves, offsets: self.offsets, count: count)
    }

    private static func unpacked(
        _ table: UnsafeRawBufferPointer,
        halves: UnsafePointer<(left: UInt32, right: UInt32)>, offsets: UnsafePointer<UInt32>,
        count: Int
    ) -> UnsafePointer<UInt8> {
        let bytes = TableMemory.allocate(UInt8.self, count: Int(offsets[count]) + 64)
        for rank in 0..<256 { bytes[rank] = table[rank] }
        var place = bytes + 256
        // Eight bytes at a time: what is written too far is written over by the next token.
        func append(_ half: UInt32) {
            let start = Int(offsets[Int(half)])
            let length = Int(offsets[Int(half) + 1]) - start
            for offset in stride(from: 0, to: length, by: 8) {
                let word = UnsafeRawPointer(bytes + start + offset).loadUnaligned(as: UInt64.self)
                UnsafeMutableRawPointer(place + offset).storeBytes(of: word, as: UInt64.self)
            }
            place += length
        }
        for rank in 256..<count {
            append(halves[rank].left)
            append(halves[rank].right)
        }
        place.update(repeating: 0, count: 64)
        return UnsafePointer(bytes)
    }

    /// The bytes of a token; the id must be below `count`.
    @inline(__always)
    func bytes(of id: UInt32) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + Int(offsets[Int(id)]), count: length(of: id))
    }

    /// How many bytes a token has; the id must be below `count`.
    @inline(__always)
    func length(of id: UInt32) -> Int { Int(offsets[Int(id) + 1] - offsets[Int(id)]) }
}

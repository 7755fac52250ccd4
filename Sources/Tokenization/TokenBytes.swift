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
        let halves = UnsafeMutablePointer<(left: UInt32, right: UInt32)>.allocate(capacity: count)
        let offsets = UnsafeMutablePointer<UInt32>.allocate(capacity: count + 1)
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
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(offsets[count]) + 64)
        for rank in 0..<256 { bytes[rank] = table[rank] }
        var place = bytes + 256
        func append(_ half: UInt32) {
            let start = offsets[Int(half)]
            for offset in start..<offsets[Int(half) + 1] {
                place[0] = bytes[Int(offset)]
                place += 1
            }
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

    /// All ids, those of shorter tokens first. O(count).
    var byLength: [UInt32] {
        var starts = [Int](repeating: 0, count: 258)
        for id in 0..<UInt32(count) { starts[min(length(of: id), 256) + 1] += 1 }
        for length in 1..<starts.count { starts[length] += starts[length - 1] }
        return [UInt32](unsafeUninitializedCapacity: count) { ids, used in
            for id in 0..<UInt32(count) {
                let length = min(length(of: id), 256)
                ids[starts[length]] = id
                starts[length] += 1
            }
            used = count
        }
    }
}

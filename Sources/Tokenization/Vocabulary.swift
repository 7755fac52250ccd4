internal import RankTables

/// The tokens of an encoding and what merges them: made once a process from the pairs in the program,
/// then only read, by all threads.
final class Vocabulary: @unchecked Sendable {
    // Unchecked: all memory is written before the initialiser returns, and never after.

    /// How many tokens there are; their ids are their ranks, from 0.
    let count: Int
    /// Which pairs merge into what.
    let pairs: PairTable
    /// The tokens by their bytes.
    let trie: TokenTrie
    /// The two tokens that a token is the merge of; a single byte is the merge of itself.
    let halves: UnsafePointer<(left: UInt32, right: UInt32)>
    /// The bytes of all tokens, one after the other, 64 readable bytes after the last.
    private let bytes: UnsafePointer<UInt8>
    /// Where a token's bytes begin; one more than there are tokens.
    private let offsets: UnsafePointer<UInt32>

    /// The vocabulary of an encoding.
    static func shared(_ encoding: Encoding) -> Vocabulary {
        switch encoding {
        case .cl100kBase: cl100kBase
        case .o200kBase: o200kBase
        }
    }

    private static let cl100kBase = Vocabulary(table: winnow_cl100k_base_pairs())
    private static let o200kBase = Vocabulary(table: winnow_o200k_base_pairs())

    private init(table: winnow_table) {
        let table = UnsafeRawBufferPointer(table: table)
        count = 256 + (table.count - 256) / 6
        let halves = UnsafeMutablePointer<(left: UInt32, right: UInt32)>.allocate(capacity: count)
        let offsets = UnsafeMutablePointer<UInt32>.allocate(capacity: count + 1)
        offsets[0] = 0
        for rank in 0..<count {
            let (left, right) = Self.halves(of: rank, table)
            halves[rank] = (UInt32(left), UInt32(right))
            let length =
                rank < 256
                ? 1 : offsets[left + 1] - offsets[left] + offsets[right + 1] - offsets[right]
            offsets[rank + 1] = offsets[rank] + length
        }
        self.halves = UnsafePointer(halves)
        self.offsets = UnsafePointer(offsets)
        bytes = Self.bytes(table, self.halves, self.offsets, count)
        pairs = PairTable(self.halves, count: count)
        trie = TokenTrie(self.halves, bytes: bytes, offsets: self.offsets, count: count)
    }

    private static func halves(of rank: Int, _ table: UnsafeRawBufferPointer) -> (Int, Int) {
        guard rank >= 256 else { return (rank, rank) }
        let place = 256 + (rank - 256) * 6
        return (table.threeBytes(at: place), table.threeBytes(at: place + 3))
    }

    private static func bytes(
        _ table: UnsafeRawBufferPointer,
        _ halves: UnsafePointer<(left: UInt32, right: UInt32)>, _ offsets: UnsafePointer<UInt32>,
        _ count: Int
    ) -> UnsafePointer<UInt8> {
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(offsets[count]) + 64)
        for rank in 0..<256 { bytes[rank] = table[rank] }
        var place = bytes + 256
        func append(_ half: UInt32) {
            let length = Int(offsets[Int(half) + 1] - offsets[Int(half)])
            place.update(from: bytes + Int(offsets[Int(half)]), count: length)
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

/// Byte-pair encoding in linear time, for pieces of any length.
///
/// For every prefix of a text only one token can be the last of its encoding. So take the longest
/// token that fits, keep it if nothing would merge across the border to the token before it, else the
/// next shorter one, else take back the token before and mark the position as dead: every position
/// is given up at most once. Source: H. van Antwerpen and A. Neubeck, "So many tokens, so little time:
/// Introducing a faster, more flexible byte-pair tokenizer", 2024.
struct BacktrackingEncoder {
    /// So many of the last tokens are kept as they are. Steps back are short; whatever is further back is
    /// found again by where it begins, so that memory is a quarter of the text's.
    private static let ringSize = 4096

    /// The size of the ring, a power of two, less one.
    private let mask: Int
    private let vocabulary: TokenBytes
    private let trie: TokenTrie
    /// The last tokens, each in the place of its number modulo the size.
    private let ring: UnsafeMutablePointer<UInt32>
    /// A bit for each position where a token of the text begins.
    private var starts: UnsafeMutablePointer<UInt64>
    /// A bit for each position where a token may end; cleared where none can.
    private var alive: UnsafeMutablePointer<UInt64>
    /// How long a text the memory is for, in bytes.
    private var capacity = 4096
    private let border: Border

    init(_ vocabulary: Vocabulary, ringSize: Int = Self.ringSize) {
        self.vocabulary = vocabulary.tokens
        trie = vocabulary.trie
        mask = ringSize - 1
        ring = .allocate(capacity: ringSize)
        starts = .allocate(capacity: capacity / 64 + 1)
        alive = .allocate(capacity: capacity / 64 + 1)
        border = Border(vocabulary.pairs, vocabulary.tokens)
    }

    /// Frees the memory; the encoder must not be used afterwards.
    func deallocate() {
        ring.deallocate()
        starts.deallocate()
        alive.deallocate()
        border.deallocate()
    }

    /// How many tokens a text of at least one byte has.
    mutating func count(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int {
        encode(text, count).used
    }

    /// Hands out the tokens of a text of at least one byte, in order.
    mutating func encode(
        _ text: UnsafePointer<UInt8>, _ count: Int, into take: (UInt32) -> Void
    ) {
        let (used, isWhole) = encode(text, count)
        if isWhole {
            for place in 0..<used { take(ring[place]) }
            return
        }
        var start = 0
        while start < count {
            let end = self.start(after: start, count)
            take(trie.token(text + start, end - start))
            start = end
        }
    }

    /// Leaves a bit in `starts` for each token; returns how many there are, and whether the ring has all
    /// of them.
    private mutating func encode(
        _ text: UnsafePointer<UInt8>, _ count: Int
    ) -> (used: Int, isWhole: Bool) {
        reserve(count)
        let (ring, mask, starts, alive) = (self.ring, self.mask, self.starts, self.alive)
        alive.update(repeating: ~0, count: count / 64 + 1)
        starts.update(repeating: 0, count: count / 64 + 1)
        let trie = self.trie
        var walk = Walk(text, count)
        let border = self.border
        var used = 0
        // The number of the first token that is still in the ring.
        var kept = 0
        var position = 0
        var last = TokenTrie.none
        var (next, length) = walk.token(at: 0, in: trie)
        while true {
            let end = position + length
            let isAlive = alive[end >> 6] &>> UInt64(end & 63) & 1 != 0
            if isAlive, used == 0 || border.staysApart(last, next) {
                starts[position >> 6] |= 1 &<< UInt64(position & 63)
                ring[used & mask] = next
                last = next
                used += 1
                if used - kept > mask + 1 { kept = used - (mask + 1) }
                position = end
                guard end < count else { break }
                (next, length) = walk.token(at: end, in: trie)
                continue
            }
            next = trie.longestPrefix(of: next)
            if next == TokenTrie.none {
                // No token can begin here: take back the one before and try a shorter.
                alive[position >> 6] &= ~(1 &<< UInt64(position & 63))
                guard used > 0 else { break }
                used -= 1
                next = last
                position -= vocabulary.length(of: next)
                starts[position >> 6] &= ~(1 &<< UInt64(position & 63))
                if used > kept {
                    last = ring[(used - 1) & mask]
                } else if used > 0 {
                    let start = self.start(before: position)
                    last = trie.token(text + start, position - start)
                    kept = used - 1
                    ring[kept & mask] = last
                }
            }
            length = vocabulary.length(of: next)
        }
        return (used, kept == 0)
    }

    /// Where the token begins that ends at a position, which is not the text's start.
    private func start(before position: Int) -> Int {
        var word = (position - 1) >> 6
        var bits = starts[word] & (~0 &>> UInt64(63 - (position - 1) & 63))
        while bits == 0 {
            word -= 1
            bits = starts[word]
        }
        return word << 6 + 63 - bits.leadingZeroBitCount
    }

    /// Where the token ends that begins at a position.
    private func start(after position: Int, _ count: Int) -> Int {
        var word = (position + 1) >> 6
        var bits = starts[word] & (~0 &<< UInt64((position + 1) & 63))
        while bits == 0 {
            word += 1
            guard word <= count >> 6 else { return count }
            bits = starts[word]
        }
        return word << 6 + bits.trailingZeroBitCount
    }

    /// Makes room for a text; an unusually long one's memory is given back at the next.
    private mutating func reserve(_ count: Int) {
        guard count > capacity || capacity > 1 << 22 else { return }
        starts.deallocate()
        alive.deallocate()
        capacity = max(count, 1 << 16)
        starts = .allocate(capacity: capacity / 64 + 1)
        alive = .allocate(capacity: capacity / 64 + 1)
    }
}

/// The tokens of one piece, by an encoder that keeps so many of the last ones, a power of two; for tests.
package func encodedByBacktracking(
    _ piece: [UInt8], encoding: Encoding, ringSize: Int
) -> (ids: [UInt32], count: Int) {
    var encoder = BacktrackingEncoder(Vocabulary.shared(encoding), ringSize: ringSize)
    defer { encoder.deallocate() }
    return piece.withUnsafeBufferPointer { piece in
        guard let base = piece.baseAddress else { return ([], 0) }
        var ids: [UInt32] = []
        encoder.encode(base, piece.count) { ids.append($0) }
        return (ids, encoder.count(base, piece.count))
    }
}

/// Knows which tokens can stand side by side.
private struct Border {
    private static let bits: UInt64 = 11

    private let pairs: PairTable
    private let halves: UnsafePointer<(left: UInt32, right: UInt32)>
    /// Answers about pairs of tokens, which are facts of the vocabulary: both ids, then whether they
    /// stay apart. Each pair has one place, where the last one asked for stands.
    private let answers: UnsafeMutablePointer<UInt64>

    init(_ pairs: PairTable, _ tokens: TokenBytes) {
        self.pairs = pairs
        halves = tokens.halves
        answers = TableMemory.allocate(repeating: ~0, count: 1 << Int(Self.bits))
    }

    /// Frees the memory; the value must not be used afterwards.
    func deallocate() { answers.deallocate() }

    @inline(__always)
    func staysApart(_ left: UInt32, _ right: UInt32) -> Bool {
        let key = UInt64(left) << 32 | UInt64(right) << 1
        let place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> (64 - Self.bits))
        let answer = answers[place]
        if answer | 1 == key | 1 { return answer & 1 != 0 }
        let isStable = isStable(left, right)
        answers[place] = isStable ? key | 1 : key
        return isStable
    }

    /// Whether two tokens side by side stay two tokens: nothing merges across their border while they
    /// are built. Undoes merges from the latest back, looking at the pair at the border each time.
    @inline(__always)
    private func isStable(_ first: UInt32, _ second: UInt32) -> Bool {
        var (left, right) = (first, second)
        var limit = UInt32.max
        while true {
            let merged = pairs.merge(left, right)
            if merged != PairTable.none, merged < limit { return false }
            if left > right {
                limit = left
                left = halves[Int(left)].right
                if left == limit {
                    limit = right + 1
                    right = halves[Int(right)].left
                    if right + 1 == limit { return true }
                }
            } else {
                limit = right + 1
                right = halves[Int(right)].left
                if right + 1 == limit {
                    limit = left
                    left = halves[Int(left)].right
                    if left == limit { return true }
                }
            }
        }
    }
}

/// Finds the longest token at one position after the other; where a text repeats what the last look
/// saw, it has the same answer.
private struct Walk {
    /// More bytes than this are not compared.
    private static let limit = 192

    private let text: UnsafePointer<UInt8>
    private let count: Int
    private var seen = 0
    private var examined = Int.max
    private var token = TokenTrie.none
    private var length = 0

    init(_ text: UnsafePointer<UInt8>, _ count: Int) {
        self.text = text
        self.count = count
    }

    @inline(__always)
    mutating func token(at position: Int, in trie: TokenTrie) -> (token: UInt32, length: Int) {
        if examined <= Self.limit, repeats(at: position) { return (token, length) }
        (token, length, examined) = trie.longestToken(text + position, count - position)
        seen = position
        return (token, length)
    }

    /// Whether the bytes from a position on are those that the last look saw.
    @inline(__always)
    private func repeats(at position: Int) -> Bool {
        let words = (examined + 7) / 8
        // After a step back the last look may be nearer the end than this one.
        guard max(position, seen) + words * 8 <= count else { return false }
        let (old, new) = (UnsafeRawPointer(text + seen), UnsafeRawPointer(text + position))
        for offset in stride(from: 0, to: words * 8, by: 8) {
            let same =
                old.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                == new.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            if !same { return false }
        }
        return true
    }
}

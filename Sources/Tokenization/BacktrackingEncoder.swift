/// Byte-pair encoding in linear time, for pieces of any length.
///
/// For every prefix of a text only one token can be the last of its encoding. So take the longest
/// token that fits, keep it if nothing would merge across the border to the token before it, else the
/// next shorter one, else take back the token before and mark the position as dead: every position
/// is given up at most once. Source: H. van Antwerpen and A. Neubeck, "So many tokens, so little time:
/// Introducing a faster, more flexible byte-pair tokenizer", 2024.
struct BacktrackingEncoder {
    private let vocabulary: Vocabulary
    private let trie: TokenTrie
    private let pairs: PairTable
    /// The tokens of the last text encoded.
    private(set) var tokens: [UInt32] = []
    /// A bit for each position where a token may end; cleared where none can.
    private var alive: [UInt64] = []

    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        trie = vocabulary.trie
        pairs = vocabulary.pairs
    }

    /// Encodes a text of at least one byte into `tokens`.
    mutating func encode(_ text: UnsafePointer<UInt8>, _ count: Int) {
        tokens.removeAll(keepingCapacity: true)
        alive.removeAll(keepingCapacity: true)
        alive.append(contentsOf: repeatElement(~0, count: count / 64 + 1))
        let trie = self.trie
        var walk = Walk(text, count)
        var position = 0
        var next = walk.token(at: 0, in: trie)
        while next != TokenTrie.none {
            let last = tokens.last ?? TokenTrie.none
            var token = next
            while true {
                let end = position + vocabulary.length(of: token)
                if isAlive(end), last == TokenTrie.none || staysApart(last, token) {
                    tokens.append(token)
                    position = end
                    next = end < count ? walk.token(at: end, in: trie) : TokenTrie.none
                    break
                }
                token = trie.longestPrefix(of: token)
                guard token == TokenTrie.none else { continue }
                alive[position >> 6] &= ~(1 &<< UInt64(position & 63))
                guard last != TokenTrie.none else { return }
                tokens.removeLast()
                position -= vocabulary.length(of: last)
                next = last
                break
            }
        }
        bound()
    }

    @inline(__always)
    private func isAlive(_ position: Int) -> Bool {
        alive[position >> 6] &>> UInt64(position & 63) & 1 != 0
    }

    /// Gives memory back after an unusually long piece.
    private mutating func bound() {
        if tokens.capacity > 1 << 22 { tokens = Array(tokens) }
        if alive.capacity > 1 << 18 { alive = [] }
    }

    /// Whether two tokens side by side stay two tokens: nothing merges across their border while they
    /// are built. Undoes merges from the latest back, looking at the pair at the border each time.
    @inline(__always)
    private func staysApart(_ first: UInt32, _ second: UInt32) -> Bool {
        var (left, right) = (first, second)
        var limit = UInt32.max
        while true {
            let merged = pairs.merge(left, right)
            if merged != PairTable.none, merged < limit { return false }
            if left > right {
                limit = left
                left = vocabulary.halves[Int(left)].right
                if left == limit {
                    limit = right + 1
                    right = vocabulary.halves[Int(right)].left
                    if right + 1 == limit { return true }
                }
            } else {
                limit = right + 1
                right = vocabulary.halves[Int(right)].left
                if right + 1 == limit {
                    limit = left
                    left = vocabulary.halves[Int(left)].right
                    if left == limit { return true }
                }
            }
        }
    }
}

/// Finds the longest token at one position after the other; where a text repeats what the last look
/// saw, it has the same answer.
private struct Walk {
    private let text: UnsafePointer<UInt8>
    private let count: Int
    private var seen = 0
    private var examined = Int.max
    private var token = TokenTrie.none

    init(_ text: UnsafePointer<UInt8>, _ count: Int) {
        self.text = text
        self.count = count
    }

    @inline(__always)
    mutating func token(at position: Int, in trie: TokenTrie) -> UInt32 {
        if examined <= 32, position + 32 <= count {
            let (old, new) = (UnsafeRawPointer(text + seen), UnsafeRawPointer(text + position))
            var difference: UInt64 = 0
            for offset in stride(from: 0, to: 32, by: 8) {
                difference |=
                    old.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    ^ new.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            }
            if difference == 0 { return token }
        }
        (token, examined) = trie.longestToken(text + position, count - position)
        seen = position
        return token
    }
}

/// Merges the bytes of one piece into tokens, in memory of its own that is used again and again.
struct PieceMerger {
    /// The longest piece that is merged pair by pair; longer ones are encoded by backtracking, which
    /// is linear.
    private static let longestByPairs = 20

    private let vocabulary: Vocabulary
    private let pairs: PairTable
    private let bytes: UnsafeMutablePointer<UInt32>
    private let parts: UnsafeMutablePointer<UInt32>
    private let merges: UnsafeMutablePointer<UInt32>
    private var backtracking: BacktrackingEncoder

    /// A merger for a vocabulary.
    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        pairs = vocabulary.pairs
        parts = .allocate(capacity: Self.longestByPairs + 1)
        merges = .allocate(capacity: Self.longestByPairs + 1)
        bytes = .allocate(capacity: 256)
        for id in 0..<256 { bytes[Int(vocabulary.tokens.bytes(of: UInt32(id))[0])] = UInt32(id) }
        backtracking = BacktrackingEncoder(vocabulary)
    }

    /// Frees the memory; the merger must not be used afterwards.
    func deallocate() {
        bytes.deallocate()
        parts.deallocate()
        merges.deallocate()
        backtracking.deallocate()
    }

    /// How many tokens a piece of at least one byte has. Linear.
    mutating func count(_ piece: UnsafePointer<UInt8>, _ count: Int) -> Int {
        if count <= Self.longestByPairs { return mergePairs(piece, count) }
        return backtracking.count(piece, count)
    }

    /// Hands out the tokens of a piece of at least one byte, in order. Linear.
    mutating func encode(
        _ piece: UnsafePointer<UInt8>, _ count: Int, into take: (UInt32) -> Void
    ) {
        guard count <= Self.longestByPairs else {
            return backtracking.encode(piece, count, into: take)
        }
        for place in 0..<mergePairs(piece, count) { take(parts[place]) }
    }

    /// Leaves the tokens in `parts` and returns their number: byte-pair encoding as defined, the
    /// lowest rank first, the leftmost of equals.
    private func mergePairs(_ piece: UnsafePointer<UInt8>, _ count: Int) -> Int {
        for place in 0..<count { parts[place] = bytes[Int(piece[place])] }
        for place in 0..<(count - 1) {
            merges[place] = pairs.merge(bytes: piece[place], piece[place + 1])
        }
        var last = count - 1
        while last > 0 {
            var (best, at) = (PairTable.none, 0)
            for place in 0..<last where merges[place] < best {
                best = merges[place]
                at = place
            }
            if best == PairTable.none { break }
            parts[at] = best
            last -= 1
            for place in (at + 1)..<max(last + 1, at + 1) { parts[place] = parts[place + 1] }
            for place in (at + 1)..<max(last, at + 1) { merges[place] = merges[place + 1] }
            if at > 0 { merges[at - 1] = pairs.merge(parts[at - 1], best) }
            if at < last { merges[at] = pairs.merge(best, parts[at + 1]) }
        }
        return last + 1
    }
}

/// A set of words as 1,024 bits, each word setting one: unions and overlaps cost a few instructions.
struct WordSketch: Sendable {
    /// A word's bit is chosen by the highest ten bits of its hash.
    var bits = SIMD16<UInt64>(repeating: 0)

    mutating func formUnion(_ other: Self) { bits |= other.bits }

    var count: Int { Self.count(bits) }

    /// How little two sets have in common, in thousandths of the smaller one: 1,000 for nothing beyond
    /// what chance makes of sets that full; nil if one is empty, which tells nothing.
    func distance(to other: Self) -> Int? {
        let counts = (count, other.count)
        let smaller = min(counts.0, counts.1)
        guard smaller > 0 else { return nil }
        let common = Self.count(bits & other.bits)
        let chance = counts.0 * counts.1 / 1_024
        guard smaller > chance else { return 0 }
        return 1_000 - max(common - chance, 0) * 1_000 / (smaller - chance)
    }

    private static func count(_ bits: SIMD16<UInt64>) -> Int {
        (0..<16).reduce(0) { $0 + bits[$1].nonzeroBitCount }
    }
}

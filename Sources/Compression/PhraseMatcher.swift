/// Finds the phrases of a dictionary in texts: at the start of a piece the longest phrase that ends where
/// a piece does, from left to right.
///
/// Phrases are found by a hash of their first four bytes, then compared. Linear in the text for a
/// dictionary of given size: at most all phrases with the same first bytes are compared.
struct PhraseMatcher: Sendable {
    /// Where a phrase stands in a text.
    struct Match {
        /// The pieces that it takes.
        let pieces: Range<Int>
        /// Its rule.
        let rule: Int
    }

    private struct Entry {
        var head: UInt32
        /// Rules, the longest phrase first; empty where there is none.
        var rules: [Int]
    }

    /// The fewest bytes of a phrase.
    static let shortest = 4

    private var phrases: [[UInt8]] = []
    private var entries: [Entry] = []
    /// One bit for a hash of the first bytes: most pieces begin no phrase.
    private var filter = [UInt64](repeating: 0, count: 256)

    /// Adds a phrase as the next rule.
    mutating func append(_ phrase: String) {
        let bytes = Array(phrase.utf8)
        let rule = phrases.count
        phrases.append(bytes)
        // A phrase that somebody else wrote down may be shorter than any of ours: no text has it then.
        let padded = bytes.prefix(Self.shortest) + repeatElement(0, count: max(0, 4 - bytes.count))
        let head = Array(padded).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
        let bit = Self.bit(head)
        filter[bit / 64] |= 1 &<< UInt64(bit % 64)
        let place = place(of: head)
        if place == entries.count || entries[place].head != head {
            entries.insert(Entry(head: head, rules: []), at: place)
        }
        let rules = entries[place].rules
        let position = rules.firstIndex { phrases[$0].count < bytes.count } ?? rules.count
        entries[place].rules.insert(rule, at: position)
    }

    /// The phrases of some pieces of a text.
    func matches(in text: PieceText, pieces: Range<Int>) -> [Match] {
        guard !phrases.isEmpty, !pieces.isEmpty else { return [] }
        var matches: [Match] = []
        let end = Int(text.starts[pieces.upperBound])
        var piece = pieces.lowerBound
        text.bytes.withUnsafeBytes { bytes in
            while piece < pieces.upperBound {
                let start = Int(text.starts[piece])
                let head = bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)
                let bit = Self.bit(head)
                piece += 1
                guard filter[bit / 64] & (1 &<< UInt64(bit % 64)) != 0 else { continue }
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                if let match = match(rest, head, text, from: piece - 1) {
                    matches.append(match)
                    piece = match.pieces.upperBound
                }
            }
        }
        return matches
    }

    private func match(
        _ rest: UnsafeRawBufferPointer, _ head: UInt32, _ text: PieceText, from first: Int
    ) -> Match? {
        let place = place(of: head)
        guard place < entries.count, entries[place].head == head else { return nil }
        for rule in entries[place].rules where rest.starts(with: phrases[rule]) {
            let end = text.starts[first] + Int32(phrases[rule].count)
            var piece = first
            while text.starts[piece] < end { piece += 1 }
            if text.starts[piece] == end { return Match(pieces: first..<piece, rule: rule) }
        }
        return nil
    }

    /// Where an entry is, or would be.
    private func place(of head: UInt32) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].head < head { low = middle + 1 } else { high = middle }
        }
        return low
    }

    @inline(__always)
    private static func bit(_ head: UInt32) -> Int { Int((head &* 0x9E37_79B1) >> 18) }
}

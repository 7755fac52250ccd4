internal import ContextModel
public import Tokenization

/// A phrase that is worth a symbol.
public struct MinedPhrase: Hashable, Sendable {
    /// The text.
    public let text: String
    /// How often it occurs without overlap, counted from the left, where no better phrase stands.
    public let uses: Int
    /// What it costs written out, in tokens.
    public let tokens: Int
}

/// Finds the phrases of new text for which symbols would save most tokens.
///
/// Works on the pieces of the encoding's pattern as numbers: what repeats is grouped by what follows it,
/// a queue chooses among the groups by net gain. About linear in the text; for one piece again and again,
/// times the longest phrase.
public struct PhraseMiner: Sendable {
    private let tokenizer: Tokenizer
    private let limits: CompressionLimits

    /// A miner.
    public init(_ tokenizer: Tokenizer, limits: CompressionLimits = CompressionLimits()) {
        self.tokenizer = tokenizer
        self.limits = limits
    }

    /// The phrases of texts, the one that gains most first; none crosses from one text to the next.
    public func phrases(in texts: [String]) -> [MinedPhrase] {
        let text = PieceText(texts, tokenizer)
        let isTaken = [Bool](repeating: false, count: text.count)
        return choices(in: text, isTaken: isTaken, atMost: limits.maximumRulesPerTurn).map {
            let tokens = text.tokens[$0.pieces].reduce(0) { $0 + Int($1) }
            return MinedPhrase(text: text.text($0.pieces), uses: $0.uses, tokens: tokens)
        }
    }

    /// The phrases of what is not taken. Each pass finds what is left between the phrases of those
    /// before it: their repeats are shorter than what they were part of.
    func choices(
        in text: PieceText, isTaken: [Bool], atMost limit: Int
    ) -> [PhraseSelection.Choice] {
        var finder = RepeatFinder(text, isTaken: isTaken, longest: limits.maximumPhrasePieces)
        var chosen: [PhraseSelection.Choice] = []
        for _ in 0..<limits.miningPasses where chosen.count < limit {
            let found = PhraseSelection.choices(from: &finder, atMost: limit - chosen.count)
            if found.isEmpty { break }
            chosen += found
        }
        return chosen
    }
}

/// Chooses phrases greedily, the one that gains most first, counting again whenever one was chosen.
///
/// A phrase's gain only falls as others take its occurrences, so that the one at the head of the
/// queue, counted again, is the best if it stays at the head.
enum PhraseSelection {
    /// A chosen phrase.
    struct Choice {
        /// Its first occurrence.
        let pieces: Range<Int>
        /// How often it occurs without overlap, in pieces that no phrase chosen before has.
        let uses: Int
    }

    /// At most so many phrases of one search, in the order in which they were chosen, and takes their
    /// pieces. At most a fixed multiple of that many candidates are counted, each linear in its
    /// occurrences, but for sorting them.
    static func choices(from finder: inout RepeatFinder, atMost limit: Int) -> [Choice] {
        var queue = Heap(finder.phrases())
        var chosen: [Choice] = []
        var places: [Int32] = []
        var counts = 64 + 16 * limit
        while chosen.count < limit, counts > 0, var phrase = queue.popFirst() {
            counts -= 1
            finder.findOccurrences(of: phrase, into: &places)
            let gain = RuleCost.gain(tokens: Int(phrase.tokens), uses: places.count)
            guard gain > 0, let first = places.first else { continue }
            if gain < phrase.gain, let head = queue.first, gain < head.gain {
                phrase.gain = gain
                queue.insert(phrase)
                continue
            }
            for place in places { finder.take(place, phrase.length) }
            let pieces = Int(first)..<Int(first + phrase.length)
            chosen.append(Choice(pieces: pieces, uses: places.count))
        }
        return chosen
    }
}

extension RepeatedPhrase: HeapElement {
    /// The highest gain first; among equal ones the longest, then the first in order.
    @inline(__always)
    func isBefore(_ other: Self) -> Bool {
        if gain != other.gain { return gain > other.gain }
        if length != other.length { return length > other.length }
        return ranks.lowerBound < other.ranks.lowerBound
    }
}

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

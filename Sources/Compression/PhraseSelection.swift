internal import ContextModel

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

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
        var queue = GainQueue(finder.phrases())
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
                queue.push(phrase)
                continue
            }
            for place in places { finder.take(place, phrase.length) }
            let pieces = Int(first)..<Int(first + phrase.length)
            chosen.append(Choice(pieces: pieces, uses: places.count))
        }
        return chosen
    }
}

/// Phrases with the highest gain first; among equal ones the longest, then the first in order.
struct GainQueue {
    private var heap: [RepeatedPhrase]

    /// A queue of phrases. Linear.
    init(_ phrases: [RepeatedPhrase]) {
        heap = phrases
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    /// The phrase with the highest gain.
    var first: RepeatedPhrase? { heap.first }

    /// Takes the first phrase out. Logarithmic.
    mutating func popFirst() -> RepeatedPhrase? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink(0)
        }
        return first
    }

    /// Puts a phrase in. Logarithmic.
    mutating func push(_ phrase: RepeatedPhrase) {
        heap.append(phrase)
        var index = heap.count - 1
        while index > 0, Self.isBefore(heap[index], heap[(index - 1) / 2]) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func sink(_ start: Int) {
        var index = start
        while true {
            var best = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < heap.count && Self.isBefore(heap[child], heap[best]) { best = child }
            if best == index { return }
            heap.swapAt(index, best)
            index = best
        }
    }

    @inline(__always)
    private static func isBefore(_ left: RepeatedPhrase, _ right: RepeatedPhrase) -> Bool {
        if left.gain != right.gain { return left.gain > right.gain }
        if left.length != right.length { return left.length > right.length }
        return left.ranks.lowerBound < right.ranks.lowerBound
    }
}

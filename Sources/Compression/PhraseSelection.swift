/// Chooses phrases greedily, the one that gains most first, counting again whenever one was chosen.
///
/// A phrase's gain only falls as others take its occurrences, so that the one at the head of the
/// queue, counted again, is the best if it stays at the head.
struct PhraseSelection {
    /// A chosen phrase.
    struct Choice {
        /// Its first occurrence.
        let pieces: Range<Int>
        /// How often it occurs without overlap, in pieces that no phrase chosen before has.
        let uses: Int
    }

    private let text: PieceText
    private let suffixes: SuffixArray
    private let pieces: [Int32]
    private var queue: GainQueue
    private(set) var isTaken: [Bool]
    private var occurrences: [Int32] = []

    init(_ text: PieceText, _ finder: RepeatFinder, isTaken: [Bool]) {
        self.text = text
        suffixes = finder.suffixes
        pieces = finder.pieces
        queue = GainQueue(finder.phrases())
        self.isTaken = isTaken
    }

    /// At most so many phrases, in the order in which they were chosen. At most a fixed multiple of
    /// that many candidates are counted, each linear in its occurrences, but for sorting them.
    mutating func choices(atMost limit: Int) -> [Choice] {
        var chosen: [Choice] = []
        var counts = 64 + 16 * limit
        while chosen.count < limit, counts > 0, var phrase = queue.popFirst() {
            counts -= 1
            findOccurrences(of: phrase)
            let gain = RuleCost.gain(tokens: Int(phrase.tokens), uses: occurrences.count)
            guard gain > 0 else { continue }
            if gain < phrase.gain, let head = queue.first, gain < head.gain {
                phrase.gain = gain
                queue.push(phrase)
                continue
            }
            chosen.append(take(phrase))
        }
        return chosen
    }

    /// Collects where a phrase stands in free pieces, from left to right, without overlap.
    private mutating func findOccurrences(of phrase: RepeatedPhrase) {
        occurrences.removeAll(keepingCapacity: true)
        for rank in phrase.ranks {
            let start = pieces[Int(suffixes.order[Int(rank)])]
            if isFree(start, phrase.length) { occurrences.append(start) }
        }
        occurrences.sort()
        var kept = 0
        var end: Int32 = 0
        for start in occurrences where start >= end {
            occurrences[kept] = start
            kept += 1
            end = start + phrase.length
        }
        occurrences.removeLast(occurrences.count - kept)
    }

    @inline(__always)
    private func isFree(_ start: Int32, _ length: Int32) -> Bool {
        for piece in Int(start)..<Int(start + length) where isTaken[piece] { return false }
        return true
    }

    private mutating func take(_ phrase: RepeatedPhrase) -> Choice {
        for start in occurrences {
            for piece in Int(start)..<Int(start + phrase.length) { isTaken[piece] = true }
        }
        let first = Int(occurrences.first ?? 0)
        return Choice(pieces: first..<first + Int(phrase.length), uses: occurrences.count)
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

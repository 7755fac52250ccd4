/// A phrase that occurs more than once.
struct RepeatedPhrase {
    /// Which places in the finder's order.
    let ranks: Range<Int32>
    /// How many pieces it has.
    let length: Int32
    /// What it costs written out, in tokens.
    let tokens: Int32
    /// What a rule for it would gain at most.
    var gain: Int
}

/// Finds the phrases of a text that a rule could gain by: repeats that cannot go on to the right nor
/// begin further left and still occur as often, which are linear in number.
///
/// The places where repeats begin are grouped by their first piece, and groups split by the next piece
/// until they are of one place or as long as a phrase may be: the inner nodes of the suffix tree, cut off
/// at that length, without the suffixes that nothing repeats, which are most in new text.
struct RepeatFinder: ~Copyable {
    let text: PieceText
    private let longest: Int
    /// What each piece is: numbers of those that may repeat, below 0 what is like no other.
    let numbers: UnsafeMutableBufferPointer<Int32>
    let bound: Int
    /// Where repeats can begin, from left to right. Less from search to search.
    var places: [Int32]
    /// Those places by what they begin with, and room for sorting them by the piece after that: places
    /// in the lower half, pieces in the upper one.
    private let order: UnsafeMutableBufferPointer<UInt64>
    private let sorting: UnsafeMutableBufferPointer<UInt64>

    /// The most pieces of a phrase, whatever is asked for: groups split by as deep a recursion.
    private static let longest = 1024

    /// A finder of phrases of at most so many pieces, none of them taken. Linear, expected.
    init(_ text: PieceText, isTaken: [Bool], longest: Int) {
        self.text = text
        self.longest = min(Self.longest, longest)
        let numbering = PieceNumbering(text, isTaken: isTaken)
        bound = numbering.count
        numbers = .allocate(capacity: numbering.numbers.count)
        _ = numbers.initialize(from: numbering.numbers)
        places = [Int32](unsafeUninitializedCapacity: numbers.count) { places, initialized in
            for (place, number) in numbering.numbers.enumerated() where number >= 0 {
                places[initialized] = Int32(truncatingIfNeeded: place)
                initialized += 1
            }
        }
        order = .allocate(capacity: places.count)
        order.initialize(repeating: 0)
        sorting = .allocate(capacity: places.count)
        sorting.initialize(repeating: 0)
    }

    deinit {
        numbers.deallocate()
        order.deallocate()
        sorting.deallocate()
    }

    /// All phrases with a gain above 0 in what is free, supposing that occurrences do not overlap.
    ///
    /// In text of n pieces with phrases of at most m, O(n·m·log n) at worst, for a single piece again and
    /// again; about linear in other text.
    mutating func phrases() -> [RepeatedPhrase] {
        var found: [RepeatedPhrase] = []
        guard places.count > 1 else { return found }
        keepPlaces()
        guard places.count > 1 else { return found }
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: bound + 1) { ends in
            ends.initialize(repeating: 0)
            for place in places { ends[Int(numbers[Int(place)]) + 1] += 1 }
            for number in 0..<bound { ends[number + 1] += ends[number] }
            // Where a group begins moves on to where it ends, which is where the next one began.
            for place in places {
                let number = Int(numbers[Int(place)])
                order[Int(ends[number])] = UInt64(place)
                ends[number] += 1
            }
            var start = 0
            for number in 0..<bound {
                let end = Int(ends[number])
                if end - start > 1 {
                    let tokens = text.tokens[Int(order[start])]
                    split(start..<end, length: 1, tokens: tokens, into: &found)
                }
                start = end
            }
        }
        return found
    }

    /// Splits a group of places that have their first pieces in common.
    private func split(
        _ ranks: Range<Int>, length: Int, tokens: Int32, into found: inout [RepeatedPhrase]
    ) {
        var (length, tokens) = (length, tokens)
        while length < longest, let next = commonNumber(ranks, at: length) {
            tokens += next
            length += 1
        }
        add(ranks, length, tokens, to: &found)
        guard ranks.count > 2, length < longest else { return }
        for rank in ranks {
            let place = order[rank] & Self.placeMask
            let number = UInt32(bitPattern: numbers[Int(place) + length])
            order[rank] = UInt64(number) << 32 | place
        }
        RankSorting.sort(UnsafeMutableBufferPointer(rebasing: order[ranks]), sorting)
        var start = ranks.lowerBound
        while start < ranks.upperBound {
            let number = order[start] >> 32
            if number > UInt64(Int32.max) { return }
            var end = start + 1
            while end < ranks.upperBound, order[end] >> 32 == number { end += 1 }
            if end - start > 1 {
                let next = text.tokens[Int(order[start] & Self.placeMask) + length]
                split(start..<end, length: length + 1, tokens: tokens + next, into: &found)
            }
            start = end
        }
    }

    private static var placeMask: UInt64 { 0xFFFF_FFFF }

    /// What the next piece costs if it is the same one everywhere.
    @inline(__always)
    private func commonNumber(_ ranks: Range<Int>, at length: Int) -> Int32? {
        let first = Int(order[ranks.lowerBound] & Self.placeMask) + length
        let number = numbers[first]
        guard number >= 0 else { return nil }
        for rank in ranks.dropFirst()
        where numbers[Int(order[rank] & Self.placeMask) + length] != number { return nil }
        return text.tokens[first]
    }

    @inline(__always)
    private func add(
        _ ranks: Range<Int>, _ length: Int, _ tokens: Int32, to found: inout [RepeatedPhrase]
    ) {
        let gain = RuleCost.gain(tokens: Int(tokens), uses: ranks.count)
        guard gain > 0, !beginsFurtherLeft(ranks) else { return }
        found.append(
            RepeatedPhrase(
                ranks: Int32(
                    truncatingIfNeeded: ranks.lowerBound)..<Int32(
                        truncatingIfNeeded: ranks.upperBound),
                length: Int32(truncatingIfNeeded: length), tokens: tokens, gain: gain))
    }

    /// Whether the piece before is the same one everywhere.
    private func beginsFurtherLeft(_ ranks: Range<Int>) -> Bool {
        let first = Int(order[ranks.lowerBound] & Self.placeMask) - 1
        guard first >= 0, numbers[first] >= 0 else { return false }
        return ranks.allSatisfy { rank in
            let place = Int(order[rank] & Self.placeMask) - 1
            return place >= 0 && numbers[place] == numbers[first]
        }
    }
}

extension RepeatFinder {
    /// Where a phrase stands in free pieces, from left to right, without overlap; written to `found`.
    func findOccurrences(of phrase: RepeatedPhrase, into found: inout [Int32]) {
        found.removeAll(keepingCapacity: true)
        for rank in phrase.ranks {
            let place = Int32(truncatingIfNeeded: order[Int(rank)] & Self.placeMask)
            if isFree(place, phrase.length) { found.append(place) }
        }
        found.sort()
        var kept = 0
        var end: Int32 = 0
        for place in found where place >= end {
            found[kept] = place
            kept += 1
            end = place + phrase.length
        }
        found.removeLast(found.count - kept)
    }

    @inline(__always)
    private func isFree(_ place: Int32, _ length: Int32) -> Bool {
        for piece in Int(place)..<Int(place + length) where numbers[piece] < 0 { return false }
        return true
    }

    /// Takes pieces: no phrase has them from now on.
    mutating func take(_ place: Int32, _ length: Int32) {
        for piece in place..<place + length { numbers[Int(piece)] = ~piece }
    }
}

/// What a rule costs and gains, estimated; real counts decide later.
enum RuleCost {
    /// A rule's line in the decoder besides the phrase: the symbol, the sign after it, the line end.
    static let line = 3

    /// What a rule gains: each use costs a token instead of the phrase, and the decoder has the phrase.
    @inline(__always)
    static func gain(tokens: Int, uses: Int) -> Int { uses * (tokens - 1) - (tokens + line) }
}

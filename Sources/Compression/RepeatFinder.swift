/// A phrase that occurs more than once: some suffixes that begin with it, next to each other in order.
struct RepeatedPhrase {
    /// Which suffixes, by rank.
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
struct RepeatFinder {
    /// What the numbers of a text say: where suffixes begin, in order.
    let suffixes: SuffixArray
    /// Which piece of the text each of the numbers is.
    let pieces: [Int32]
    private let numbers: [Int32]
    /// What the first pieces cost together.
    private let costs: [Int32]
    private let longest: Int32

    /// A finder of phrases of at most so many pieces, none of them taken.
    init(_ numbering: PieceNumbering, tokens: [Int32], isTaken: [Bool], longest: Int) {
        let repeating = RepeatingPieces(numbering, tokens: tokens, isTaken: isTaken)
        suffixes = SuffixArray(repeating.numbers, below: repeating.bound)
        numbers = repeating.numbers
        pieces = repeating.pieces
        self.longest = Int32(clamping: longest)
        var costs: [Int32] = [0]
        costs.reserveCapacity(pieces.count + 1)
        var sum: Int32 = 0
        for piece in pieces {
            sum += tokens[Int(piece)]
            costs.append(sum)
        }
        self.costs = costs
    }

    private struct Interval {
        var start: Int32
        var common: Int32
        /// The piece before all occurrences; -1 if they differ, -2 if none is known.
        var left: Int32
    }

    /// All phrases with a gain above 0, supposing that occurrences do not overlap. Linear.
    func phrases() -> [RepeatedPhrase] {
        var found: [RepeatedPhrase] = []
        var open = [Interval(start: 0, common: 0, left: -2)]
        let count = suffixes.order.count
        for rank in 1..<max(1, count + 1) {
            let common = rank < count ? min(longest, suffixes.common[rank]) : 0
            var start = Int32(truncatingIfNeeded: rank - 1)
            var left = leftPiece(of: rank - 1)
            while let top = open.last, top.common > common {
                open.removeLast()
                left = Self.joined(left, top.left)
                start = top.start
                if left == -1 { add(top, end: rank, to: &found) }
            }
            if let top = open.last, top.common == common {
                open[open.count - 1].left = Self.joined(left, top.left)
            } else {
                open.append(Interval(start: start, common: common, left: left))
            }
        }
        return found
    }

    @inline(__always)
    private func leftPiece(of rank: Int) -> Int32 {
        let position = Int(suffixes.order[rank])
        return position == 0 ? -1 : numbers[position - 1]
    }

    @inline(__always)
    private static func joined(_ left: Int32, _ right: Int32) -> Int32 {
        left == -2 ? right : right == -2 || left == right ? left : -1
    }

    @inline(__always)
    private func add(_ interval: Interval, end: Int, to found: inout [RepeatedPhrase]) {
        let first = Int(suffixes.order[Int(interval.start)])
        let tokens = costs[first + Int(interval.common)] - costs[first]
        let gain = RuleCost.gain(tokens: Int(tokens), uses: end - Int(interval.start))
        guard gain > 0 else { return }
        found.append(
            RepeatedPhrase(
                ranks: interval.start..<Int32(truncatingIfNeeded: end), length: interval.common,
                tokens: tokens, gain: gain))
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

/// The pieces of a text that can be part of a phrase: those that stand beside the same neighbour
/// elsewhere too, or are long and stand elsewhere. All between them is one piece like no other.
///
/// Most pairs of pieces in new text are new, so that a fraction is left for sorting.
struct RepeatingPieces {
    /// The numbers of the pieces left, from 0 to below `bound`.
    let numbers: [Int32]
    let bound: Int
    /// Which piece of the text each one is.
    let pieces: [Int32]

    /// Pieces of one token that alone gain nothing.
    private static let longPiece = 3

    /// Leaves out what cannot repeat. Pairs are counted in a table of hashes: two that share a place
    /// look like one that repeats, and are only sorted in vain. Linear.
    init(_ numbering: PieceNumbering, tokens: [Int32], isTaken: [Bool]) {
        let all = numbering.numbers
        let counts = Self.pairCounts(all, isTaken)
        let shift = Self.shift(all.count)
        let isRepeated = Self.repeated(numbering)
        var names = [Int32](repeating: -1, count: numbering.count)
        var numbers: [Int32] = []
        var pieces: [Int32] = []
        numbers.reserveCapacity(all.count)
        pieces.reserveCapacity(all.count)
        var bound: Int32 = 0
        var (isAfterPair, isAfterGap) = (false, false)
        for (piece, number) in all.enumerated() {
            let beginsPair =
                piece + 1 < all.count && !isTaken[piece] && !isTaken[piece + 1]
                && counts[Self.place(number, all[piece + 1], shift)] > 1
            let isLong =
                tokens[piece] >= Self.longPiece && !isTaken[piece] && isRepeated[Int(number)]
            let isLeft = beginsPair || isAfterPair || isLong
            isAfterPair = beginsPair
            if !isLeft, isAfterGap { continue }
            isAfterGap = !isLeft
            var name = isLeft ? names[Int(number)] : -1
            if name < 0 {
                name = bound
                bound += 1
                if isLeft { names[Int(number)] = name }
            }
            numbers.append(name)
            pieces.append(Int32(truncatingIfNeeded: piece))
        }
        self.numbers = numbers
        self.pieces = pieces
        self.bound = Int(bound)
    }

    /// Which numbers there are more than once.
    private static func repeated(_ numbering: PieceNumbering) -> [Bool] {
        var isSeen = [Bool](repeating: false, count: numbering.count)
        var isRepeated = isSeen
        for number in numbering.numbers {
            if isSeen[Int(number)] { isRepeated[Int(number)] = true }
            isSeen[Int(number)] = true
        }
        return isRepeated
    }

    private static func pairCounts(_ numbers: [Int32], _ isTaken: [Bool]) -> [UInt8] {
        let shift = shift(numbers.count)
        var counts = [UInt8](repeating: 0, count: 1 << (32 - shift))
        for index in 1..<max(1, numbers.count) where !(isTaken[index - 1] || isTaken[index]) {
            let place = place(numbers[index - 1], numbers[index], shift)
            counts[place] = min(2, counts[place] + 1)
        }
        return counts
    }

    /// For a table of at least eight times as many places as there are pieces.
    private static func shift(_ count: Int) -> Int {
        var shift = 26
        while shift > 4, 1 << (32 - shift) < 8 * count { shift -= 1 }
        return shift
    }

    @inline(__always)
    private static func place(_ first: Int32, _ second: Int32, _ shift: Int) -> Int {
        let pair = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
        return Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) &>> UInt64(32 + shift))
    }
}

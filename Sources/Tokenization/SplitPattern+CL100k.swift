/// The pattern of cl100k_base:
///
///     '(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+
///     |\s++$|\s*[\r\n]|\s+(?!\S)|\s
enum CL100kPattern: SplitPattern {
    static let hasCase = false

    static func pieceEnd(
        from start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
        _ classes: CharacterClassTable
    ) -> UnsafePointer<UInt8> {
        var reader = CharacterReader(start, before: end, classes)
        let contraction = reader.contractionLength
        if contraction > 0 { return start + contraction }
        guard let first = reader.next else { return end }
        reader.position += first.length
        if first.isLetter {
            reader.skipLetters()
            return reader.position
        }
        if first.isNumber { return reader.numberEnd }
        if !isLineEnd(start[0]), let next = reader.next, next.isLetter {
            reader.skipLetters()
            return reader.position
        }
        let isBlank = start[0] == UInt8(ascii: " ")
        if first.isOther || (isBlank && reader.next?.isOther == true) {
            reader.skip(while: \.isOther)
            reader.skipBytes(while: isLineEnd)
            return reader.position
        }
        return CharacterReader(start, before: end, classes).spaceEnd(takesAll: true)
    }

    @inline(__always)
    static func starts(of block: inout Block) -> UInt64 {
        let pieces = block.pieces(letters: block.lower, absorbed: block.lineEndsAfterOther)
        var starts = pieces.starts
        var apostrophes = block.apostrophes & pieces.otherStarts & (pieces.letters >> 1)
        while apostrophes != 0 {
            let place = apostrophes.trailingZeroBitCount
            apostrophes &= apostrophes &- 1
            let length = Contraction.length(block.byte(place + 1), block.byte(place + 2))
            guard let length, place + 1 + length < block.count else { continue }
            starts |= 1 &<< UInt64(place + 1 + length)
        }
        return starts
    }
}

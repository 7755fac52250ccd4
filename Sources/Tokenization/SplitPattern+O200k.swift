/// The pattern of o200k_base, one line:
///
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+CONTRACTION?
///     |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*CONTRACTION?
///     |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
///
/// where CONTRACTION is `(?i:'s|'t|'re|'ve|'m|'ll|'d)`.
enum O200kPattern: SplitPattern {
    static let hasCase = true

    static func pieceEnd(
        from start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
        _ classes: CharacterClassTable
    ) -> UnsafePointer<UInt8> {
        var reader = CharacterReader(start, before: end, classes)
        guard let first = reader.next else { return end }
        reader.position += first.length
        // With the optional first character taken, then without it.
        let isPrefix = !first.isLetter && !first.isNumber && !isLineEnd(start[0])
        if isPrefix, let word = Word(from: reader.position, before: end, classes) {
            // A mark is of both sets: alone, the first alternative prefers it to what the second
            // one would take with it.
            if word.hasSmall || first.kind != CharacterClass.mark { return word.end }
        }
        if let word = Word(from: start, before: end, classes) { return word.end }
        if first.isNumber { return reader.numberEnd }
        let isBlank = start[0] == UInt8(ascii: " ")
        if first.isOther || (isBlank && reader.next?.isOther == true) {
            reader.skip(while: \.isOther)
            reader.skipBytes { isLineEnd($0) || $0 == UInt8(ascii: "/") }
            return reader.position
        }
        return CharacterReader(start, before: end, classes).spaceEnd(takesAll: false)
    }

    @inline(__always)
    static func starts(of block: inout Block) -> UInt64 {
        block.cutBeforeOddCase()
        let letters = block.upper | block.lower | block.caseless
        let pieces = block.pieces(letters: letters, absorbed: absorbed(block))
        var starts = pieces.starts | (block.upper & ~block.continuations & (block.lower << 1))
        attachContractions(of: block, letters: pieces.letters, to: &starts)
        return starts
    }

    /// The line ends and slashes that belong to what is before them.
    @inline(__always)
    private static func absorbed(_ block: Block) -> UInt64 {
        guard block.slashes & (block.lineEnds << 1) != 0 else { return block.lineEndsAfterOther }
        var pending = block.lineEnds & (block.others << 1)
        let run = block.lineEnds | block.slashes
        var absorbed: UInt64 = 0
        while pending != 0 {
            let first = pending & (0 &- pending)
            let filled = run & ~(run &+ first)
            absorbed |= filled
            pending &= ~filled
        }
        return absorbed
    }

    @inline(__always)
    private static func attachContractions(
        of block: Block, letters: UInt64, to starts: inout UInt64
    ) {
        var apostrophes = block.apostrophes & (letters << 1)
        var afterContraction = -1
        while apostrophes != 0 {
            let place = apostrophes.trailingZeroBitCount
            apostrophes &= apostrophes &- 1
            guard place != afterContraction else { continue }
            if place + 2 >= block.count, !block.isLast {
                // What follows is not in sight.
                starts &= (1 &<< UInt64(place)) &- 1
                return
            }
            let length = Contraction.length(block.byte(place + 1), block.byte(place + 2))
            guard let length else { continue }
            afterContraction = place + 1 + length
            starts &= ~(((1 &<< UInt64(length + 1)) &- 1) &<< UInt64(place))
            if afterContraction < block.count { starts |= 1 &<< UInt64(afterContraction) }
        }
    }
}

extension O200kPattern {
    /// A word by the pattern's first two alternatives, contraction included, prefix not.
    private struct Word {
        /// Where it ends.
        let end: UnsafePointer<UInt8>
        /// Whether the first alternative matched.
        let hasSmall: Bool

        /// The word that starts here, if one does.
        init?(
            from start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
            _ classes: CharacterClassTable
        ) {
            var reader = CharacterReader(start, before: end, classes)
            // After the last character that is of both sets: where giving back ends.
            var afterBoth: UnsafePointer<UInt8>?
            reader.skipUppercaseBlocks()
            while let character = reader.next, Self.isCapital(character) {
                reader.position += character.length
                if character.kind != CharacterClass.upper { afterBoth = reader.position }
            }
            let capitalsEnd = reader.position
            reader.skipLowercaseBlocks()
            reader.skip(while: Self.isSmall)
            let hasOnlyCapitals = reader.position == capitalsEnd
            if hasOnlyCapitals {
                guard capitalsEnd > start else { return nil }
                if let afterBoth { reader.position = afterBoth }
            }
            self.end = reader.position + reader.contractionLength
            hasSmall = !hasOnlyCapitals || afterBoth != nil
        }

        /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`.
        @inline(__always)
        private static func isCapital(_ character: Character) -> Bool {
            character.kind &- 1 < 4 && character.kind != CharacterClass.lower
        }

        /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.
        @inline(__always)
        private static func isSmall(_ character: Character) -> Bool { character.kind &- 2 < 3 }
    }
}

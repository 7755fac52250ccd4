/// Splits text into pieces as an encoding's published pattern does; merges never cross a piece.
protocol SplitPattern {
    /// Whether upper and lower case are told apart.
    static var hasCase: Bool { get }

    /// Where the piece that starts at a position ends, character by character: the reference that
    /// the block-wise way must agree with. Linear in the piece, plus one character.
    static func pieceEnd(
        from start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
        _ classes: CharacterClassTable
    ) -> UnsafePointer<UInt8>

    /// The starts of pieces in a block that begins at the start of one.
    static func starts(of block: inout Block) -> UInt64
}

/// Reads characters one after the other; a step of the scalar way.
struct CharacterReader {
    var position: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>
    let classes: CharacterClassTable

    @inline(__always)
    init(
        _ position: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
        _ classes: CharacterClassTable
    ) {
        self.position = position
        self.end = end
        self.classes = classes
    }

    /// The character here, nil at the end.
    @inline(__always)
    var next: Character? {
        position < end ? Character(at: position, before: end, classes) : nil
    }

    /// The byte so far from here, 0 beyond the end.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 { offset < end - position ? position[offset] : 0 }

    /// Passes all characters that fit.
    @inline(__always)
    mutating func skip(while fits: (Character) -> Bool) {
        while let character = next, fits(character) { position += character.length }
    }

    /// Passes all letters, ASCII ones sixteen at a time.
    @inline(__always)
    mutating func skipLetters() {
        while end - position >= 16, ASCIIBlock(position).letters == 0xFFFF { position += 16 }
        skip(while: \.isLetter)
    }

    /// Passes sixteen uppercase ASCII letters at a time.
    @inline(__always)
    mutating func skipUppercaseBlocks() {
        while end - position >= 16 {
            let block = ASCIIBlock(position)
            guard block.letters & ~block.lowercase == 0xFFFF else { return }
            position += 16
        }
    }

    /// Passes sixteen lowercase ASCII letters at a time.
    @inline(__always)
    mutating func skipLowercaseBlocks() {
        while end - position >= 16, ASCIIBlock(position).lowercase == 0xFFFF { position += 16 }
    }

    /// Passes all of these bytes.
    @inline(__always)
    mutating func skipBytes(while fits: (UInt8) -> Bool) {
        while position < end, fits(position[0]) { position += 1 }
    }

    /// The end of a number of up to three digits, whose first was passed.
    @inline(__always)
    var numberEnd: UnsafePointer<UInt8> {
        var reader = self
        for _ in 0..<2 {
            guard let digit = reader.next, digit.isNumber else { break }
            reader.position += digit.length
        }
        return reader.position
    }

    /// The bytes of `(?i:'s|'t|'re|'ve|'m|'ll|'d)` here, 0 if there is none of them. The long s folds
    /// to s.
    @inline(__always)
    var contractionLength: Int {
        guard byte(0) == UInt8(ascii: "'") else { return 0 }
        return Contraction.length(byte(1), byte(2)).map { $0 + 1 } ?? 0
    }

    /// The end of white space that starts here and is not at once before other text: up to the last
    /// line end, else all but the last character. At the end of the text `takesAll` decides whether
    /// line ends matter.
    @inline(__always)
    func spaceEnd(takesAll: Bool) -> UnsafePointer<UInt8> {
        var reader = self
        var lastStart = position
        var afterLineEnd: UnsafePointer<UInt8>?
        while end - reader.position >= 16, ASCIIBlock(reader.position).blanks == 0xFFFF {
            reader.position += 16
            lastStart = reader.position - 1
        }
        while let character = reader.next, character.isSpace {
            lastStart = reader.position
            reader.position += character.length
            if isLineEnd(lastStart[0]) { afterLineEnd = reader.position }
        }
        if reader.position == end, takesAll { return end }
        if let afterLineEnd { return afterLineEnd }
        return reader.position == end || lastStart == position ? reader.position : lastStart
    }
}

/// The letters of English contractions.
enum Contraction {
    /// How many bytes of letters follow the apostrophe, nil if it begins no contraction.
    @inline(__always)
    static func length(_ first: UInt8, _ second: UInt8) -> Int? {
        switch first | 0x20 {
        case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "m"), UInt8(ascii: "t"):
            return first & 0x80 == 0 ? 1 : nil
        case UInt8(ascii: "l"): return second | 0x20 == UInt8(ascii: "l") ? 2 : nil
        case UInt8(ascii: "r"), UInt8(ascii: "v"):
            return second | 0x20 == UInt8(ascii: "e") ? 2 : nil
        // U+017F, the long s, is C5 BF.
        case 0xC5 | 0x20: return first == 0xC5 && second == 0xBF ? 2 : nil
        default: return nil
        }
    }
}

@inline(__always)
func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

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

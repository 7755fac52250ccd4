/// Up to 64 bytes from the start of a piece, classified at once: masks with one bit a byte.
///
/// A block begins at a certain start of a piece, so it depends on nothing before it. A start is only
/// told where no byte outside the block could undo it; the rest is left to the next block, which
/// begins at the last start told.
struct Block {
    private let base: UnsafePointer<UInt8>
    /// How many bytes are in sight.
    private(set) var count: Int
    /// Whether the text ends with the block.
    private(set) var isLast: Bool
    /// Uppercase letters; none if the pattern has no case.
    private(set) var upper: UInt64
    /// Lowercase letters; all letters if the pattern has no case.
    private(set) var lower: UInt64
    /// Letters without case, and marks; none if the pattern has no case.
    private(set) var caseless: UInt64 = 0
    /// `0`–`9`.
    private(set) var digits: UInt64
    /// ASCII white space, line ends included.
    private(set) var spaces: UInt64
    private(set) var blanks: UInt64
    private(set) var lineEnds: UInt64
    private(set) var apostrophes: UInt64
    private(set) var slashes: UInt64
    /// Bytes inside a character.
    private(set) var continuations: UInt64
    private var marks: UInt64 = 0
    /// Whether white space after the last line end of the text is a piece of its own.
    private let splitsLastLine: Bool

    /// Classifies the bytes from a start on; 80 bytes must be readable.
    @inline(__always)
    init(
        _ base: UnsafePointer<UInt8>, count: Int, isLast: Bool, hasCase: Bool,
        classes: CharacterClassTable
    ) {
        self.base = base
        self.count = count
        self.isLast = isLast
        splitsLastLine = hasCase
        let (a, b) = (ASCIIBlock(base), ASCIIBlock(base + 16))
        let (c, d) = (ASCIIBlock(base + 32), ASCIIBlock(base + 48))
        let letters = (a.letters | b.letters << 16 | c.letters << 32 | d.letters << 48)
        lower =
            hasCase
            ? (a.lowercase | b.lowercase << 16 | c.lowercase << 32 | d.lowercase << 48) : letters
        upper = hasCase ? letters & ~lower : 0
        digits = (a.digits | b.digits << 16 | c.digits << 32 | d.digits << 48)
        blanks = (a.blanks | b.blanks << 16 | c.blanks << 32 | d.blanks << 48)
        lineEnds = (a.lineEnds | b.lineEnds << 16 | c.lineEnds << 32 | d.lineEnds << 48)
        spaces =
            blanks
            | (a.controlSpaces | b.controlSpaces << 16 | c.controlSpaces << 32 | d.controlSpaces
                << 48)
        apostrophes =
            (a.apostrophes | b.apostrophes << 16 | c.apostrophes << 32 | d.apostrophes << 48)
        slashes = hasCase ? (a.slashes | b.slashes << 16 | c.slashes << 32 | d.slashes << 48) : 0
        continuations = 0
        let high = (a.high | b.high << 16 | c.high << 32 | d.high << 48)
        if high != 0 {
            continuations =
                (a.continuations | b.continuations << 16 | c.continuations << 32 | d.continuations
                    << 48)
            let caseless =
                a.caselessLeads | b.caselessLeads << 16 | c.caselessLeads << 32
                | d.caselessLeads << 48
            classify(high & ~continuations, caseless, hasCase: hasCase, classes)
        }
        if self.count < 64 { keep() }
    }

    /// Everything in sight.
    @inline(__always)
    private var sight: UInt64 { count == 64 ? ~0 : (1 &<< UInt64(count)) &- 1 }

    /// What is neither letter, digit nor white space; in a pattern without case, marks too.
    @inline(__always)
    var others: UInt64 { sight & ~(upper | lower | caseless | digits | spaces) }

    /// Line ends that belong to the punctuation before them.
    @inline(__always)
    var lineEndsAfterOther: UInt64 { lineEnds & ~(lineEnds &+ (lineEnds & (others << 1))) }

    /// A byte of the block, or one of the 16 after it.
    @inline(__always)
    func byte(_ place: Int) -> UInt8 { base[place] }

    /// Sorts characters beyond ASCII into the masks; numbers and white space end what is in sight,
    /// since counting them in threes or one by one is not worth its cost.
    private mutating func classify(
        _ leads: UInt64, _ known: UInt64, hasCase: Bool, _ classes: CharacterClassTable
    ) {
        var (uppers, lowers, neithers): (UInt64, UInt64, UInt64) = (0, 0, known & sight)
        var leads = leads & sight & ~known
        let end = base + 80
        while leads != 0 {
            let bit = leads & (0 &- leads)
            let place = leads.trailingZeroBitCount
            leads ^= bit
            switch Character(at: base + place, before: end, classes).kind {
            case CharacterClass.upper: uppers |= bit
            case CharacterClass.lower: lowers |= bit
            case CharacterClass.caseless: neithers |= bit
            case CharacterClass.mark: marks |= bit
            case CharacterClass.other: break
            default:
                cut(at: place)
                leads = 0
            }
        }
        if hasCase {
            upper |= filled(uppers)
            lower |= filled(lowers)
            caseless = filled(neithers | marks)
        } else {
            lower |= filled(uppers | lowers | neithers)
        }
    }

    /// All bytes of the characters that begin at these.
    @inline(__always)
    private func filled(_ leads: UInt64) -> UInt64 {
        leads | (continuations & ~(continuations &+ (leads << 1)))
    }

    private mutating func cut(at place: Int) {
        count = place
        isLast = false
    }

    /// Takes out of the masks what is out of sight.
    @inline(__always)
    private mutating func keep() {
        let sight = self.sight
        upper &= sight
        lower &= sight
        caseless &= sight
        digits &= sight
        spaces &= sight
        blanks &= sight
        lineEnds &= sight
        apostrophes &= sight
        slashes &= sight
        continuations &= sight
    }

    /// Ends what is in sight before a capital that follows a letter without case, and before a mark
    /// that follows no letter: there the pattern may give back characters already taken.
    @inline(__always)
    mutating func cutBeforeOddCase() {
        guard caseless != 0 else { return }
        let letters = upper | lower | caseless
        let odd = (upper & ~continuations & (caseless << 1)) | (marks & ~(letters << 1))
        guard odd & sight != 0 else { return }
        cut(at: odd.trailingZeroBitCount)
        keep()
    }
}

extension Block {
    /// The starts of pieces, apart from case and contractions.
    struct Pieces {
        /// All of them, the block's own start included.
        var starts: UInt64
        /// Those of punctuation without a blank before it.
        var otherStarts: UInt64
        /// The letters.
        var letters: UInt64
    }

    /// Where pieces start, given what line ends (and slashes) punctuation takes with it.
    @inline(__always)
    func pieces(letters: UInt64, absorbed: UInt64) -> Pieces {
        let others = self.others & ~absorbed
        let otherStarts = others & ~(others << 1) & ~(blanks << 1)
        let spaces = spaceStarts(absorbed: absorbed)
        // A single other character, or a white space that ends no line, goes with the letters.
        let afterFirstOther = (continuations &+ (otherStarts << 1)) & ~continuations
        let letterStarts =
            letters & ~(letters << 1) & ~((self.spaces & ~lineEnds) << 1) & ~afterFirstOther
        let starts = otherStarts | spaces | letterStarts | digitStarts
        return Pieces(starts: starts & sight | 1, otherStarts: otherStarts, letters: letters)
    }

    /// Every third digit of a run.
    @inline(__always)
    private var digitStarts: UInt64 {
        var starts = digits & ~(digits << 1)
        let third = digits & (digits << 1) & (digits << 2) & (digits << 3)
        var next = (starts << 3) & third
        while next != 0 {
            starts |= next
            next = (next << 3) & third
        }
        return starts
    }

    @inline(__always)
    private func spaceStarts(absorbed: UInt64) -> UInt64 {
        let rest = spaces & ~absorbed
        let inLine = rest & ~lineEnds
        let text = sight & ~spaces
        let starts = rest & ~(rest << 1) | inLine & (text >> 1)
        let afterLineEnd = inLine & ((lineEnds & rest) << 1)
        guard afterLineEnd != 0 else { return starts }
        return starts | indentations(afterLineEnd, inLine, text)
    }

    /// Of the runs that begin after a line end, those that no other line end follows.
    @inline(__always)
    private func indentations(_ runs: UInt64, _ inLine: UInt64, _ text: UInt64) -> UInt64 {
        // At the end of the text nothing follows either, but one of the patterns takes all at once.
        let end: UInt64 = isLast && splitsLastLine ? 1 &<< UInt64(count) : 0
        let (sum, overflows) = inLine.addingReportingOverflow(runs)
        if !overflows, sum & ~inLine & ~(text | end) == 0 { return runs }
        var (left, kept): (UInt64, UInt64) = (runs, 0)
        while left != 0 {
            let run = left & (0 &- left)
            if (inLine &+ run) & ~inLine & (text | end) != 0 { kept |= run }
            left ^= run
        }
        return kept
    }
}

internal import ContextModel

/// A set of words as 1,024 bits, each word setting one: unions and overlaps cost a few instructions.
struct WordSketch: Sendable {
    /// A word's bit is chosen by the highest ten bits of its hash.
    var bits = SIMD16<UInt64>(repeating: 0)

    mutating func formUnion(_ other: Self) { bits |= other.bits }

    var count: Int { Self.count(bits) }

    /// How little two sets have in common, in thousandths of the smaller one: 1,000 for nothing beyond
    /// what chance makes of sets that full; nil if one is empty, which tells nothing.
    func distance(to other: Self) -> Int? {
        let counts = (count, other.count)
        let smaller = min(counts.0, counts.1)
        guard smaller > 0 else { return nil }
        let common = Self.count(bits & other.bits)
        let chance = counts.0 * counts.1 / 1_024
        guard smaller > chance else { return 0 }
        return 1_000 - max(common - chance, 0) * 1_000 / (smaller - chance)
    }

    /// How many of these words are not in another set, in thousandths, beyond what chance makes of sets
    /// that full; nil if there are none.
    func share(outside other: Self) -> Int? {
        let own = count
        guard own > 0 else { return nil }
        let chance = own * other.count / 1_024
        guard own > chance else { return 0 }
        return 1_000 - max(Self.count(bits & other.bits) - chance, 0) * 1_000 / (own - chance)
    }

    private static func count(_ bits: SIMD16<UInt64>) -> Int {
        (0..<16).reduce(0) { $0 + bits[$1].nonzeroBitCount }
    }
}

extension WordSketch {
    /// Adds the words of a text: runs of letters and digits of at least four bytes, case of ASCII letters
    /// aside, and single characters from U+3000 on. O(bytes).
    ///
    /// The ends of words in 64 bytes are found as bits of one number, and each word is hashed without
    /// asking how long it is: lengths cannot be foretold, and a wrong guess costs more than a hash.
    mutating func insertWords(of text: UnsafeRawBufferPointer) {
        let size = text.count / 64 * 64 + 64
        let words = WordFinder.flagCount + 64 + size + 8
        withUnsafeTemporaryAllocation(byteCount: words, alignment: 64) { memory in
            guard let flags = memory.baseAddress else { return }
            flags.initializeMemory(as: UInt8.self, repeating: 0, count: WordFinder.flagCount + 64)
            let copy = flags + WordFinder.flagCount + 64
            if let start = text.baseAddress { copy.copyMemory(from: start, byteCount: text.count) }
            (copy + text.count).initializeMemory(
                as: UInt8.self, repeating: 0x20, count: size + 8 - text.count)
            WordFinder(
                bytes: UnsafeRawPointer(copy), flags: flags.assumingMemoryBound(to: UInt8.self)
            ).find(size)
            for number in 0..<16 { bits[number] |= ByteBlock(flags + number * 64).odd }
        }
    }
}

/// Finds words and flags what their hashes choose.
private struct WordFinder {
    static let flagCount = 1_024

    /// The text, with 8 bytes before it and behind it that may be read, too; spaces behind.
    let bytes: UnsafeRawPointer
    /// A byte for each bit of a sketch, and one more, for what is no word: to store a byte is quicker
    /// than to change a bit, which has to wait for the change before.
    let flags: UnsafeMutablePointer<UInt8>

    /// Flags the words of so many bytes, whole blocks of which the last ends with a space.
    func find(_ size: Int) {
        let places = stride(from: 0, to: size, by: 64)
        if places.contains(where: { ByteBlock(bytes + $0).hasWide }) {
            var start = 0
            for place in places { findWide(ByteBlock(bytes + place), place, &start) }
        } else {
            findNarrow(places)
        }
    }

    /// Flags the words of a text that has no character from U+3000 on.
    ///
    /// A word is known by its fourth byte, and by its end after four bytes or more: of both there are
    /// as many, and shorter words are never looked at.
    private func findNarrow(_ places: StrideTo<Int>) {
        var before: UInt64 = 0
        var start = 0
        var hasStart = false
        for place in places {
            let inWord = ByteBlock(bytes + place).inWord
            let isThird = inWord << 1 | before >> 63
            let lastFour =
                isThird & (inWord << 2 | before >> 62) & (inWord << 3 | before >> 61)
            let beforeThat = inWord << 4 | before >> 60
            var fourths = inWord & lastFour & ~beforeThat
            var ends = ~inWord & lastFour & beforeThat
            before = inWord
            if !hasStart {
                hasStart = fourths != 0
                start = place &+ fourths.trailingZeroBitCount &- 3
                fourths &= fourths &- 1
            }
            while ends != 0 {
                flag(start, place &+ ends.trailingZeroBitCount, isWord: true)
                ends &= ends &- 1
                hasStart = fourths != 0
                start = place &+ fourths.trailingZeroBitCount &- 3
                fourths &= fourths &- 1
            }
        }
    }

    /// Flags the words that end in a block of another text: the first byte of such a character ends a
    /// word and begins another.
    private func findWide(_ block: ByteBlock, _ place: Int, _ start: inout Int) {
        let wide = block.wide
        var ends = ~block.inWord
        while ends != 0 {
            let bit = ends.trailingZeroBitCount
            ends &= ends &- 1
            let length = place + bit - start
            let first = UInt8(truncatingIfNeeded: load(start))
            flag(start, place + bit, isWord: length >= 4 || length == 3 && first >= 0xE3)
            start = place + bit + (wide >> UInt64(bit) & 1 == 0 ? 1 : 0)
        }
    }

    /// Flags a run of bytes if it is a word: its first eight bytes, its last eight, and its length
    /// stand for it.
    @inline(__always)
    private func flag(_ start: Int, _ end: Int, isWord: Bool) {
        let length = UInt64(truncatingIfNeeded: end &- start)
        let first = load(start) | Self.lower
        let short = first &<< (64 &- length &* 8)
        let word = length < 8 ? short : first
        let rest = length < 8 ? length : load(end &- 8) | Self.lower
        let hash = (word ^ rest &* Self.spread) &* Self.mix
        let flag = Int(truncatingIfNeeded: (hash ^ hash << 27) >> 54)
        flags[isWord ? flag : Self.flagCount] = 1
    }

    @inline(__always)
    private func load(_ place: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    private static let spread: UInt64 = 0xBF58_476D_1CE4_E5B9
    private static let mix: UInt64 = 0x94D0_49BB_1331_11EB

    /// Makes ASCII letters small ones, eight at a time; what it makes of other bytes does not matter.
    private static let lower: UInt64 = 0x2020_2020_2020_2020
}

/// Reads the beginning of a message's text once: its words, and how dense it is.
///
/// A word is a run of letters and digits of at least four bytes, case of ASCII letters aside, or one
/// character of the scripts that are written without spaces (U+3000 and beyond).
struct WordReader {
    /// How much of each message is read, in bytes: a bound on the work.
    static let limit = 4_096
    /// How much of that is read for words: a hundred of them tell a topic, and many more would fill a
    /// sketch until all look alike.
    private static let wordLimit = 768

    private(set) var words = WordSketch()
    private let readsWords: Bool
    private let readsDensity: Bool
    private var remaining = Self.limit
    private var remainingWords = Self.wordLimit
    private var signs = 0
    private var visible = 0

    init(readsWords: Bool, readsDensity: Bool) {
        self.readsWords = readsWords
        self.readsDensity = readsDensity
        if !readsDensity { remaining = Self.wordLimit }
    }

    /// The share of digits, capitals and signs among visible bytes, in thousandths; 0 if not read.
    var density: Int { visible == 0 ? 0 : signs * 1_000 / visible }

    mutating func read(_ message: Message) {
        for part in message.parts where remaining > 0 { read(part) }
    }

    private mutating func read(_ part: ContentPart) {
        switch part {
        case .text(let part), .reasoning(let part): read(part.text)
        case .toolCall(let call):
            read(call.name)
            read(call.arguments.text)
        case .toolResult(let result):
            for part in result.content where remaining > 0 { read(part) }
        case .image(let image): read(image.description ?? "")
        case .opaque: break
        }
    }

    private mutating func read(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            let beginning = UnsafeRawBufferPointer(
                rebasing: UnsafeRawBufferPointer(bytes).prefix(remaining))
            remaining -= beginning.count
            if readsWords {
                let words = UnsafeRawBufferPointer(rebasing: beginning.prefix(remainingWords))
                self.words.insertWords(of: words)
                remainingWords -= words.count
            }
            if readsDensity { Self.kinds.withUnsafeBufferPointer { weigh(beginning, $0) } }
        }
    }

    private mutating func weigh(
        _ bytes: UnsafeRawBufferPointer, _ kinds: UnsafeBufferPointer<UInt8>
    ) {
        var (signs, visible) = (0, 0)
        for byte in bytes {
            let kind = kinds[Int(byte)]
            signs += Int(kind & Self.dense)
            visible += Int(kind & Self.seen)
        }
        self.signs += signs
        self.visible += visible / Int(Self.seen)
    }

    private static let dense: UInt8 = 1
    private static let seen: UInt8 = 2

    /// What a byte counts.
    private static let kinds: [UInt8] = (0...255).map { (byte: UInt8) in
        switch byte {
        case 0...0x20, 0x7F: 0
        case 0x61...0x7A, 0x80...: seen
        default: dense | seen
        }
    }
}

/// What the scanner needs to know of a byte, as one table.
enum ByteTraits {
    static let lower: UInt8 = 1
    static let upper: UInt8 = 2
    static let digit: UInt8 = 4
    static let underscore: UInt8 = 8
    /// Letters beyond ASCII that are written with spaces between words.
    static let letter: UInt8 = 16
    /// The first byte of a character that is a word by itself (CJK, kana, Hangul).
    static let wide: UInt8 = 32
    /// What may begin a path, an option or a sentence's end.
    static let sign: UInt8 = 64
    static let quote: UInt8 = 128

    static let word = lower | upper | digit | underscore | letter

    static let table: [UInt8] = (0...255).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): lower
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): upper
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit
        case UInt8(ascii: "_"): underscore
        case 0x80...0xBF, 0xC3...0xE1: letter
        case 0xE3...0xFF: wide
        case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "~"), UInt8(ascii: "-"),
            UInt8(ascii: "!"), UInt8(ascii: "?"), 0x0A, UInt8(ascii: "\\"), 0xC2, 0xE2:
            sign
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): quote
        default: 0
        }
    }
}

/// A running 64-bit hash of bytes, capitals of ASCII taken as small letters. For tables in memory
/// and in caches of fact sets; not a content hash.
struct FoldedHash: Hashable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}

    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { add(byte) }
    }

    @inline(__always)
    mutating func add(_ byte: UInt8) {
        let folded = byte &- 0x41 < 26 ? byte | 0x20 : byte
        value = (value ^ UInt64(folded)) &* 0x100_0000_01B3
    }

    /// The value with its bits well spread: FNV's low bits are weak for short texts.
    @inline(__always)
    var mixed: UInt64 {
        let word = (value ^ value >> 32) &* 0x9E37_79B9_7F4A_7C15
        return word ^ word >> 29
    }
}

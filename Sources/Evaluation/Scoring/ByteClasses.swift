/// What a byte can be in an identifier; a byte that is none of these parts them.
///
/// Bytes beyond ASCII part them too, so that an order number between Chinese characters is found.
struct ByteClasses: OptionSet {
    let rawValue: UInt8

    static let lower = Self(rawValue: 1)
    static let upper = Self(rawValue: 2)
    static let digit = Self(rawValue: 4)
    static let underscore = Self(rawValue: 8)
    static let dot = Self(rawValue: 16)
    static let hyphen = Self(rawValue: 32)
    static let slash = Self(rawValue: 64)
    static let at = Self(rawValue: 128)

    static let letter: Self = [.lower, .upper]

    /// The classes of all bytes.
    static let table: [Self] = (0..<256).map { Self(of: UInt8($0)) }

    private init(of byte: UInt8) {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): self = .lower
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .upper
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .digit
        case UInt8(ascii: "_"): self = .underscore
        case UInt8(ascii: "."): self = .dot
        case UInt8(ascii: "-"): self = .hyphen
        case UInt8(ascii: "/"): self = .slash
        case UInt8(ascii: "@"): self = .at
        default: self = []
        }
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }
}

extension UInt8 {
    /// Whether the byte is a hexadecimal digit.
    var isHexadecimal: Bool { self &- 0x30 < 10 || (self | 0x20) &- 0x61 < 6 }
}

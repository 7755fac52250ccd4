/// Finds identifiers in text, byte by byte, in linear time.
///
/// These patterns are the scorer's alone: a stage that imported them would be measured by its own
/// yardstick. What is found is compared to the letter, so the ends are trimmed the same everywhere:
/// brackets, quotes, `#`, `$`, `:` and everything beyond ASCII part identifiers; `./` and `-` before
/// and full stops behind them are not theirs. A backslash and the letter it escapes part them as
/// well, since recordings hold JSON within JSON; paths with backslashes are therefore not found.
package struct IdentifierScanner: Sendable {
    /// A scanner.
    package init() {}

    /// The identifiers of a text, in order, as often as they occur. O(bytes).
    package func identifiers(in text: String) -> [Identifier] {
        var identifiers: [Identifier] = []
        forEachIdentifier(in: text) { kind, bytes in
            identifiers.append(Identifier(kind, String(decoding: bytes, as: UTF8.self)))
        }
        return identifiers
    }

    /// The same with the bytes of the text's UTF-8 that each stands on. O(bytes).
    package func places(in text: String) -> [(identifier: Identifier, bytes: Range<Int>)] {
        var places: [(identifier: Identifier, bytes: Range<Int>)] = []
        forEachIdentifier(in: text) { kind, bytes in
            places.append(
                (
                    Identifier(kind, String(decoding: bytes, as: UTF8.self)),
                    bytes.startIndex..<bytes.endIndex
                ))
        }
        return places
    }

    /// Calls the body with the class and the bytes of each identifier of a text. O(bytes).
    func forEachIdentifier(
        in text: String, _ body: (IdentifierClass, Slice<UnsafeBufferPointer<UInt8>>) -> Void
    ) {
        var text = text
        text.withUTF8 { bytes in
            ByteClasses.table.withUnsafeBufferPointer { table in
                var scan = IdentifierScan(bytes, table)
                while let (kind, range) = scan.next() { body(kind, bytes[range]) }
            }
        }
    }
}

/// One pass over a text.
///
/// The text falls into chunks of bytes that can be in an identifier. Most are plain words and are
/// dismissed by the classes of bytes seen; the others are looked at again, at most a fixed number of
/// times.
struct IdentifierScan {
    let bytes: UnsafeBufferPointer<UInt8>
    let table: UnsafeBufferPointer<ByteClasses>
    private var position = 0
    /// Found and not yet handed out; `handedOut` of them were.
    private var found: [(IdentifierClass, Range<Int>)] = []
    private var handedOut = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ table: UnsafeBufferPointer<ByteClasses>) {
        self.bytes = bytes
        self.table = table
    }

    /// The next identifier, or nil at the end.
    mutating func next() -> (IdentifierClass, Range<Int>)? {
        while handedOut == found.count {
            found.removeAll(keepingCapacity: true)
            handedOut = 0
            guard readChunk() else { return nil }
        }
        handedOut += 1
        return found[handedOut - 1]
    }

    mutating func report(_ kind: IdentifierClass, _ range: Range<Int>) {
        found.append((kind, range))
    }

    /// Reads on to the end of the next chunk that is no plain word; false at the end of the text.
    private mutating func readChunk() -> Bool {
        while position < bytes.count {
            let start = position
            var seen: ByteClasses = []
            while position < bytes.count {
                let own = table[Int(bytes[position])]
                if own.isEmpty { break }
                seen.formUnion(own)
                position += 1
            }
            if position > start {
                if let end = endOfURL(after: start..<position) {
                    position = end
                    return true
                }
                guard seen != .lower else { continue }
                readParts(of: start..<position, seen)
                return true
            }
            skipDelimiter()
        }
        return false
    }

    /// Passes over a byte that parts chunks, a backslash together with what it escapes.
    private mutating func skipDelimiter() {
        let byte = bytes[position]
        position += 1
        guard byte == UInt8(ascii: "\\"), position < bytes.count else { return }
        switch bytes[position] {
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): position += 1
        case UInt8(ascii: "u"):
            let end = position + 5
            let isEscape =
                end <= bytes.count && bytes[position + 1..<end].allSatisfy(\.isHexadecimal)
            if isEscape { position = end }
        default: break
        }
    }
}

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

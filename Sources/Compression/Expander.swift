internal import StrictJSON

/// Turns coded text back: symbols into phrases, in one pass from left to right.
///
/// A symbol after the escape stays, without the escape; a symbol without a rule and an escape before
/// anything else stay as they are. Phrases are not looked at again.
public struct Expander: Sendable {
    private let dictionary: CompressionDictionary

    /// An expander with the rules of a conversation so far.
    public init(_ dictionary: CompressionDictionary) { self.dictionary = dictionary }

    /// The text that a coded text stands for. Linear in both.
    public func expand(_ text: String) -> String { expand(text, atMost: .max) ?? text }

    /// The text that a coded text stands for, nil if it has more bytes than given. Linear in the coded
    /// text and in what may be.
    public func expand(_ text: String, atMost bytes: Int) -> String? {
        var text = text
        let expanded =
            dictionary.rules.isEmpty
            ? nil
            : text.withUTF8 { expand(utf8: UnsafeRawBufferPointer($0), atMost: bytes) }
        guard (expanded?.count ?? text.utf8.count) <= bytes else { return nil }
        return expanded.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// What a segment of a turn was before. Linear.
    public func expand(_ segment: CompressedSegment) -> String {
        segment.isVerbatim ? segment.text : expand(segment.text)
    }

    /// The bytes, nil if nothing changes; where there are more than given, the first of them, and more
    /// than given.
    private func expand(utf8 bytes: UnsafeRawBufferPointer, atMost most: Int) -> [UInt8]? {
        var walk = ExpansionWalk(bytes: bytes, dictionary: dictionary, isJSON: false, most: most)
        var expanded: [UInt8] = []
        _ = walk.run(isLast: true, into: &expanded)
        guard walk.written > 0 else { return nil }
        walk.flush(into: &expanded)
        return expanded
    }
}

/// A walk over coded bytes of which more may follow.
struct ExpansionWalk {
    let bytes: UnsafeRawBufferPointer
    let dictionary: CompressionDictionary
    let isJSON: Bool
    /// The walk ends with the change by which more bytes than this are written.
    let most: Int
    private var place = 0
    /// Up to where is written; 0 as long as nothing changed.
    private(set) var written = 0

    init(
        bytes: UnsafeRawBufferPointer, dictionary: CompressionDictionary, isJSON: Bool,
        most: Int = .max
    ) {
        self.most = most
        self.bytes = bytes
        self.dictionary = dictionary
        self.isJSON = isJSON
    }

    /// A character or JSON escape sequence of the text.
    private struct Unit {
        let length: Int
        /// Which symbol of the alphabet it is, if one.
        let symbol: Int?
    }

    /// Reads what is certain and writes it up to the last change; returns how many bytes were read.
    mutating func run(isLast: Bool, into output: inout [UInt8]) -> Int {
        while true {
            skipPlainText()
            guard place < bytes.count else { break }
            guard let unit = unit(at: place) ?? (isLast ? rest(at: place) : nil) else { break }
            guard let symbol = unit.symbol else {
                place += unit.length
                continue
            }
            if dictionary.isEscape(symbol) {
                let next = self.unit(at: place + unit.length)
                if next == nil, !isLast { break }
                if let next, next.symbol.map(dictionary.needsEscape) == true {
                    flush(into: &output)
                    written += unit.length
                    place = written + next.length
                } else {
                    place += unit.length
                }
            } else if let rule = dictionary.rule(of: symbol) {
                flush(into: &output)
                append(dictionary.rules[rule].phrase, to: &output)
                place += unit.length
                written = place
                if output.count > most { return place }
            } else {
                place += unit.length
            }
        }
        return place
    }

    /// Writes what was read and not written yet: nothing of it changes.
    mutating func flush(into output: inout [UInt8]) {
        if written == 0 { output.reserveCapacity(output.count + 2 * bytes.count) }
        output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[written..<place]))
        written = place
    }

    /// Passes ASCII eight bytes at a time, in JSON such as has no escape sequence.
    @inline(__always)
    private mutating func skipPlainText() {
        let (high, low): (UInt64, UInt64) = (0x8080_8080_8080_8080, 0x0101_0101_0101_0101)
        while place + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            // A byte that is a backslash becomes 0; the lowest bit found is right, those above may not be.
            let other = word ^ (low &* UInt64(UInt8(ascii: "\\")))
            let found = (word | (isJSON ? (other &- low) & ~other : 0)) & high
            if found != 0 {
                place += UInt64(littleEndian: found).trailingZeroBitCount / 8
                return
            }
            place += 8
        }
    }

    /// A byte of what stays incomplete at the end.
    private func rest(at place: Int) -> Unit { Unit(length: 1, symbol: nil) }

    /// The unit at a place, nil if it is not whole.
    private func unit(at place: Int) -> Unit? {
        guard place < bytes.count else { return nil }
        let first = bytes[place]
        if first < 0x80 {
            if isJSON, first == UInt8(ascii: "\\") { return sequence(at: place) }
            return Unit(length: 1, symbol: nil)
        }
        let length = UTF8Form.length(first)
        for offset in 1..<max(1, length) {
            guard place + offset < bytes.count else { return nil }
            // Not UTF-8: such a byte stands alone.
            if bytes[place + offset] & 0xC0 != 0x80 { return Unit(length: 1, symbol: nil) }
        }
        guard length == 2 || length == 3 else { return Unit(length: length, symbol: nil) }
        let code = UTF8Form.code(bytes, place, length)
        return Unit(length: length, symbol: dictionary.alphabet.index(ofCode: code))
    }

    /// The JSON escape sequence at a place, nil if it is not whole.
    private func sequence(at place: Int) -> Unit? {
        guard place + 1 < bytes.count else { return nil }
        guard bytes[place + 1] == UInt8(ascii: "u") else { return Unit(length: 2, symbol: nil) }
        var code: UInt32 = 0
        for offset in 2..<6 {
            guard place + offset < bytes.count else { return nil }
            guard let digit = hexDigit(bytes[place + offset]) else {
                return Unit(length: 2, symbol: nil)
            }
            code = code << 4 | digit
        }
        return Unit(length: 6, symbol: dictionary.alphabet.index(ofCode: code))
    }

    private func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    private func append(_ phrase: String, to output: inout [UInt8]) {
        guard isJSON else { return output.append(contentsOf: phrase.utf8) }
        JSONValue.appendEscaped(phrase, to: &output)
    }
}

/// Turns coded text back while it arrives, in pieces cut anywhere, inside characters too.
///
/// All pieces together give what `Expander` gives. Held back are only the bytes of a character that is
/// not whole, an escape at the end and, in JSON, an escape sequence that is not whole.
public struct StreamingExpander: Sendable {
    /// What the text is.
    public enum Form: Hashable, Sendable {
        /// Text as people read it.
        case text
        /// JSON, such as the arguments of a tool call: phrases are written as JSON strings have them, and
        /// a symbol may come as `\uXXXX`.
        case json
    }

    private let dictionary: CompressionDictionary
    private let form: Form
    /// Bytes that are not decided yet.
    private var held: [UInt8] = []

    /// An expander with the rules of a conversation so far.
    public init(_ dictionary: CompressionDictionary, form: Form = .text) {
        self.dictionary = dictionary
        self.form = form
    }

    /// How many bytes are held back.
    public var heldBytes: Int { held.count }

    /// Takes the next part and returns the text that is now certain. Linear in both.
    public mutating func expand(_ delta: String) -> String {
        String(decoding: expand(utf8: delta.utf8), as: UTF8.self)
    }

    /// The bytes that are certain now: whole characters, if all the bytes are UTF-8. Linear.
    public mutating func expand(utf8 delta: some Sequence<UInt8>) -> [UInt8] {
        held.append(contentsOf: delta)
        return take(isLast: false)
    }

    /// What was held back, as it is, at the end of the text.
    public mutating func finish() -> String {
        String(decoding: take(isLast: true), as: UTF8.self)
    }

    private mutating func take(isLast: Bool) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(held.count)
        let read = held.withUnsafeBytes { bytes in
            var walk = ExpansionWalk(bytes: bytes, dictionary: dictionary, isJSON: form == .json)
            let read = walk.run(isLast: isLast, into: &output)
            walk.flush(into: &output)
            return read
        }
        held.removeFirst(read)
        return output
    }
}

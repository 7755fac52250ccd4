/// Turns coded text back: symbols into phrases, in one pass from left to right.
///
/// A symbol after the escape stays, without the escape; a symbol without a rule and an escape before
/// anything else stay as they are. Phrases are not looked at again.
public struct Expander: Sendable {
    private let dictionary: CompressionDictionary

    /// An expander with the rules of a conversation so far.
    public init(_ dictionary: CompressionDictionary) { self.dictionary = dictionary }

    /// The text that a coded text stands for. Linear in both.
    public func expand(_ text: String) -> String {
        guard !dictionary.rules.isEmpty else { return text }
        var text = text
        let expanded = text.withUTF8 { expand(utf8: UnsafeRawBufferPointer($0)) }
        return expanded.map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// What a segment of a turn was before. Linear.
    public func expand(_ segment: CompressedSegment) -> String {
        segment.isVerbatim ? segment.text : expand(segment.text)
    }

    /// The bytes, nil if nothing changes.
    private func expand(utf8 bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        let symbols = SymbolOccurrence.all(in: bytes, dictionary.alphabet)
        guard !symbols.isEmpty else { return nil }
        var expanded: [UInt8] = []
        expanded.reserveCapacity(bytes.count * 2)
        var place = 0
        var escaped = -1
        for symbol in symbols where symbol.start != escaped {
            if dictionary.isEscape(symbol.symbol) {
                let next = symbol.start + symbol.length
                guard dictionary.standsForItself(bytes, at: next) else { continue }
                expanded.append(contentsOf: bytes[place..<symbol.start])
                place = next
                escaped = next
            } else if let rule = dictionary.rule(of: symbol.symbol) {
                expanded.append(contentsOf: bytes[place..<symbol.start])
                expanded.append(contentsOf: dictionary.rules[rule].phrase.utf8)
                place = symbol.start + symbol.length
            }
        }
        expanded.append(contentsOf: bytes[place...])
        return expanded
    }
}

extension CompressionDictionary {
    /// Whether a symbol that needs an escape begins at a place of a text.
    fileprivate func standsForItself(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Bool {
        guard place < bytes.count else { return false }
        let length = UTF8Form.length(bytes[place])
        guard length == 2 || length == 3, place + length <= bytes.count else { return false }
        return alphabet.index(ofCode: UTF8Form.code(bytes, place, length)).map(needsEscape) ?? false
    }
}

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

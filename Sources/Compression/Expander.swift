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
        var walk = ExpansionWalk(bytes: bytes, dictionary: dictionary, isJSON: false)
        var expanded: [UInt8] = []
        _ = walk.run(isLast: true, into: &expanded)
        guard walk.written > 0 else { return nil }
        walk.flush(into: &expanded)
        return expanded
    }
}

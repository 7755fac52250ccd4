/// A fact of a text: something that a reader may need word by word.
public struct Fact: Hashable, Sendable {
    /// What kind of thing it is.
    public var kind: FactKind
    /// The fact as it is written at its first mention.
    public var text: String
}

/// Finds facts by byte patterns: names, numbers, paths, addresses, quoted words, code names.
///
/// One pass, O(bytes), no regular expressions. Capitals of ASCII equal small letters. The patterns are
/// this module's own, so that whoever measures summaries by other patterns measures something else.
public enum FactExtractor {
    /// The facts of a text in the order of their first mention, each once; statements are not told.
    public static func facts(in text: String) -> [Fact] {
        text.withBytes { bytes in
            var scanner = FactScanner(bytes, FactLister())
            scanner.scan(0..<bytes.count)
            return scanner.sink.found.map { kind, range in
                Fact(kind: kind, text: String(decoding: bytes[range], as: UTF8.self))
            }
        }
    }
}

private struct FactLister: FactSink {
    static var wantsParts: Bool { false }

    private(set) var found: [(FactKind, Range<Int>)] = []
    private var known = HashIndex()

    mutating func begin(at position: Int) {}
    mutating func word(_ key: UInt64, _ role: CommonWords.Role, at range: Range<Int>) {}
    mutating func part(_ key: UInt64) {}
    mutating func end(_ boundary: TextBoundary, at position: Int) {}

    mutating func fact(_ key: UInt64, _ kind: FactKind, at range: Range<Int>) {
        let before = known.count
        if known.number(of: key) == before { found.append((kind, range)) }
    }
}

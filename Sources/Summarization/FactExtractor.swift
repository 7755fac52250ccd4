internal import ContextModel

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

/// Gathers facts and words of texts into one table.
struct FactCollector {
    private(set) var index: HashIndex
    /// By number in the index: the weight, saturated.
    private(set) var weights: [UInt16] = []
    /// By number: what the message that is being read has added.
    private var added: [UInt16] = []
    private var touched: [Int] = []

    init() { index = HashIndex(capacity: 256) }

    mutating func add(_ message: Message) {
        for segment in message.segments {
            add(
                segment.text, factor: message.role.factor(for: segment.kind),
                tellsStatements: segment.kind == .text && message.role != .tool)
        }
        endMessage()
    }

    mutating func add(_ text: String, factor: Int, tellsStatements: Bool) {
        self = text.withBytes { bytes in
            let reader = FactReader(self, factor: factor, tellsStatements: tellsStatements)
            var scanner = FactScanner(bytes, reader)
            scanner.scan(0..<bytes.count)
            return scanner.sink.collector
        }
    }

    mutating func add(_ set: FactSet) {
        for entry in set.entries { raise(number(of: entry.key), by: entry.weight) }
    }

    /// Ends a message: a fact weighs once for each, by its heaviest mention.
    mutating func endMessage() {
        for number in touched {
            raise(number, by: added[number])
            added[number] = 0
        }
        touched.removeAll(keepingCapacity: true)
    }

    mutating func see(_ key: UInt64) { _ = number(of: key) }

    mutating func see(_ key: UInt64, weight: Int) {
        let number = number(of: key)
        if added[number] == 0 { touched.append(number) }
        added[number] = max(added[number], UInt16(weight))
    }

    private mutating func raise(_ number: Int, by weight: UInt16) {
        weights[number] = min(UInt16(FactSet.heaviest), weights[number] + weight)
    }

    private mutating func number(of key: UInt64) -> Int {
        let number = index.number(of: key)
        if number == weights.count {
            weights.append(0)
            added.append(0)
        }
        return number
    }
}

/// Hands what a scanner tells of one text to a collector.
private struct FactReader: FactSink {
    static var wantsParts: Bool { true }

    var collector: FactCollector
    let factor: Int
    let tellsStatements: Bool
    private var sentence: [UInt64] = []
    private var hasCue = false

    init(_ collector: consuming FactCollector, factor: Int, tellsStatements: Bool) {
        self.collector = collector
        self.factor = factor
        self.tellsStatements = tellsStatements
    }

    mutating func begin(at position: Int) {}

    mutating func word(_ key: UInt64, _ role: CommonWords.Role, at range: Range<Int>) {
        collector.see(key)
        guard tellsStatements else { return }
        if role.contains(.cue) { hasCue = true }
        if role.isEmpty, range.count > 3, sentence.count < 12 { sentence.append(key) }
    }

    mutating func part(_ key: UInt64) { collector.see(key) }

    mutating func fact(_ key: UInt64, _ kind: FactKind, at range: Range<Int>) {
        collector.see(key, weight: kind.weight * factor)
    }

    mutating func end(_ boundary: TextBoundary, at position: Int) {
        guard tellsStatements else { return }
        if hasCue || boundary == .question {
            for key in sentence { collector.see(key, weight: FactKind.statement.weight * factor) }
        }
        sentence.removeAll(keepingCapacity: true)
        hasCue = false
    }
}

extension Role {
    /// How much what is told here weighs.
    func factor(for kind: MessageSegment.Kind) -> Int {
        switch (self, kind) {
        case (_, .reasoning), (_, .result), (_, .other), (.tool, _): 1
        case (.system, _): 2
        case (.user, _), (.assistant, _): 4
        }
    }
}

import ContextModel
import Testing
import Tokenization

/// What must hold for every text, whatever its tokens are.
@Suite struct TokenizerPropertyTests {
    static let cases = Encoding.allCases.flatMap { encoding in
        (1...4).map { (encoding, UInt64($0)) }
    }

    @Test(arguments: cases)
    func `decoding gives the bytes back and counting gives the number of ids`(
        encoding: Encoding, seed: UInt64
    ) throws {
        let tokenizer = Tokenizer.shared(encoding)
        var random = RandomText(seed: seed)
        for _ in 0..<40 {
            let text = random.stretches(12)
            let ids = tokenizer.encode(text)
            #expect(try tokenizer.decode(ids).elementsEqual(text.utf8), "\(text.debugDescription)")
            #expect(tokenizer.count(text) == TokenCount(ids.count), "\(text.debugDescription)")
        }
    }

    @Test(arguments: cases)
    func `vector and scalar splitting give the same pieces, which tile the text`(
        encoding: Encoding, seed: UInt64
    ) {
        var random = RandomText(seed: seed)
        for _ in 0..<60 {
            let text = Array(random.stretches(15).utf8)
            let vector = split(text[...], encoding, scalarOnly: false)
            #expect(vector == split(text[...], encoding, scalarOnly: true), "seed \(seed): \(text)")
            #expect(vector.map(\.lowerBound) == [0] + vector.map(\.upperBound).dropLast())
            #expect(vector.last?.upperBound == text.count)
            #expect(!vector.contains { $0.isEmpty })
        }
    }

    @Test(arguments: Encoding.allCases)
    func `the place of a text in memory does not matter`(encoding: Encoding) {
        var random = RandomText(seed: 64)
        let text = random.stretches(14)
        let expected = Tokenizer.shared(encoding).count(text)
        for offset in 0..<70 {
            // Letters on both sides: reading past either end would join them to the text.
            let padded = Array("\(String(repeating: "b", count: offset))\(text)bbbb".utf8)
            let inner = padded[offset..<offset + text.utf8.count]
            let count = inner.withUnsafeBytes { Tokenizer.shared(encoding).count(utf8: $0) }
            #expect(count == expected, "offset \(offset)")
        }
    }

    @Test(arguments: Encoding.allCases, 0...3 as ClosedRange<UInt64>)
    func `every prefix of a text up to three blocks splits the same both ways`(
        encoding: Encoding, seed: UInt64
    ) {
        var random = RandomText(seed: 1_000 + seed)
        let text = Array(random.stretches(14).unicodeScalars.prefix(150))
        for length in text.indices {
            let prefix = Array(String(String.UnicodeScalarView(text[..<length])).utf8)
            #expect(
                split(prefix[...], encoding, scalarOnly: false)
                    == split(prefix[...], encoding, scalarOnly: true), "length \(length)")
        }
    }

    @Test(arguments: cases)
    func `counts add up where letter, line end and letter meet`(encoding: Encoding, seed: UInt64) {
        // No piece crosses such a border: a line end follows no letter inside a piece and leads none.
        let tokenizer = Tokenizer.shared(encoding)
        var random = RandomText(seed: seed)
        for _ in 0..<40 {
            let (left, right) = (random.stretches(4) + "q", "q" + random.stretches(4))
            let joined = tokenizer.count("\(left)\n\(right)")
            #expect(joined == tokenizer.count(left) + TokenCount(1) + tokenizer.count(right))
        }
    }

    @Test(arguments: cases)
    func `a count lies between the number of pieces and the number of bytes`(
        encoding: Encoding, seed: UInt64
    ) {
        var random = RandomText(seed: seed)
        for _ in 0..<40 {
            let text = Array(random.stretches(6).utf8)
            let count = text.withUnsafeBytes { Tokenizer.shared(encoding).count(utf8: $0) }
            #expect(count >= TokenCount(split(text[...], encoding, scalarOnly: true).count))
            #expect(count <= TokenCount(text.count))
        }
    }

    private func split(
        _ text: ArraySlice<UInt8>, _ encoding: Encoding, scalarOnly: Bool
    ) -> [Range<Int>] {
        text.withUnsafeBytes { pieces($0, encoding: encoding, scalarOnly: scalarOnly) }
    }
}

import ContextModel
import Testing
import Tokenization

/// The tokenizer against the definition of its encodings: published pattern, naive merging.
@Suite struct OracleTests {
    @Test(arguments: [(Encoding.cl100kBase, 100_256), (.o200kBase, 199_998)])
    func `the vocabulary is complete`(encoding: Encoding, size: Int) {
        #expect(NaiveTokenizer.all[encoding]?.vocabularySize == size)
    }

    @Test(arguments: Encoding.allCases)
    func `the oracle itself gives the stored ids`(encoding: Encoding) throws {
        let oracle = try #require(NaiveTokenizer.all[encoding])
        for stored in StoredText.all where stored.text.utf8.count < 60 {
            #expect(stored.matches(oracle.encode(stored.text), encoding), "line \(stored.line)")
        }
    }

    @Test(arguments: Encoding.allCases, 1...6 as ClosedRange<UInt64>)
    func `random texts have the ids of the oracle`(encoding: Encoding, seed: UInt64) throws {
        let oracle = try #require(NaiveTokenizer.all[encoding])
        let tokenizer = Tokenizer.shared(encoding)
        var random = RandomText(seed: seed)
        for _ in 0..<120 {
            let text = random.text(elements: 1 + random.next(below: 16))
            let ids = tokenizer.encode(text)
            #expect(ids == oracle.encode(text), "\(text.debugDescription)")
            #expect(tokenizer.count(text) == TokenCount(ids.count), "\(text.debugDescription)")
        }
    }

    @Test(arguments: Encoding.allCases, [1, 2, 4, 64])
    func `steps back beyond what is kept lead to the same ids`(
        encoding: Encoding, kept: Int
    ) throws {
        let oracle = try #require(NaiveTokenizer.all[encoding])
        var random = RandomText(seed: 21)
        let words = (1...30).map { random.word($0 * 7) } + ["a", "\0", "aaaaaaaaaaaaaaaaaaaa"]
        for word in words {
            let bytes = Array(word.utf8)
            let found = encodedByBacktracking(bytes, encoding: encoding, ringSize: kept)
            #expect(found.ids == oracle.merge(bytes), "\(word)")
            #expect(found.count == found.ids.count)
        }
    }

    @Test(arguments: Encoding.allCases, [1, 3, 1_000])
    func `ids in blocks are the ids`(encoding: Encoding, size: Int) {
        var random = RandomText(seed: 22)
        for elements in [0, 1, 5, 40] {
            let text = random.text(elements: elements) + random.word(elements * 50)
            var blocks: [[UInt32]] = []
            Array(text.utf8).withUnsafeBytes { bytes in
                Tokenizer.shared(encoding).encode(utf8: bytes, inBlocksOf: size) {
                    blocks.append($0)
                }
            }
            #expect(Array(blocks.joined()) == Tokenizer.shared(encoding).encode(text))
            #expect(blocks.dropLast().allSatisfy { $0.count == size })
            #expect(blocks.last.map { (1...size).contains($0.count) } ?? text.isEmpty)
        }
    }

    @Test(arguments: Encoding.allCases)
    func `random words of every length up to 40 have the ids of the oracle`(
        encoding: Encoding
    ) throws {
        let oracle = try #require(NaiveTokenizer.all[encoding])
        var random = RandomText(seed: 40)
        for length in 1...40 {
            let word = random.word(length)
            #expect(
                Tokenizer.shared(encoding).encode(word) == oracle.merge(Array(word.utf8)), "\(word)"
            )
        }
    }
}

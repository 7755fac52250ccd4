import ContextModel
import Testing
import Tokenization

/// One tokenizer used by many, and its caches, must not change a count.
@Suite struct TokenizerSharingTests {
    @Test(arguments: Encoding.allCases)
    func `eight tasks at once get the counts of one`(encoding: Encoding) async {
        let texts = Self.texts(seed: 8)
        let alone = Tokenizer(encoding)
        let expected = texts.map { alone.count($0) }
        let shared = Tokenizer(encoding)
        let counts = await withTaskGroup(of: [TokenCount].self) { group in
            for first in 0..<8 {
                // Each task begins elsewhere, so that they fill the caches against each other.
                group.addTask {
                    let turned = Array(texts[(first * 10)...] + texts[..<(first * 10)])
                    let counts = turned.map { shared.count($0) }
                    let cut = texts.count - first * 10
                    return Array(counts[cut...] + counts[..<cut])
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: expected, count: 8))
    }

    @Test(arguments: Encoding.allCases)
    func `counts stay the same after the caches were churned`(encoding: Encoding) {
        let texts = Self.texts(seed: 9)
        let tokenizer = Tokenizer(encoding)
        let before = texts.map { tokenizer.count($0) }
        var random = RandomText(seed: 10)
        for _ in 0..<300 {
            let words = (0..<40).map { _ in random.word(3 + random.next(below: 20)) }
            _ = tokenizer.count(words.joined(separator: " "))
        }
        #expect(texts.map { tokenizer.count($0) } == before)
        #expect(texts.map { tokenizer.encode($0).count } == before.map(\.value))
    }

    private static func texts(seed: UInt64) -> [String] {
        var random = RandomText(seed: seed)
        return (0..<80).map { _ in random.stretches(6) }
    }
}

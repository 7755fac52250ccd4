import Compression
import TestSupport
import Tokenization

/// What all suites use: made once, since an alphabet looks at the whole vocabulary.
enum Shared {
    static let tokenizer = Tokenizer(.cl100kBase)
    static let alphabet = SymbolAlphabet(tokenizer)
    static let compressor = TurnCompressor(
        tokenizer, limits: CompressionLimits(minimumCharacters: 0))

    static var dictionary: CompressionDictionary { CompressionDictionary(alphabet) }

    /// Code with much that repeats.
    static let code = (0..<12).map { index in
        """
            def test_value_\(index)(self):
                self.assertEqual(self.schema.fields["value_\(index)"].serialize(self.item), \(index))

        """
    }.joined()
}

/// Random texts of phrases that repeat, symbols, escapes and what else is nasty.
struct NastyTexts {
    var random: SplitMix
    private let phrases: [String]

    init(seed: UInt64) {
        random = SplitMix(seed: seed)
        let symbols = Shared.alphabet.symbols.prefix(40).map { String(Character($0)) }
        phrases =
            [
                " the quick brown fox", "\n        return self.value\n",
                "{\"path\": \"src/main.py\"}",
                "    ", "\r\n", "e\u{301}", "👩‍👩‍👧‍👦", "日本語のテキスト", "\u{0}", "\"\\", "=", "a", "1234567",
                "aaaa",
                "More symbols:\n", "Symbols stand for the text after", "\u{FEFF}", "𝔘", "مرحبا",
                " ", "\t",
            ] + symbols.prefix(20)
    }

    /// A text, empty now and then.
    mutating func next() -> String {
        var text = ""
        let some = (0..<random.below(5) + 1).map { _ in random.choose(phrases) }
        for _ in 0..<random.below(60) {
            text += random.choose(some) + (random.below(4) == 0 ? random.choose(phrases) : "")
        }
        return text
    }

    /// The texts of a turn.
    mutating func turn() -> [String] { (0..<random.below(4)).map { _ in next() } }
}

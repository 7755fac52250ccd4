import Tokenization

private let tokenizers = Dictionary(
    uniqueKeysWithValues: Encoding.allCases.map { ($0, Tokenizer($0)) })

extension Tokenizer {
    /// One tokenizer per encoding for all tests, so that its caches meet every test's texts.
    static func shared(_ encoding: Encoding) -> Tokenizer {
        tokenizers[encoding] ?? Tokenizer(encoding)
    }
}

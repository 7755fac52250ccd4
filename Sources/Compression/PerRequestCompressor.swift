public import Tokenization

/// The baseline: a request compressed as a whole, recomputed each time, as compressors without
/// memory do.
///
/// It sees all texts at once, so that it may find more than turn by turn; but symbols change from request to
/// request, so that no part of a request is ever one that a provider has seen, and each request costs
/// an analysis of everything.
public struct PerRequestCompressor: Sendable {
    private let compressor: TurnCompressor
    private let empty: CompressionDictionary

    /// A compressor with symbols of an alphabet.
    public init(
        _ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet,
        limits: CompressionLimits = CompressionLimits()
    ) {
        compressor = TurnCompressor(tokenizer, limits: limits)
        empty = CompressionDictionary(alphabet)
    }

    /// Compresses the texts of a request; the dictionary is this request's alone. Linear.
    public func compress(
        _ texts: [String]
    ) -> (turn: CompressedTurn, dictionary: CompressionDictionary) {
        var dictionary = empty
        let turn = compressor.compress(texts, with: &dictionary)
        return (turn, dictionary)
    }
}

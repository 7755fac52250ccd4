/// The efficiency as the documentation of conversation-aware compression computes it, for comparison.
///
/// It takes a ratio of tokens off a ratio of characters, so that it can be above zero where tokens are
/// lost: a symbol is one character, whatever it costs. What is really saved is `CompressedTurn`'s.
public struct DocumentedArithmetic: Hashable, Sendable {
    /// (original size − compressed size) ÷ original size, in characters; 0 for an empty text.
    public let compressionRatio: Double
    /// Tokens of the decoder ÷ original tokens; 0 if there are none.
    public let overheadRatio: Double

    /// The compression ratio less the overhead ratio.
    public var netEfficiency: Double { compressionRatio - overheadRatio }

    /// The figures of sizes in characters and tokens.
    public init(
        originalCharacters: Int, compressedCharacters: Int, decoderTokens: Int, originalTokens: Int
    ) {
        let saved = Double(originalCharacters - compressedCharacters)
        compressionRatio = originalCharacters == 0 ? 0 : saved / Double(originalCharacters)
        overheadRatio = originalTokens == 0 ? 0 : Double(decoderTokens) / Double(originalTokens)
    }
}

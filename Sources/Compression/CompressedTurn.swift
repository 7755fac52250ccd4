/// A text as it is sent.
public struct CompressedSegment: Hashable, Sendable {
    /// The text.
    public let text: String
    /// Whether the text is sent as it came though it has symbols, since escapes would make it longer: then
    /// it must not be expanded. Only texts that use symbols of earlier turns literally are concerned.
    public let isVerbatim: Bool
    /// What the text cost as it came, in tokens.
    public let originalTokens: Int
    /// What it costs now, in tokens.
    public let tokens: Int
}

/// What one turn adds to a conversation, compressed.
public struct CompressedTurn: Hashable, Sendable {
    /// The texts, in order.
    public let segments: [CompressedSegment]
    /// The rules that are new.
    public let newRules: [CompressionRule]
    /// The text that has to travel with this turn so that a model can read it; empty if there is none.
    public let decoderText: String
    /// What the texts cost as they came, in tokens, each alone.
    public let originalTokens: Int
    /// What they cost now, in tokens, each alone.
    public let compressedTokens: Int
    /// What the decoder text costs, in tokens.
    public let decoderTokens: Int
    /// How many phrases were found to repeat often enough to try, the new rules' among them.
    public internal(set) var triedPhrases = 0
    /// Whether the texts are too short for new rules.
    public internal(set) var isTooShort = false

    /// Tokens saved, the decoder text counted; never negative.
    public var savedTokens: Int { originalTokens - compressedTokens - decoderTokens }
}

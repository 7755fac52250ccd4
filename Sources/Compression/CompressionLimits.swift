/// What bounds a compression.
public struct CompressionLimits: Hashable, Sendable {
    /// Fewer characters of new text than this bring no new rules (`min_characters`).
    public var minimumCharacters: Int
    /// The most rules that one turn may add.
    public var maximumRulesPerTurn: Int
    /// The most rules of a conversation; the alphabet bounds them too.
    public var maximumRules: Int
    /// The most tokens of decoder text that one turn may add.
    public var maximumDecoderTokens: Int
    /// The longest phrase, in pieces of the encoding's pattern; 1024 at most.
    public var maximumPhrasePieces: Int
    /// How often what is left is mined: one pass takes nine tenths of the time of three, and saves half a
    /// token to three tokens in a hundred less on recorded conversations.
    public var miningPasses = 3

    /// Limits; values below what makes sense are raised to it.
    public init(
        minimumCharacters: Int = 200, maximumRulesPerTurn: Int = 256, maximumRules: Int = 2048,
        maximumDecoderTokens: Int = 4096, maximumPhrasePieces: Int = 64
    ) {
        self.minimumCharacters = max(0, minimumCharacters)
        self.maximumRulesPerTurn = max(0, maximumRulesPerTurn)
        self.maximumRules = max(0, maximumRules)
        self.maximumDecoderTokens = max(0, maximumDecoderTokens)
        self.maximumPhrasePieces = max(1, maximumPhrasePieces)
    }
}

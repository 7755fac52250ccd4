/// A symbol and the phrase that it stands for.
public struct CompressionRule: Hashable, Sendable {
    /// The symbol: one character, one token.
    public let symbol: Unicode.Scalar
    /// The text that it stands for; holds no symbol.
    public let phrase: String
    /// The turn that introduced the rule, from 0.
    public let turn: Int

    /// A rule.
    public init(symbol: Unicode.Scalar, phrase: String, turn: Int) {
        self.symbol = symbol
        self.phrase = phrase
        self.turn = turn
    }
}

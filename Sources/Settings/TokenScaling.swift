public import ContextModel

/// The heart of the legacy system (doc 003): clients believe in one limit, the model has another, and
/// the tokens that clients are told are scaled from the one to the other.
public struct TokenScaling: Hashable, Sendable {
    /// The limit that clients believe in.
    public let expected: Int
    /// The limit that the model has.
    public let real: Int

    /// A scaling; both limits are positive.
    public init(expected: Int, real: Int) {
        precondition(expected > 0 && real > 0, "a limit has tokens")
        self.expected = expected
        self.real = real
    }

    /// What clients are told of some tokens: rounded up, so that a full window is never told as free.
    public func scaled(_ tokens: TokenCount) -> TokenCount {
        let product = tokens.value.multipliedFullWidth(by: expected)
        let (quotient, remainder) = real.dividingFullWidth(product)
        return TokenCount(quotient + (remainder > 0 ? 1 : 0))
    }
}

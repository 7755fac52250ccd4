public import ContextModel

/// What a model's tokens cost, as its provider published it.
public struct ModelPrice: Hashable, Sendable {
    /// The model's name.
    public var model: String
    /// The most tokens of a request; nil if it is not known or depends on the host.
    public var contextLimit: Int?
    /// A token that is read.
    public var input: TokenPrice
    /// A token that is written.
    public var output: TokenPrice
    /// A token that is read and kept in the provider's prompt cache; nil where keeping costs
    /// nothing beside reading.
    public var cacheWrite: TokenPrice?
    /// A token that is found in the provider's prompt cache; nil where nothing is published.
    public var cacheRead: TokenPrice?
    /// The shortest beginning of a request that the provider keeps, in tokens; nil if not
    /// published.
    public var minimumPrefix: Int?
    /// In steps of how many tokens a beginning is found again; nil if any length is.
    public var prefixStep: Int?
    /// How long a beginning is kept after its last use, in seconds; nil if not published.
    public var lifetimeSeconds: Int?
    /// The rule that the prices were published with; nil where it follows from what is published
    /// (`PriceSchedule.standardRule`).
    public var rule: PriceRule?
    /// The prices of longer prompts, by ascending size.
    public var steps: [PriceStep] = []
    /// When the prices were looked up, as `2026-11`.
    public var date: String
    /// Where they were looked up.
    public var source: String

    /// A row with nothing known about caching.
    public init(
        _ model: String, input: TokenPrice, output: TokenPrice, date: String, source: String
    ) {
        self.model = model
        self.input = input
        self.output = output
        self.date = date
        self.source = source
    }

    /// What calls cost at the prices of prompts of any size, whatever theirs: `PriceSchedule` knows
    /// the prices of longer ones. Tokens written to or found in a cache for which no price is
    /// published are charged as tokens that are read: never too little.
    public func cost(of usage: TokenUsage) -> Money {
        usage.input * input + usage.output * output
            + usage.cacheWrite * (cacheWrite ?? input) + usage.cacheRead * (cacheRead ?? input)
    }
}

/// What tokens cost where the prompt is longer than a size: the whole prompt, and its answer.
public struct PriceStep: Hashable, Sendable {
    /// The most tokens of a prompt that is still charged at the lower prices.
    public var above: Int
    /// A token that is read.
    public var input: TokenPrice
    /// A token that is written.
    public var output: TokenPrice
    /// A token that is read and kept; nil where nothing is published.
    public var cacheWrite: TokenPrice?
    /// A token that is found; nil where nothing is published.
    public var cacheRead: TokenPrice?

    /// The prices of prompts above a size.
    public init(
        above: Int, input: TokenPrice, output: TokenPrice, cacheWrite: TokenPrice? = nil,
        cacheRead: TokenPrice? = nil
    ) {
        self.above = above
        self.input = input
        self.output = output
        self.cacheWrite = cacheWrite
        self.cacheRead = cacheRead
    }
}

/// The tokens of a call, or of many, by how they are charged.
public struct TokenUsage: Hashable, Sendable {
    /// Uncached.
    public var input: TokenCount
    /// Written.
    public var output: TokenCount
    /// Read, and kept in the provider's prompt cache.
    public var cacheWrite: TokenCount
    /// Found in the provider's prompt cache.
    public var cacheRead: TokenCount

    /// Tokens read and written; none cached unless said otherwise.
    public init(
        input: TokenCount = .zero, output: TokenCount = .zero, cacheWrite: TokenCount = .zero,
        cacheRead: TokenCount = .zero
    ) {
        self.input = input
        self.output = output
        self.cacheWrite = cacheWrite
        self.cacheRead = cacheRead
    }

    /// Adds others.
    public static func += (left: inout Self, right: Self) {
        left.input += right.input
        left.output += right.output
        left.cacheWrite += right.cacheWrite
        left.cacheRead += right.cacheRead
    }
}

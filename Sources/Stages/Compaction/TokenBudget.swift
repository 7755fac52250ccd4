public import ContextModel

/// What a context may still take under a limit.
///
/// The document names `TokenBudget` with `estimate_tokens` and the limits of the tiers. Counting is the
/// counter's here, so that there is one way of counting, and a budget is arithmetic on what was counted.
public struct TokenBudget: Hashable, Sendable {
    /// The most tokens of request and answer together.
    public let limit: Int
    /// What the request has.
    public let used: TokenCount

    /// The budget of a request under a limit.
    public init(limit: Int, used: TokenCount) {
        self.limit = limit
        self.used = used
    }

    /// The budget of a request to a tier's model; a smaller limit of the user's own holds instead.
    public init(_ tier: ModelTier, used: TokenCount, limit: Int = .max) {
        self.init(limit: min(tier.contextLimit, limit), used: used)
    }

    /// The tokens that are left; none where the limit is exceeded.
    public var remaining: Int { max(limit - used.value, 0) }

    /// The most tokens that an answer may be allowed: what is asked for, or what is left of it.
    public func output(asked: Int) -> Int { min(max(asked, 0), remaining) }

    /// Whether an answer of so many tokens fits beside the request.
    public func fits(output: Int) -> Bool { used.value + max(output, 0) <= limit }

    /// Whether a share of the limit is reached: from it on, as documented.
    public func reaches(_ share: Share) -> Bool { used.value >= share.of(limit) }

    /// Refuses a request that does not fit with its answer, saying what is missing.
    public func validate(output: Int) throws(TokenBudgetError) {
        guard fits(output: output) else {
            throw TokenBudgetError(limit: limit, used: used, output: max(output, 0))
        }
    }
}

/// A request that does not fit with its answer.
public struct TokenBudgetError: Error, Hashable, Sendable {
    /// The most tokens of both.
    public let limit: Int
    /// What the request has.
    public let used: TokenCount
    /// What the answer may have.
    public let output: Int
}

extension TokenBudgetError: CustomStringConvertible {
    /// One line: what does not fit, and what to do.
    public var description: String {
        let missing = used.value + output - limit
        return
            "the request's \(used) tokens and the answer's \(output) are \(missing) more than the "
            + "limit of \(limit); compact the request, or allow a shorter answer"
    }
}

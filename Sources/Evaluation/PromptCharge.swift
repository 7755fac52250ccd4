internal import ContextModel
internal import Pricing

/// How a provider charges requests whose beginnings it may have kept.
///
/// A beginning counts in whole messages, cut to the provider's step; one shorter than its minimum is not
/// kept, and none is found after the provider's lifetime on the virtual clock. Tool definitions stand
/// before the messages. Where no lifetime is published, five minutes are assumed.
struct PromptCharge {
    let price: ModelPrice

    static let assumedLifetime = 300

    /// Whether what was sent at one time is still kept at another.
    func isAlive(from earlier: Duration, to time: Duration) -> Bool {
        time - earlier <= .seconds(price.lifetimeSeconds ?? Self.assumedLifetime)
    }

    /// The tokens of a request, of which so many at its beginning were sent before and are kept.
    func usage(total: Int, before: Int, summarizer: Int) -> TokenUsage {
        let read = found(upTo: before)
        let isKept = total >= (price.minimumPrefix ?? 0)
        return TokenUsage(
            input: TokenCount(isKept ? summarizer : total - read + summarizer),
            cacheWrite: TokenCount(isKept ? total - read : 0), cacheRead: TokenCount(read))
    }

    /// What is found of a beginning of so many tokens.
    private func found(upTo tokens: Int) -> Int {
        guard price.cacheRead != nil, tokens >= (price.minimumPrefix ?? 0) else { return 0 }
        let step = max(price.prefixStep ?? 1, 1)
        return tokens / step * step
    }
}

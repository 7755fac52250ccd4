public import ContextModel

/// How a provider keeps the prefixes of prompts and charges for them: one row of a table.
///
/// A rule is what a provider documents, and what was observed where it documents nothing. A model's
/// own row of prices may state its minimum, step, lifetime and prices more exactly; `PriceSchedule`
/// joins the two.
public struct PriceRule: Hashable, Sendable {
    /// Where a prefix that was sent before is found again.
    public enum Match: Hashable, Sendable {
        /// Nowhere: there is no cache.
        case never
        /// At the end of the longest prefix in common with any request that is still alive.
        case longestPrefix
        /// Only where an earlier request had a marker. From each marker of the new request the
        /// provider looks back over so many places, the marker itself included (nil: to the
        /// beginning); a request has at most so many markers.
        case markers(lookBack: Int?, most: Int)
        /// Only at the end of a whole unit: where an earlier request ended, or where two earlier
        /// requests were seen to part.
        case units
    }

    /// The name that settings use: `anthropic-5m`.
    public var name: String
    /// Whose rule it is. Rules of one provider share a model's published minimum, step and read
    /// price.
    public var provider: String
    /// Where a prefix is found again.
    public var match: Match
    /// The shortest prefix that is kept or found, in tokens.
    public var minimum: Int
    /// In steps of how many tokens a prefix is found; 1 for any length.
    public var step: Int
    /// How long a prefix is kept after it was written or, if reads refresh it, last used.
    public var lifetime: Duration
    /// Whether reading a prefix starts its lifetime again.
    public var refreshesOnRead: Bool
    /// The price of a token that is written, as a share of the input price; nil where writing
    /// costs nothing beside reading.
    public var write: Share?
    /// The price of a token that is found, as a share of the input price.
    public var read: Share
    /// Where the rule is published or was observed, and what is assumed.
    public var source: String
}

extension PriceRule {
    /// All rules, in the order in which reports show them.
    public static let all = [
        anthropicFiveMinutes, anthropicOneHour, openAI, openAIExplicit, gemini, deepSeek, none,
    ]

    /// The rule of a name.
    public static func named(_ name: String) throws(PriceError) -> PriceRule {
        guard let rule = all.first(where: { $0.name == name }) else {
            throw .unknownRule(name)
        }
        return rule
    }

    /// Anthropic with markers that live for five minutes.
    public static let anthropicFiveMinutes = PriceRule(
        name: "anthropic-5m", provider: "anthropic",
        // Four markers a request; 20 places from each, the marker counting as the first.
        match: .markers(lookBack: 20, most: 4),
        // Of most models; each row states its own (512 to 4,096).
        minimum: 1_024, step: 1, lifetime: .seconds(300), refreshesOnRead: true,
        write: Share(millionths: 1_250_000), read: Share(millionths: 100_000),
        source: "platform.claude.com, prompt caching")

    /// Anthropic with markers that live for an hour: writing costs twice the input price.
    public static let anthropicOneHour = PriceRule(
        name: "anthropic-1h", provider: "anthropic", match: .markers(lookBack: 20, most: 4),
        minimum: 1_024, step: 1, lifetime: .seconds(3_600), refreshesOnRead: true,
        write: Share(millionths: 2_000_000), read: Share(millionths: 100_000),
        source: "platform.claude.com, prompt caching")

    /// OpenAI up to gpt-5.5: automatic, free to write.
    public static let openAI = PriceRule(
        name: "openai", provider: "openai", match: .longestPrefix, minimum: 1_024,
        // As documented; rows state what was observed (512 for gpt-5.4).
        step: 128,
        // "5 to 10 minutes of inactivity": the shorter is assumed, so that no saving is promised
        // that the provider does not.
        lifetime: .seconds(300), refreshesOnRead: true, write: nil,
        read: Share(millionths: 100_000),
        source: "developers.openai.com, prompt caching; the lifetime is the least documented")

    /// OpenAI from gpt-5.6 on: breakpoints with a fee for writing, as a careful client sets them.
    public static let openAIExplicit = PriceRule(
        name: "openai-explicit", provider: "openai",
        // Four breakpoints a request and no limit of blocks to look back over. Only the latest 80
        // are considered: no bound here, since the longest live one is always among the last few.
        match: .markers(lookBack: nil, most: 4), minimum: 1_024,
        // Documented as exact, observed in steps of 1,024: the dearer is assumed.
        step: 1_024,
        // The least that is documented. It runs from the write: no read is documented to extend it.
        lifetime: .seconds(1_800), refreshesOnRead: false, write: Share(millionths: 1_250_000),
        read: Share(millionths: 100_000),
        source: "developers.openai.com, prompt caching; steps observed with gpt-5.6")

    /// Gemini's implicit cache.
    public static let gemini = PriceRule(
        name: "gemini", provider: "gemini", match: .longestPrefix,
        // Of the flash models; rows of the others state 4,096.
        minimum: 1_024, step: 1,
        // No lifetime is published and reads are not guaranteed: five minutes are assumed, as for
        // the other automatic caches in memory. Recorded reads are 20 to 60 % of what this finds.
        lifetime: .seconds(300), refreshesOnRead: true, write: nil,
        read: Share(millionths: 100_000),
        source: "ai.google.dev, context caching; the lifetime is assumed")

    /// DeepSeek's cache on disk.
    public static let deepSeek = PriceRule(
        name: "deepseek", provider: "deepseek", match: .units, minimum: 0,
        // Recorded reads are multiples of 64 tokens; rows of the v4 models state 128.
        step: 64,
        // "Hours to days" after the last use: the least that the words allow is assumed.
        lifetime: .seconds(3_600), refreshesOnRead: true, write: nil,
        read: Share(millionths: 100_000),
        source: "api-docs.deepseek.com, context caching; the lifetime is the least documented")

    /// No cache: every token is read anew.
    public static let none = PriceRule(
        name: "none", provider: "none", match: .never, minimum: 0, step: 1, lifetime: .zero,
        refreshesOnRead: false, write: nil, read: Share(millionths: 1_000_000),
        source: "the input price alone")
}

import ContextModel

/// All settings, a row each: the only place where their names stand.
public enum SettingTable {
    /// The rows, in the order they are shown.
    public static let rows: [Setting] =
        counting + limits + thresholds + condensation + summaries + compaction
        + compression.map { $0.deciding(on: .compression) }
        + chunks + caches + logging

    /// The row of an axis or environment name, if there is one.
    public static subscript(name: String) -> Setting? { rows.first { $0.isCalled(name) } }

    private static let counting = [
        Setting(
            "counter", env: "ENABLE_ACCURATE_TOKEN_COUNTING", doc: "002", isProminent: true,
            "what counts the tokens of a text", .counter
        ).deciding(on: .measurement),
        Setting(
            "image.rule", env: "ENABLE_DYNAMIC_IMAGE_TOKENS", doc: "002",
            "how pictures count",
            .choice(\.configuration.images.rule, also: ["true": .dynamic, "false": .fixed])
        ).deciding(on: .measurement),
        Setting(
            "image.base", env: "BASE_IMAGE_TOKENS", doc: "002",
            "tokens of a picture before its description (dynamic rule)",
            .integer(\.configuration.images.base, in: 0...1_000_000, unit: "tokens")
        ).deciding(on: .measurement),
        Setting(
            "image.perCharacter", env: "IMAGE_TOKENS_PER_CHAR", doc: "002",
            "tokens for each character of a picture's description (dynamic rule)",
            .share(
                \.configuration.images.perCharacter, in: 0...1_000_000_000,
                range: "tokens from 0 to 1000")
        ).deciding(on: .measurement),
        Setting(
            "image.fixed", env: "FIXED_IMAGE_TOKENS", doc: "003",
            "tokens of a picture (fixed rule)",
            .integer(\.configuration.images.fixed, in: 0...1_000_000, unit: "tokens")
        ).deciding(on: .measurement),
        Setting(
            "image.descriptions",
            "whether pictures without a description get one, from a describer if there is one (`winnow "
                + "condense --descriptions`, the library's), else not; `winnow run` has none",
            .toggle(\.configuration.images.isDescribed)),
        Setting(
            "cache.count",
            "whether counts of messages are remembered; off recounts every message",
            .toggle(\.configuration.countCache.isOn)
        ).deciding(on: .measurement),
        Setting(
            "cache.count.entries", env: "TIKTOKEN_CACHE_SIZE", doc: "002",
            "how many messages' counts are remembered",
            .integer(\.configuration.countCache.entries, in: 0...10_000_000, unit: "messages")
        ).deciding(on: .measurement),
        Setting(
            "cache.count.bytes",
            "how much memory remembered messages may take",
            .integer(\.configuration.countCache.bytes, in: 0...mostBytes, unit: "bytes")
        ).deciding(on: .measurement),
    ]

    private static let limits = [
        Setting(
            "context.limit", env: "REAL_TEXT_MODEL_TOKENS", doc: "002", isProminent: true,
            "the context limit of the text model",
            .integer(\.configuration.contextLimit, in: 1...1_000_000_000, unit: "tokens")
        ).deciding(on: .situation),
        Setting(
            "context.visionLimit", env: "REAL_VISION_MODEL_TOKENS", doc: "002",
            "the context limit of the vision model",
            .integer(\.configuration.visionLimit, in: 1...1_000_000_000, unit: "tokens")),
        Setting(
            "context.reservedOutput", env: "RESERVED_OUTPUT_TOKENS",
            "tokens kept free for the answer where a request has no max_tokens",
            .integer(\.configuration.reservedOutput, in: 0...1_000_000_000, unit: "tokens")),
        Setting(
            "legacy.anthropicExpected", env: "ANTHROPIC_EXPECTED_TOKENS", doc: "003",
            "the context limit that clients of Anthropic's format believe in (scaling)",
            .integer(
                \.configuration.documented.anthropicExpected, in: 1...1_000_000_000,
                unit: "tokens")),
        Setting(
            "legacy.openAIExpected", env: "OPENAI_EXPECTED_TOKENS", doc: "003",
            "the context limit that clients of OpenAI's format believe in (scaling)",
            .integer(
                \.configuration.documented.openAIExpected, in: 1...1_000_000_000, unit: "tokens")),
    ]

    private static let thresholds = [
        Setting(
            "risk.caution", env: "CONDENSATION_CAUTION_THRESHOLD", doc: "002",
            "the share of the limit from which caution is due",
            .share(\.caution, in: 1...999_998, range: thresholdRange)),
        Setting(
            "risk.warning", env: "CONDENSATION_WARNING_THRESHOLD", doc: "002",
            "the share of the limit from which light condensation is due",
            .share(\.warning, in: 2...999_999, range: thresholdRange)),
        Setting(
            "risk.critical", env: "CONDENSATION_CRITICAL_THRESHOLD", doc: "002",
            "the share of the limit from which aggressive condensation is due",
            .share(\.critical, in: 3...1_000_000, range: thresholdRange)),
    ]

    private static let thresholdRange = "a share of the limit, 0 < caution < warning < critical ≤ 1"
    static let mostBytes = 1_099_511_627_776
}

extension SettingTable {
    /// Why a name that is no setting's is refused.
    static func refusal(of name: String) -> SettingError {
        if let foreign = ForeignSetting[name] {
            return .elsewhere(name: name, advice: foreign.advice)
        }
        return .unknown(name: name, nearest: nearest(to: name))
    }

    /// The known name that is most like a text, if one is like it. In capitals, an environment name where
    /// there is one.
    public static func nearest(to text: String) -> String? {
        NearestName.all(like: text, among: knownNames(asIn: text), atMost: 1).first
    }

    /// The names of the spelling that a text has, then those of settings that have no such name.
    private static func knownNames(asIn text: String) -> [String] {
        guard text.contains(where: \.isUppercase), !text.contains(".") else {
            return rows.map(\.name) + rows.compactMap(\.environment)
        }
        return rows.compactMap(\.environment) + ForeignSetting.all.map(\.name) + rows.map(\.name)
    }
}

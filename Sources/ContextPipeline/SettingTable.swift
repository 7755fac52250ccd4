/// All settings, a row each: the only place where their names stand.
public enum SettingTable {
    /// The rows, in the order they are shown.
    public static let rows: [Setting] = counting + limits + thresholds

    /// The row of an axis or environment name, if there is one.
    public static subscript(name: String) -> Setting? { rows.first { $0.isCalled(name) } }

    private static let counting = [
        Setting(
            name: "counter", environment: nil,
            meaning: "what counts the tokens of a text", document: "002",
            form: .choice(\.configuration.counter)),
        Setting(
            name: "image.rule", environment: "ENABLE_DYNAMIC_IMAGE_TOKENS",
            meaning: "how pictures count", document: "002",
            form: .choice(
                \.configuration.images.rule, also: ["true": .dynamic, "false": .fixed])),
        Setting(
            name: "image.base", environment: "BASE_IMAGE_TOKENS",
            meaning: "tokens of a picture before its description (dynamic rule)",
            document: "002",
            form: .integer(\.configuration.images.base, in: 0...1_000_000, unit: "tokens")),
        Setting(
            name: "image.perCharacter", environment: "IMAGE_TOKENS_PER_CHAR",
            meaning: "tokens for each character of a picture's description (dynamic rule)",
            document: "002",
            form: .millionths(
                \.configuration.images.perCharacterMillionths, in: 0...1_000_000_000,
                range: "tokens from 0 to 1000")),
        Setting(
            name: "image.fixed", environment: "FIXED_IMAGE_TOKENS",
            meaning: "tokens of a picture (fixed rule)", document: "003",
            form: .integer(\.configuration.images.fixed, in: 0...1_000_000, unit: "tokens")),
        Setting(
            name: "cache.count", environment: nil,
            meaning: "whether counts of messages are remembered; off counts all afresh",
            document: nil, form: .toggle(\.configuration.countCache.isOn)),
        Setting(
            name: "cache.count.entries", environment: "TIKTOKEN_CACHE_SIZE",
            meaning: "how many messages' counts are remembered", document: "002",
            form: .integer(
                \.configuration.countCache.entries, in: 0...10_000_000, unit: "messages")),
        Setting(
            name: "cache.count.bytes", environment: nil,
            meaning: "how much memory remembered messages may take", document: nil,
            form: .integer(
                \.configuration.countCache.bytes, in: 0...1_099_511_627_776, unit: "bytes")),
    ]

    private static let limits = [
        Setting(
            name: "context.limit", environment: "REAL_TEXT_MODEL_TOKENS",
            meaning: "the context limit of the text model", document: "002",
            form: .integer(\.configuration.contextLimit, in: 1...1_000_000_000, unit: "tokens")),
        Setting(
            name: "context.visionLimit", environment: "REAL_VISION_MODEL_TOKENS",
            meaning: "the context limit of the vision model", document: "002",
            form: .integer(\.configuration.visionLimit, in: 1...1_000_000_000, unit: "tokens")),
        Setting(
            name: "context.reservedOutput", environment: "RESERVED_OUTPUT_TOKENS",
            meaning: "tokens kept free for the answer where a request has no max_tokens",
            document: nil,
            form: .integer(\.configuration.reservedOutput, in: 0...1_000_000_000, unit: "tokens")),
    ]

    private static let thresholds = [
        Setting(
            name: "risk.caution", environment: "CONDENSATION_CAUTION_THRESHOLD",
            meaning: "the share of the limit from which caution is due", document: "002",
            form: .millionths(\.caution, in: 1...999_998, range: thresholdRange)),
        Setting(
            name: "risk.warning", environment: "CONDENSATION_WARNING_THRESHOLD",
            meaning: "the share of the limit from which light condensation is due",
            document: "002",
            form: .millionths(\.warning, in: 2...999_999, range: thresholdRange)),
        Setting(
            name: "risk.critical", environment: "CONDENSATION_CRITICAL_THRESHOLD",
            meaning: "the share of the limit from which aggressive condensation is due",
            document: "002",
            form: .millionths(\.critical, in: 3...1_000_000, range: thresholdRange)),
    ]

    private static let thresholdRange = "a share of the limit, 0 < caution < warning < critical ≤ 1"
}

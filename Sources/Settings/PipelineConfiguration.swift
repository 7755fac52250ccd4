public import ContextModel
import Caching
public import TokenAccounting

/// Everything that decides on what the pipeline does with a request.
///
/// Defaults stand in `.standard` and nowhere else; settings as text go through `SettingTable`.
public struct PipelineConfiguration: Hashable, Sendable {
    /// What counts the tokens of a text.
    public var counter = CounterName.cl100kBase
    /// How pictures count.
    public var images = ImageSettings()
    /// Whether counts are remembered, and how many.
    public var countCache = CountCacheSettings()
    /// The context limit of the text model, in tokens.
    public var contextLimit = 200_000
    /// The context limit of the vision model, in tokens.
    public var visionLimit = 65_536
    /// Tokens kept free for the answer where a request does not say how many it may have.
    public var reservedOutput = 0
    /// From which shares of the limit on a request is at risk.
    public var thresholds = RiskThresholds.standard
    /// What is done about a context that grows too large.
    public var management = Management.chunked
    /// When and how messages are condensed.
    public var condensation = CondensationSettings()
    /// When and how sessions are compacted, if compaction is the policy.
    public var compaction = CompactionSettings()
    /// How a history is cut into chunks, and what is remembered of them.
    public var chunks = ChunkSettings()
    /// What is remembered of analyses and condensations.
    public var caches = ContextCacheSettings()
    /// Whether and how the texts that are sent are compressed.
    public var compression = CompressionPolicy()
    /// The documented system's other settings.
    public var documented = DocumentedSettings()

    /// The documented defaults.
    public static let standard = PipelineConfiguration()

    /// The documented defaults, to be changed.
    public init() {}
}

/// The counters that can be chosen; the shell makes the one that is named.
public enum CounterName: String, Hashable, Sendable, CaseIterable {
    /// Exact, the published tokenisation of that name.
    case cl100kBase = "cl100k_base"
    /// Exact, the published tokenisation of that name.
    case o200kBase = "o200k_base"
    /// An estimate: four characters a token.
    case characters4 = "characters/4"
    /// An estimate: three and a half characters a token.
    case characters3_5 = "characters/3.5"
    /// An estimate: 3.8 characters a token, as the tiers REASONING and CODING of doc 004 have it.
    case characters3_8 = "characters/3.8"

    /// Whether it counts a published tokenisation, not an estimate.
    public var isExact: Bool { self == .cl100kBase || self == .o200kBase }
}

/// How pictures count: a rule, and the numbers of the rules that have any.
public struct ImageSettings: Hashable, Sendable {
    /// The rules that can be chosen.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// A base and a rate for each character of the description.
        case dynamic
        /// The same for every picture.
        case fixed
        /// OpenAI's published rule by size.
        case openAITiles = "openai-tiles"
        /// Anthropic's published rule by size.
        case anthropicArea = "anthropic-area"
    }

    /// The rule.
    public var rule = Rule.dynamic
    /// Tokens of a picture before its description, by the dynamic rule.
    public var base = 85
    /// Tokens for each character of the description, by the dynamic rule, exact.
    public var perCharacter = Share(millionths: 250_000)
    /// Whether pictures without a description are described, where there is a describer.
    public var isDescribed = true
    /// Tokens of a picture by the fixed rule.
    public var fixed = 1_000

    /// The documented defaults.
    public init() {}

    /// The rule with its numbers.
    public var imageRule: ImageRule {
        switch rule {
        case .dynamic: .dynamic(base: base, perCharacter: perCharacter)
        case .fixed: .fixed(fixed)
        case .openAITiles: .openAITiles
        case .anthropicArea: .anthropicArea
        }
    }
}

/// Whether counts are remembered, and how many.
public struct CountCacheSettings: Hashable, Sendable {
    /// Whether counts are remembered at all; without, every request is counted anew.
    public var isOn = true
    /// The largest number of messages remembered.
    public var entries = 1_000
    /// The largest memory the remembered messages may take, in bytes.
    public var bytes = 67_108_864

    /// The documented defaults; the bound in bytes is ours.
    public init() {}

    /// An empty memo within the bounds, or nil if nothing is to be remembered.
    public var memo: CountMemo? {
        isOn ? CountMemo(.init(entries: entries, bytes: bytes)) : nil
    }
}

/// The documented system's other settings: what it logs, and what it reports to clients.
public struct DocumentedSettings: Hashable, Sendable {
    /// Whether times of context management are reported to an observer.
    public var logsPerformance = false
    /// Whether counting is reported to an observer.
    public var logsCounting = false
    /// Whether the work of caches is reported to an observer.
    public var logsCaches = false
    /// Whether everything is reported to an observer.
    public var isDebug = false
    /// The context limit that clients of Anthropic's format believe in, in tokens.
    public var anthropicExpected = 200_000
    /// The context limit that clients of OpenAI's format believe in, in tokens.
    public var openAIExpected = 200_000

    /// The documented defaults.
    public init() {}
}

extension PipelineConfiguration {
    /// A setting given by axis or environment name, with its value as text.
    public typealias Given = (name: String, value: String)

    /// The defaults with some settings changed. What depends on several settings is checked when all
    /// are read, so their order does not matter; of two values for one setting the later holds.
    public init(settings: [Given]) throws(SettingError) {
        self = .standard
        try apply(settings)
    }

    /// Changes some settings, all or, if one is refused, none.
    public mutating func apply(_ settings: [Given]) throws(SettingError) {
        var values = SettingValues(self)
        for given in settings {
            _ = try values.set(given.name, to: given.value)
        }
        self = try values.checked()
    }

    /// The value of a setting, by axis or environment name.
    public func value(of name: String) throws(SettingError) -> String {
        guard let setting = SettingTable[name] else { throw SettingTable.refusal(of: name) }
        return setting.value(in: self)
    }

    /// All settings by axis name, in the order of the table; reading them back gives this
    /// configuration.
    public var settings: [Given] {
        SettingTable.rows.map { (name: $0.name, value: $0.value(in: self)) }
    }
}

extension SettingValues {
    /// Sets one value and returns the setting it is of.
    mutating func set(_ name: String, to value: String) throws(SettingError) -> Setting {
        guard let setting = SettingTable[name] else { throw SettingTable.refusal(of: name) }
        guard setting.form.write(value, &self) else {
            throw .invalid(name: name, value: value, range: setting.range)
        }
        return setting
    }
}

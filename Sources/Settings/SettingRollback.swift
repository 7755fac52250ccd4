/// A feature that can be taken back alone, with the settings that bring back what was before (doc 003).
public struct SettingRollback: Sendable {
    /// The feature, for people.
    public let feature: String
    /// The settings that take it back.
    public let settings: [PipelineConfiguration.Given]
    /// What happens instead.
    public let instead: String

    /// Whether the feature is taken back in a configuration.
    public func holds(in configuration: PipelineConfiguration) -> Bool {
        var changed = configuration
        guard (try? changed.apply(settings)) != nil else { return false }
        return changed == configuration
    }

    /// The features, in the order in which the documents bring them back one by one.
    public static let all = [
        SettingRollback(
            feature: "exact counting",
            settings: [("ENABLE_ACCURATE_TOKEN_COUNTING", "false")],
            instead: "four characters count as a token"),
        SettingRollback(
            feature: "pictures by description",
            settings: [("ENABLE_DYNAMIC_IMAGE_TOKENS", "false")],
            instead: "each picture counts FIXED_IMAGE_TOKENS (1000)"),
        SettingRollback(
            feature: "condensation",
            settings: [("ENABLE_AI_CONDENSATION", "false")],
            instead: "what does not fit is truncated"),
        SettingRollback(
            feature: "chunks",
            settings: [("ENABLE_CHUNK_BASED_CONDENSATION", "false")],
            instead: "the whole old part is condensed again"),
        SettingRollback(
            feature: "chunks that outlive the process",
            settings: [("ENABLE_CHUNK_PERSISTENCE", "false")],
            instead: "a new process recomputes every summary"),
        SettingRollback(
            feature: "performance logging",
            settings: [("ENABLE_CONTEXT_PERFORMANCE_LOGGING", "false")],
            instead: "no times are logged"),
        SettingRollback(
            feature: "context management as a whole",
            settings: [("management", "legacy")],
            instead: "the oldest messages are dropped, whatever belongs together"),
    ]
}

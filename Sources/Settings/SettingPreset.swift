/// The settings that the documents recommend for a purpose (doc 002, "Best Practices").
public enum SettingPreset: String, Hashable, Sendable, CaseIterable {
    /// Shorter waits, smaller requests, larger caches.
    case highTraffic = "high-traffic"
    /// Exact counting, higher quality of summaries.
    case accuracy
    /// Everything logged, thresholds that short conversations reach.
    case development

    /// The settings, in the order of the document.
    public var settings: [PipelineConfiguration.Given] {
        switch self {
        case .highTraffic:
            [
                ("CONDENSATION_TIMEOUT", "15"), ("CONDENSATION_MAX_MESSAGES", "5"),
                ("CONTEXT_CACHE_SIZE", "200"), ("TIKTOKEN_CACHE_SIZE", "2000"),
                ("ENABLE_CONTEXT_PERFORMANCE_LOGGING", "false"),
            ]
        case .accuracy:
            [
                ("ENABLE_ACCURATE_TOKEN_COUNTING", "true"), ("ENABLE_DYNAMIC_IMAGE_TOKENS", "true"),
                ("CONDENSATION_QUALITY_THRESHOLD", "0.9"),
                ("ENABLE_CONVERSATION_FLOW_PRESERVATION", "true"),
            ]
        case .development:
            [
                ("ENABLE_CONTEXT_PERFORMANCE_LOGGING", "true"),
                ("ENABLE_TOKEN_COUNTING_LOGGING", "true"), ("CACHE_ENABLE_LOGGING", "true"),
                ("DEBUG", "true"), ("CONDENSATION_CAUTION_THRESHOLD", "0.30"),
                ("CONDENSATION_WARNING_THRESHOLD", "0.50"),
                ("CONDENSATION_CRITICAL_THRESHOLD", "0.70"),
            ]
        }
    }
}

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

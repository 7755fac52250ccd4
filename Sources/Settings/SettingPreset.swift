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

extension SettingTable {
    static let caches = [
        Setting(
            "cache.context",
            "whether analyses and summaries are remembered",
            .toggle(\.configuration.caches.isOn)),
        Setting(
            "cache.context.entries", env: "CONTEXT_CACHE_SIZE", doc: "002",
            "how many analyses, and how many summaries, are remembered",
            .integer(\.configuration.caches.entries, in: 0...10_000_000, unit: "entries")),
        Setting(
            "cache.context.bytes",
            "how much memory remembered analyses, and summaries, may take",
            .integer(\.configuration.caches.bytes, in: 0...mostBytes, unit: "bytes")),
        Setting(
            "cache.analysis.lifetime", env: "CONTEXT_ANALYSIS_CACHE_TTL", doc: "002",
            "how long an analysis is served",
            .time(\.configuration.caches.analysisLifetime, in: 0...mostSeconds, .seconds)),
        Setting(
            "cache.condensation.lifetime", env: "CONDENSATION_CACHE_TTL", doc: "002",
            "how long a summary is served",
            .time(\.configuration.caches.condensationLifetime, in: 0...mostSeconds, .seconds)),
        Setting(
            "cache.cleanupInterval", env: "CACHE_CLEANUP_INTERVAL", doc: "002",
            "how often what is too old is cleaned out",
            .time(\.configuration.caches.cleanupInterval, in: 1...mostSeconds, .seconds)),
        Setting(
            "cache.folder", env: "CACHE_FOLDER", doc: "000",
            "the folder of summaries and descriptions that outlive the process, for `winnow condense` and "
                + "`compact` where --cache names none; chunks.persistent=off keeps none",
            .path(\.configuration.caches.folder)),
        Setting(
            "cache.scope",
            "who shares remembered summaries: session for nobody; any other name (shared, a team's) "
                + "for all sessions given that name, which lets one find out that another sent the "
                + "same messages",
            .label(\.configuration.caches.scope)),
        Setting(
            "analysis.batchSize", env: "CONTEXT_ANALYSIS_BATCH_SIZE", doc: "002",
            "how many conversations are analysed at once when many are managed",
            .integer(\.configuration.caches.batchSize, in: 1...10_000, unit: "conversations")),
    ]

    static let logging = [
        Setting(
            "log.performance", env: "ENABLE_CONTEXT_PERFORMANCE_LOGGING", doc: "002",
            "whether times of requests and stages are logged" + observed,
            .toggle(\.configuration.documented.logsPerformance)),
        Setting(
            "log.counting", env: "ENABLE_TOKEN_COUNTING_LOGGING", doc: "002",
            "whether counts, and how they were found, are logged" + observed,
            .toggle(\.configuration.documented.logsCounting)),
        Setting(
            "log.caches", env: "CACHE_ENABLE_LOGGING", doc: "000",
            "whether look-ups of caches and stores are logged" + observed,
            .toggle(\.configuration.documented.logsCaches)),
        Setting(
            "log.debug", env: "DEBUG", doc: "002",
            "whether all of that is logged, with the reasons for each decision" + observed,
            .toggle(\.configuration.documented.isDebug)),
    ]

    /// Who is told: a replay's figures would be of the telling.
    private static let observed =
        ": on standard error by `winnow condense`, to the library's observer; never by `winnow run`"
}

extension SettingTable {
    static let chunks = [
        Setting(
            "chunks.enabled", env: "ENABLE_CHUNK_BASED_CONDENSATION", doc: "000",
            "whether chunks are tracked, so that each is condensed once",
            .toggle(\.configuration.chunks.isOn)),
        Setting(
            "chunks.chunker", "what cuts a history into chunks",
            .choice(\.configuration.chunks.chunker)),
        Setting(
            "chunks.size", env: "CHUNK_SIZE_MESSAGES", doc: "000",
            "the most messages of a chunk, condensation.maximumMessages at most; a longer tool exchange is a "
                + "chunk of its own",
            .integer(\.configuration.chunks.size, in: 1...10_000, unit: "messages")),
        Setting(
            "chunks.tokens", env: "CHUNK_MAX_TOKENS", doc: "000",
            "the most tokens of a chunk; a larger message is a chunk of its own",
            .integer(
                \.configuration.chunks.maximumTokens, in: 1...1_000_000_000, unit: "tokens")),
        Setting(
            "chunks.merging", doc: "000",
            "below which share of its bounds an adaptive or learned chunk goes on over a boundary; 0 merges "
                + "none; without effect on fixed chunks",
            .integer(\.configuration.chunks.mergesBelowPercent, in: 0...100, unit: "percent")),
        Setting(
            "chunks.density", doc: "000",
            "whether dense messages (code, numbers) count more against chunks.tokens, so that their chunks "
                + "are smaller",
            .toggle(\.configuration.chunks.weighsDensity)),
        Setting(
            "chunks.overlap", env: "CHUNK_OVERLAP_MESSAGES", doc: "000",
            "the messages before a chunk that the summariser sees beside it",
            .integer(
                \.configuration.chunks.overlap, in: 0...9_999, unit: "messages",
                note: ", less than chunks.size")),
        Setting(
            "chunks.strategy", env: "CHUNK_CONDENSATION_STRATEGY", doc: "000",
            "how chunks are condensed; auto: as condensation.strategy says where that is not the default, else "
                + "key points where tools make up most of a chunk, and a summary where not",
            .choice(\.configuration.chunks.strategy)),
        Setting(
            "chunks.relevance", doc: "000",
            "how much relevance to the user's last turn counts beside age when chunks are chosen: 0 takes the "
                + "oldest, 1 what has least to do with that turn; a choice that changes from turn to turn "
                + "costs the provider's prompt cache",
            .share(
                \.configuration.chunks.relevance, in: 0...1_000_000,
                range: "a share from 0 to 1")),
        Setting(
            "chunks.skipCondensed", env: "SKIP_CONDENSED_CHUNKS", doc: "000",
            "whether what was condensed is used again",
            .toggle(\.configuration.chunks.skipsCondensed)),
        Setting(
            "chunks.ageThreshold", env: "CHUNK_AGE_THRESHOLD", doc: "000",
            "how old a summary may be before it is made again",
            .time(\.configuration.chunks.ageThreshold, in: 0...mostSeconds, .seconds)),
        Setting(
            "chunks.lifetime", env: "CHUNK_CACHE_TTL", doc: "000",
            "how long the record of a chunk is kept",
            .time(\.configuration.chunks.lifetime, in: 0...mostSeconds, .seconds)),
        Setting(
            "chunks.cache.entries", env: "CHUNK_CACHE_SIZE", doc: "000",
            "how many chunks are kept in memory",
            .integer(\.configuration.chunks.cacheEntries, in: 0...10_000_000, unit: "chunks")),
        Setting(
            "chunks.cache.bytes", "how much memory chunks may take",
            .integer(\.configuration.chunks.cacheBytes, in: 0...mostBytes, unit: "bytes")),
        Setting(
            "chunks.persistent", env: "ENABLE_CHUNK_PERSISTENCE", doc: "000",
            "whether summaries and descriptions of pictures outlive the process, in the folder that cache.folder or --cache names; "
                + "`winnow run` begins every cell without any",
            .toggle(\.configuration.chunks.isPersistent)),
        Setting(
            "chunks.compression", doc: "000",
            "whether what outlives the process is compressed where that is shorter; either is read",
            .toggle(\.configuration.chunks.isCompressed)),
        Setting(
            "chunks.mapping", doc: "000",
            "whether the file of what outlives the process is mapped into memory, not read",
            .toggle(\.configuration.chunks.isMapped)),
    ]

    /// Ten years.
    static let mostSeconds = 315_360_000
}

import Compression

extension SettingTable {
    static let compression = [
        Setting(
            "compression.mode", doc: "001",
            "how phrases become symbols: not at all, one dictionary for a conversation, or a new one for "
                + "each request; needs an exact counter",
            .choice(\.configuration.compression.mode)),
        Setting(
            "compression.contents", doc: "001", "which texts compression may touch",
            .choice(\.configuration.compression.contents)),
        Setting(
            "compression.enabled", env: "conversation_compression.enabled", doc: "001",
            "whether conversations keep their dictionary; off: each request is compressed by itself, as "
                + "with compression.mode=request",
            .toggle(\.configuration.compression.conversation.isEnabled)),
        Setting(
            "compression.conversations", env: "conversation_compression.max_conversations",
            doc: "001", "the most conversations that are remembered",
            .integer(
                \.configuration.compression.conversation.maximumConversations, in: 1...10_000_000,
                unit: "conversations")),
        Setting(
            "compression.cleanup", env: "conversation_compression.cleanup_interval", doc: "001",
            "after how many seconds conversations that rest are forgotten",
            .time(
                \.configuration.compression.conversation.cleanupInterval, in: 1...mostSeconds,
                .seconds)),
        Setting(
            "compression.minimumEfficiency", env: "conversation_compression.min_net_efficiency",
            doc: "001", "the share of a request's tokens that must be saved for new rules",
            .share(
                \.configuration.compression.conversation.minimumEfficiency, in: 0...1_000_000,
                range: "a share from 0 to 1")),
        Setting(
            "compression.trendWindow", env: "conversation_compression.efficiency_trend_window",
            doc: "001", "how many turns a trend is of",
            .integer(
                \.configuration.compression.conversation.trendWindow, in: 1...1_000, unit: "turns")
        ),
        Setting(
            "compression.longConversation",
            env: "conversation_compression.long_conversation_threshold", doc: "001",
            "after how many turns a conversation is long",
            .integer(
                \.configuration.compression.conversation.longConversation, in: 1...1_000_000,
                unit: "turns")),
        Setting(
            "compression.longMinimumEfficiency",
            env: "conversation_compression.long_conversation_min_efficiency", doc: "001",
            "the share that must be saved for new rules in a long conversation, which must not decline, "
                + "either",
            .share(
                \.configuration.compression.conversation.longMinimumEfficiency, in: 0...1_000_000,
                range: "a share from 0 to 1")),
        Setting(
            "compression.force", env: "conversation_compression.force_compression", doc: "001",
            "whether rules are added however little they save",
            .toggle(\.configuration.compression.conversation.isForced)),
        Setting(
            "compression.minimumCharacters", env: "conversation_compression.min_characters",
            doc: "001", "fewer characters of new text than this bring no new rules",
            .integer(
                \.configuration.compression.conversation.limits.minimumCharacters,
                in: 0...1_000_000_000, unit: "characters")),
        Setting(
            "compression.passes", doc: "001",
            "how often what is left of a turn is mined again: more saves a little and takes longer",
            .integer(
                \.configuration.compression.conversation.limits.miningPasses, in: 1...10,
                unit: "passes")),
    ]
}

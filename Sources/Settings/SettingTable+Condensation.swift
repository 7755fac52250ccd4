extension SettingTable {
    static let condensation = [
        Setting(
            "management", isProminent: true,
            "what is done about a context that grows too large",
            .choice(\.configuration.management)),
        Setting(
            "condensation.enabled", env: "ENABLE_AI_CONDENSATION", doc: "002",
            "whether messages are condensed; off truncates what does not fit",
            .toggle(\.configuration.condensation.isOn)),
        Setting(
            "condensation.strategy", env: "CONDENSATION_DEFAULT_STRATEGY", doc: "002",
            isProminent: true, "how messages are condensed",
            .choice(\.configuration.condensation.strategy)),
        Setting(
            "condensation.summarizer", isProminent: true, "what answers requests for summaries",
            .choice(\.configuration.condensation.summarizer)),
        Setting(
            "condensation.faults.rate",
            "the share of the requests for which the faulty summarizer fails",
            .share(
                \.configuration.condensation.faultRate, in: 0...1_000_000,
                range: "a share from 0 to 1")),
        Setting(
            "condensation.faults.transient",
            "whether each call of the faulty summarizer fails by itself; off fails the same request always",
            .toggle(\.configuration.condensation.hasTransientFaults)),
        Setting(
            "condensation.minimumMessages", env: "CONDENSATION_MIN_MESSAGES", doc: "002",
            "the fewest messages that are worth condensing",
            .integer(
                \.configuration.condensation.minimumMessages, in: 1...10_000, unit: "messages",
                note: ", not above condensation.maximumMessages")),
        Setting(
            "condensation.maximumMessages", env: "CONDENSATION_MAX_MESSAGES", doc: "002",
            "the most messages of one request for a summary; a tool call and its results stay together",
            .integer(
                \.configuration.condensation.maximumMessages, in: 1...10_000, unit: "messages")),
        Setting(
            "condensation.lightTarget", doc: "002",
            "the share of the limit that light condensation aims below",
            .share(
                \.configuration.condensation.lightTarget, in: 2...1_000_000,
                range: targetRange)),
        Setting(
            "condensation.aggressiveTarget", doc: "002",
            "the share of the limit that aggressive condensation aims below",
            .share(
                \.configuration.condensation.aggressiveTarget, in: 1...999_999,
                range: targetRange)),
        Setting(
            "condensation.keptMessages",
            "the last messages that are never condensed",
            .integer(
                \.configuration.condensation.keptMessages, in: 0...10_000, unit: "messages")),
        Setting(
            "condensation.customKeptMessages", doc: "002",
            "the last messages that the custom strategy keeps",
            .integer(
                \.configuration.condensation.customKeptMessages, in: 0...10_000, unit: "messages")),
    ]

    static let summaries = [
        Setting(
            "condensation.lengthRatio", doc: "002",
            "the most tokens of a summary as a share of what it stands for",
            .share(
                \.configuration.condensation.lengthRatio, in: 1...1_000_000,
                range: "a share above 0, up to 1")),
        Setting(
            "condensation.timeout", env: "CONDENSATION_TIMEOUT", doc: "002",
            "how long one request for a summary may take",
            .time(\.configuration.condensation.timeout, in: 1...86_400, .seconds)),
        Setting(
            "condensation.processingTime", env: "MAX_CONTEXT_PROCESSING_TIME", doc: "002",
            "how long the summaries of one request may take together",
            .time(
                \.configuration.condensation.processingTime, in: 1...86_400_000, .milliseconds)),
        Setting(
            "condensation.parallelRequests", env: "CONDENSATION_PARALLEL_REQUESTS", doc: "002",
            "how many requests for summaries are under way at once",
            .integer(
                \.configuration.condensation.parallelRequests, in: 1...64, unit: "requests")),
        Setting(
            "condensation.qualityThreshold", env: "CONDENSATION_QUALITY_THRESHOLD", doc: "002",
            "the least mean quality of a step's summaries; below it the next step is tried, and the one that "
                + "keeps most is marked",
            .share(
                \.configuration.condensation.qualityThreshold, in: 0...1_000_000,
                range: "a score from 0 to 1")),
        Setting(
            "condensation.preservation", env: "MIN_PRESERVATION_RATIO", doc: "002",
            "the least share of weighted facts that has to stay visible, with the same consequence",
            .share(
                \.configuration.condensation.preservation, in: 0...1_000_000,
                range: "a share from 0 to 1")),
        Setting(
            "condensation.flow", env: "ENABLE_CONVERSATION_FLOW_PRESERVATION", doc: "002",
            "whether what is condensed ends where a turn of the user's begins, if that is near",
            .toggle(\.configuration.condensation.preservesFlow)),
    ]

    private static let targetRange = "a share of the limit, 0 < aggressive < light ≤ 1"
}

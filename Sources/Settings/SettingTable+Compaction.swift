import Stages

extension SettingTable {
    static let compaction = [
        Setting(
            "compaction.tier", doc: "004",
            "the tier whose limit holds where management is compaction; a smaller context.limit wins",
            .choice(\.configuration.compaction.tier)),
        Setting(
            "compaction.threshold", doc: "004",
            "the share of that limit from which on messages are compacted, whatever the risk level",
            .share(
                \.configuration.compaction.policy.threshold, in: 1...1_000_000,
                range: "a share above 0, up to 1")),
        Setting(
            "compaction.keepRecent", doc: "004",
            "the last messages that compaction keeps; halved while the context stays too large",
            .integer(\.configuration.compaction.policy.keepRecent, in: 0...10_000, unit: "messages")
        ),
        Setting(
            "compaction.outputTokens", doc: "004",
            "the most tokens of the summaries of one compaction; condensation.lengthRatio bounds them, too",
            .integer(
                \.configuration.compaction.policy.outputTokens, in: 8...1_000_000, unit: "tokens")),
        Setting(
            "compaction.task", doc: "004",
            "what summaries are for: the task that the router knows, and what they keep first",
            .choice(\.configuration.compaction.policy.task)),
        Setting(
            "compaction.adaptiveThreshold", doc: "004",
            "whether the threshold leaves room for four more turns like those so far, 50 % to 90 % of "
                + "the limit; compaction.threshold holds before the first turn",
            .toggle(\.configuration.compaction.policy.isAdaptive)),
        Setting(
            "compaction.critical", doc: "004",
            "messages that contain one of these texts stay whole, in any case of the letters a to z",
            .texts(\.configuration.compaction.policy.critical)),
        Setting(
            "compaction.parts", doc: "004",
            "in how many parts the old messages are summarised, condensation.parallelRequests at once",
            .integer(\.configuration.compaction.policy.parts, in: 1...64, unit: "parts")),
    ]
}

extension SettingForm {
    /// A few texts between commas; `none` is none of them. White space around a text is left out.
    static func texts(_ path: Path<[String]>) -> SettingForm {
        SettingForm(range: "none, or up to 20 texts of 2 to 100 bytes between commas") {
            $0[keyPath: path].isEmpty ? "none" : $0[keyPath: path].joined(separator: ",")
        } write: { text, values in
            guard text != "none" else {
                values[keyPath: path] = []
                return true
            }
            let texts = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
                let rest = part.drop { $0.isWhitespace }
                return String(
                    rest.prefix(
                        (rest.lastIndex { !$0.isWhitespace }).map {
                            rest.distance(from: rest.startIndex, to: $0) + 1
                        } ?? 0))
            }
            guard texts.count <= 20, texts.allSatisfy({ (2...100).contains($0.utf8.count) }) else {
                return false
            }
            values[keyPath: path] = texts
            return true
        }
    }
}

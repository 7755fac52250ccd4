import Evaluation

/// A run made by hand that has something to decide: two corpora that want different settings, two
/// windows, two kinds of client, two price rules.
enum DecisionRun {
    static let matrix = """
        name: decide
        axes:
          management: [chunked, full, off]
          context.limit: [8k, 30%]
          price.rule: [anthropic-5m, none]
          price.model: [claude-sonnet-4-5]
          chunks.size: [8, 16]
        """

    /// The settings, each with the tokens it sends of ten and what its prompts cost a token with the
    /// prompt cache, in thousandths of the input price.
    private static let settings: [(policy: String, size: String, sent: Int, price: Int)] = [
        ("chunked", "8", 5, 400), ("chunked", "16", 6, 335), ("full", "8", 3, 900),
        ("off", "8", 10, 150),
    ]

    static var record: RunRecord {
        var results: [CellResult] = []
        for (corpus, count) in [("agent", 24), ("chat", 12)] {
            for limit in ["30%", "8000"] {
                for mode in ReplayMode.allCases {
                    for rule in ["anthropic-5m", "none"] {
                        for setting in settings where mode == .stateless || setting.policy != "off"
                        {
                            let cell = cell(setting.policy, setting.size, corpus, limit, mode, rule)
                            results.append(
                                TinyRun.result(
                                    cell, [], latency: (1...400).map { $0 * 1_000 },
                                    conversations: (0..<count).map {
                                        conversation($0, cell, setting.sent, setting.price)
                                    }))
                        }
                    }
                }
            }
        }
        var record = TinyRun.record(results, matrix: matrix)
        record.description.work.name = "decide"
        return record
    }

    private static func cell(
        _ policy: String, _ size: String, _ corpus: String, _ limit: String, _ mode: ReplayMode,
        _ rule: String
    ) -> Cell {
        TinyRun.cell(
            [
                ("management", policy), ("context.limit", limit), ("price.rule", rule),
                ("price.model", "claude-sonnet-4-5"), ("chunks.size", size),
            ], corpus: corpus, mode: mode)
    }

    /// A conversation of a few hundred thousand tokens; longer ones do not fit when sent whole, and in
    /// the smaller window hardly with any policy.
    private static func conversation(
        _ number: Int, _ cell: Cell, _ sent: Int, _ price: Int
    ) -> ConversationResult {
        let isShort = cell.corpus.name == "chat"
        let isWhole = sent == 10
        let isSmall = cell.configuration.contains { $0.value == "30%" }
        var result = ConversationResult(name: "\(number)")
        result.requests = 20 + number % 5
        result.changed = isWhole ? 0 : 12
        result.notFitting = isWhole ? number % 4 : isSmall && number % 8 == 0 ? 1 : 0
        result.recorded = (isShort ? 40_000 : 300_000) + 10_000 * (number % 7)
        result.sent = result.recorded / 10 * sent
        // A client that keeps its context rewrites it seldom, so that the cache finds most of it again.
        let own = cell.mode == .stateful && !isWhole ? 200 + number % 3 : price
        let cached = isShort ? own / 2 + (sent == 3 ? 0 : 180) : own
        let input: Int64 = 3_000
        result.billUncached = Int64(result.sent) * input
        let isCached = cell.configuration.contains { $0.value == "anthropic-5m" }
        result.bill = isCached ? result.billUncached * Int64(cached) / 1_000 : result.billUncached
        result.billHindsight = result.bill * 9 / 10
        result.referencesNeeded = 200 + number
        let lost = isWhole ? 0 : (10 - sent) * (3 + number % 3)
        result.referencesVisible = result.referencesNeeded - lost
        result.refetches = lost / 4
        result.refetchBill = Int64(lost) * 900_000
        if !isWhole {
            result.counts[.summaries] = 4
            result.counts[.summarizerPriced] = 8_000_000
        }
        return result
    }
}

/// What each conversation of a corpus adds to the sums of its cell: what intervals are made from.
struct ConversationShares {
    /// By metric, in the order of the conversations; one that a metric has no value for adds nothing.
    private(set) var samples: [Metric: [Int64]] = [:]
    private var sums: [Metric: Int64] = [:]
    private var count = 0

    /// Adds a conversation, by the sums after it.
    mutating func add(_ measurements: [Measurement]) {
        for measurement in measurements where measurement.metric.isKeptByConversation {
            guard measurement.label == nil, case .integer(let sum) = measurement.value else {
                continue
            }
            let metric = measurement.metric
            // What begins to be measured late added nothing before.
            if samples[metric] == nil { samples[metric] = Array(repeating: 0, count: count) }
            samples[metric]?.append(sum - (sums[metric] ?? 0))
            sums[metric] = sum
        }
        count += 1
    }
}

extension Metric {
    /// Whether what each conversation adds is kept beside the sum.
    var isKeptByConversation: Bool {
        switch self {
        case .requests, .tokensIn, .tokensExact, .tokensOut, .tokensSaved, .tokensSavedNet,
            .summaries, .summariesAvoided, .summariesDegraded, .operations, .operationsAvoided,
            .countCacheHits, .countCacheMisses, .compactions, .compactionBefore, .compactionAfter,
            .compactionCost, .compressionOriginal, .compressionCompressed, .compressionDecoder,
            .costPlain, .costCached, .costBest, .instructions, .cpuTime:
            true
        default: false
        }
    }
}

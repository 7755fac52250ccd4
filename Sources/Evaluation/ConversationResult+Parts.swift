/// A part of a metric that is split by a label.
package struct MetricPart: Hashable, Sendable {
    /// The metric.
    package var metric: Metric
    /// The label.
    package var label: String

    /// A part.
    package init(_ metric: Metric, _ label: String) {
        self.metric = metric
        self.label = label
    }
}

extension ConversationResult {
    /// The metrics that are counts of the record, besides its fields.
    package static let countMetrics: Set<Metric> = [
        .tokensIn, .tokensExact, .missedOverflows, .falseOverflows, .operations,
        .operationsReused, .operationsAvoided, .countCacheHits, .countCacheMisses, .summaries,
        .summariesAvoided, .summariesDegraded, .qualityBelow, .qualitySum, .qualityJudged,
        .preservationSum, .preservationJudged, .compactions, .compactionBefore,
        .compactionAfter, .compactionCost, .compressionOriginal, .compressionCompressed,
        .compressionDecoder, .summarizerPriced, .contentTokens, .contentError,
    ]

    /// The value of a part of a metric that is split by a label; nil if it was not measured.
    package func value(of metric: Metric, label: String) -> Int64? {
        parts[MetricPart(metric, label)]
    }
}

extension Metric {
    /// The labels by which a metric is split in the record of a conversation; empty for one that is
    /// whole there, or not in it.
    package var partLabels: [String] {
        switch self {
        case .compressionPhrases, .compressionPrefix: ["compared", "kept"]
        case .compressionBytes: ["all", "new"]
        case .compressionNet: CompressionLabel.nets.map(\.label)
        case .compressionTurns: CompressionLabel.turnParts
        case .compactionReduction: (0..<10).map(CompressionLabel.reduction)
        case .referencesNaive: NaiveComparison.labels
        default: []
        }
    }
}

/// What one conversation did in one cell: exact, additive, and the unit of every sum, decision and
/// interval.
///
/// All tokens are exact counts by the cell's published encoding (by the reference encoding where the
/// cell's own counter estimates), pictures by the cell's rule. Two identities hold for every
/// conversation: `recorded == sent + saved`, and `sent == uncached + read + written`.
package struct ConversationResult: Hashable, Sendable {
    /// The conversation's name: its id in the recording, else the file and record it was read from.
    package var name: String

    /// Requests made.
    package var requests = 0
    /// Requests that were changed before they were sent.
    package var changed = 0
    /// Requests whose final tokens and reserved output exceed the limit.
    package var notFitting = 0
    /// Requests that a provider would refuse although it would not refuse the recorded one.
    package var rejected = 0

    /// Tokens of all requests as the recording makes them: what doing nothing would send, in both
    /// client modes.
    package var recorded = 0
    /// Tokens of all requests as they were sent, after every stage, compression included.
    package var sent = 0
    /// Tokens sent that the provider's prompt cache neither had nor took.
    package var uncached = 0
    /// Tokens sent that the provider's prompt cache had.
    package var cacheRead = 0
    /// Tokens sent that were written to the provider's prompt cache for a fee.
    package var cacheWritten = 0
    /// Tokens that a summariser model read and wrote; 0 for the embedded extract.
    package var summarizer = 0

    /// What all prompts cost with the provider's prompt cache, summariser calls included, in
    /// nano-dollars. Requests over the limit are priced as if they were served.
    package var bill: Int64 = 0
    /// The same without any prompt cache.
    package var billUncached: Int64 = 0
    /// The least bill in hindsight; never above `bill`.
    package var billHindsight: Int64 = 0
    /// What the recorded answers cost: the same under every policy, and in no comparison.
    package var answers: Int64 = 0

    /// Uses, in recorded answers, of identifiers that were first seen before the last exchange. The
    /// same for every policy.
    package var referencesNeeded = 0
    /// Uses whose identifier stands in the context that was sent for the answer.
    package var referencesVisible = 0
    /// Uses whose identifier does not, but which a placeholder with a content hash can bring back.
    package var referencesRecoverable = 0

    /// Extra requests to recall what a placeholder stands for.
    package var recalls = 0
    /// Extra requests to repeat a call whose result was removed.
    package var refetches = 0
    /// Uses of what the user or the model alone said and no call can bring back.
    package var unfetchable = 0
    /// Tokens put back by recalls and refetches.
    package var refetchTokens = 0
    /// What recalls and refetches would cost, in nano-dollars.
    package var refetchBill: Int64 = 0

    /// Further additive figures of class D, by metric.
    package var counts: [Metric: Int64] = [:]
    /// Further additive figures of class D that are split by a label (`compression.phrases.kept`).
    package var parts: [MetricPart: Int64] = [:]

    /// A conversation with nothing measured.
    package init(name: String) { self.name = name }

    /// Tokens that were not sent.
    package var saved: Int { recorded - sent }
    /// Tokens that were not sent, less those that a summariser model read and wrote.
    package var savedNet: Int { saved - summarizer }
    /// Uses whose identifier was neither visible nor recoverable.
    package var referencesLost: Int {
        referencesNeeded - referencesVisible - referencesRecoverable
    }
    /// The bill with the refetch forecast: what decides.
    package var expectedBill: Int64 { bill + refetchBill }
}

extension ConversationResult {
    /// The value of an additive metric; nil if it was not measured.
    package func value(of metric: Metric) -> Int64? {
        if let field = Self.fields[metric] { return field(self) }
        return counts[metric]
    }

    /// The metrics that are fields of the record, in the order they are shown.
    package static let fieldMetrics: [Metric] = [
        .requests, .requestsChanged, .requestsNotFitting, .requestsRejected, .tokensRecorded,
        .tokensSent, .tokensSaved, .tokensSavedNet, .promptUncached, .promptRead, .promptWritten,
        .summarizerTokens, .bill, .billUncached, .billHindsight, .billRefetch, .billExpected,
        .billAnswers, .referencesNeeded, .referencesVisible, .referencesRecoverable,
        .referencesLost, .refetchRecalls, .refetchCalls, .refetchUnfetchable, .refetchTokens,
    ]

    private static let fields: [Metric: @Sendable (Self) -> Int64] = [
        .requests: { Int64($0.requests) },
        .requestsChanged: { Int64($0.changed) },
        .requestsNotFitting: { Int64($0.notFitting) },
        .requestsRejected: { Int64($0.rejected) },
        .tokensRecorded: { Int64($0.recorded) },
        .tokensSent: { Int64($0.sent) },
        .tokensSaved: { Int64($0.saved) },
        .tokensSavedNet: { Int64($0.savedNet) },
        .promptUncached: { Int64($0.uncached) },
        .promptRead: { Int64($0.cacheRead) },
        .promptWritten: { Int64($0.cacheWritten) },
        .summarizerTokens: { Int64($0.summarizer) },
        .bill: { $0.bill },
        .billUncached: { $0.billUncached },
        .billHindsight: { $0.billHindsight },
        .billRefetch: { $0.refetchBill },
        .billExpected: { $0.expectedBill },
        .billAnswers: { $0.answers },
        .referencesNeeded: { Int64($0.referencesNeeded) },
        .referencesVisible: { Int64($0.referencesVisible) },
        .referencesRecoverable: { Int64($0.referencesRecoverable) },
        .referencesLost: { Int64($0.referencesLost) },
        .refetchRecalls: { Int64($0.recalls) },
        .refetchCalls: { Int64($0.refetches) },
        .refetchUnfetchable: { Int64($0.unfetchable) },
        .refetchTokens: { Int64($0.refetchTokens) },
    ]
}

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

/// A conversation of a corpus: what comparisons pair by, and intervals resample.
package struct ConversationID: Hashable, Comparable, Sendable {
    /// The hash of the corpus.
    package let corpus: String
    /// Its place in the corpus, from 0.
    package let number: Int

    /// A conversation.
    package init(corpus: String, number: Int) {
        self.corpus = corpus
        self.number = number
    }

    /// By corpus, then by place.
    package static func < (one: Self, other: Self) -> Bool {
        (one.corpus, one.number) < (other.corpus, other.number)
    }
}

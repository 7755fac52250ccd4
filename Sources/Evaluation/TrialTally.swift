internal import Caching
internal import ContextModel
internal import ContextPipeline
internal import TokenAccounting

/// What the pipeline did for the requests of one conversation.
struct RequestTally {
    /// Whether compaction is how the context is managed: its figures are told then, and only then.
    let measuresCompaction: Bool
    private(set) var levels: [RiskLevel] = []
    private(set) var latencies: [Int64] = []
    private(set) var work = CountingWork()
    private(set) var stages = StageTally()
    /// What compression did; nil where there is none.
    private(set) var compression: CompressionTally?

    /// A conversation without requests.
    init(measuresCompaction: Bool) { self.measuresCompaction = measuresCompaction }

    mutating func add(_ outcome: ContextOutcome, nanoseconds: Int64) {
        levels.append(outcome.risk.level)
        latencies.append(nanoseconds)
        work += outcome.work
        stages.add(outcome)
        addCompression(outcome)
    }

    private mutating func addCompression(_ outcome: ContextOutcome) {
        guard outcome.compression != nil else { return }
        var tally = compression ?? CompressionTally()
        tally.add(outcome)
        compression = tally
    }

    /// The additive figures of class D of the conversation.
    var counts: [Metric: Int64] {
        var counts: [Metric: Int] = [
            .operations: work.counted, .operationsReused: work.reused,
            .operationsAvoided: work.remembered + work.reused, .countCacheHits: work.remembered,
            .countCacheMisses: work.misses,
            .summaries: stages.requests.uncached + stages.requests.degraded,
            .summariesAvoided: stages.requests.cached, .summariesDegraded: stages.requests.degraded,
            .qualityBelow: stages.belowQuality, .qualitySum: stages.quality,
            .qualityJudged: stages.judged,
        ]
        if measuresCompaction { counts.merge(stages.compactions.counts) { _, own in own } }
        if let compression { counts.merge(compression.counts) { _, own in own } }
        return counts.mapValues { Int64($0) }
    }

    /// The additive figures of class D that are split by labels.
    var parts: [MetricPart: Int64] {
        (compression?.parts ?? [:])
            .merging(measuresCompaction ? stages.compactions.parts : [:]) { _, own in own }
    }
}

/// The sums of a trial, besides what conversations add up to.
struct TrialTally {
    private(set) var effort = Effort()
    /// CPU time of each conversation, in the order of the corpus.
    private(set) var conversationTimes: [Int64] = []
    /// CPU time of taking down, charging and judging what came of requests.
    var bookkeeping: Int64 = 0
    var memory: ContextMemory.Statistics?
    var noise = ProcessNoise()
    /// How requests queued in an open loop; nothing in a closed one.
    var queue = OpenLoop()
    private(set) var compression: CompressionTally?
    private(set) var levels: [RiskLevel: Int] = [:]
    private(set) var stages = StageTally()
    private(set) var evictions = 0
    private(set) var span = Duration.zero
    private(set) var latencies: [Int64] = []
    private(set) var naive = NaiveComparison()
    private(set) var references = ReferenceTally()
    /// A line a request: what the output hash is taken over.
    private(set) var output: [UInt8] = []

    /// Adds what the requests of a conversation took.
    mutating func add(_ effort: Effort) {
        self.effort += effort
        conversationTimes.append(effort.cpu)
    }

    /// Adds what the pipeline did for a conversation that took so long by the virtual clock.
    mutating func add(_ requests: RequestTally, span: Duration) {
        latencies += requests.latencies
        stages += requests.stages
        evictions += requests.work.evictions
        self.span += span
        for level in requests.levels { levels[level, default: 0] += 1 }
        if let compressed = requests.compression {
            compression = compression.map { $0 + compressed } ?? compressed
        }
    }

    /// Adds what a conversation's account holds besides its record.
    mutating func add(_ account: ConversationAccount) {
        naive += account.naive
        references += account.references
        stages.add(preservations: account.preservations)
        for line in account.lines { output += (line + "\n").utf8 }
        output += "\n".utf8
    }
}

internal import ContextModel
internal import ContextPipeline
internal import Pricing
internal import Stages
internal import TokenAccounting

/// What the stages did over many requests.
struct StageTally {
    private(set) var actions: [ContextAction: Int] = [:]
    /// Requests in which a stage tried, whether or not it came to anything.
    private(set) var tried = 0
    /// Requests in which a summary was replaced by the fallback.
    private(set) var degraded = 0
    private(set) var requests = StageTrace.Requests()
    private(set) var belowQuality = 0
    private(set) var quality = 0
    private(set) var judged = 0
    private(set) var coherence = MeanShare()
    private(set) var preservation = 0
    private(set) var preserved = 0
    private(set) var compactions = CompactionTally()
    /// Nanoseconds by stage.
    private(set) var times: [String: Int64] = [:]

    mutating func add(_ outcome: ContextOutcome) {
        actions[outcome.action, default: 0] += 1
        if !outcome.trace.isEmpty { tried += 1 }
        if outcome.trace.contains(where: { $0.requests.degraded > 0 }) { degraded += 1 }
        for entry in outcome.trace { add(entry) }
    }

    mutating func add(preservations: [Share]) {
        preservation += preservations.reduce(0) { $0 + $1.millionths }
        preserved += preservations.count
    }

    private mutating func add(_ entry: StageTrace) {
        requests += entry.requests
        belowQuality += entry.belowQuality
        coherence += entry.coherence
        times[entry.stage, default: 0] += entry.time.wholeNanoseconds
        compactions.add(entry)
        if let mean = entry.quality {
            quality += mean.millionths * entry.requests.count
            judged += entry.requests.count
        }
    }

    static func += (left: inout Self, right: Self) {
        left.actions.merge(right.actions, uniquingKeysWith: +)
        left.tried += right.tried
        left.degraded += right.degraded
        left.requests += right.requests
        left.belowQuality += right.belowQuality
        left.quality += right.quality
        left.judged += right.judged
        left.coherence += right.coherence
        left.preservation += right.preservation
        left.preserved += right.preserved
        left.compactions += right.compactions
        left.times.merge(right.times, uniquingKeysWith: +)
    }
}

/// What compactions took away, and what their calls cost.
struct CompactionTally {
    private(set) var count = 0
    /// Compactions by the tenth of the request that they took away.
    private(set) var reductions = [Int](repeating: 0, count: 10)
    private(set) var before = 0
    private(set) var after = 0
    private(set) var usage = TokenUsage()

    mutating func add(_ entry: StageTrace) {
        guard entry.stage == CompactionStage.stageName else { return }
        // What was asked for and not committed has been paid for, too.
        usage += TokenUsage(input: entry.callsInput, output: entry.callsOutput)
        guard entry.isCompaction, entry.before.value > 0 else { return }
        count += 1
        before += entry.before.value
        after += entry.after.value
        let freed = (entry.before - entry.after).value
        reductions[min(freed * 10 / entry.before.value, 9)] += 1
    }

    static func += (left: inout Self, right: Self) {
        left.count += right.count
        left.before += right.before
        left.after += right.after
        left.usage += right.usage
        for tenth in left.reductions.indices {
            left.reductions[tenth] += right.reductions[tenth]
        }
    }

    /// The additive figures; the price is the shipped one of the model that stands for the summarising
    /// tier, left out where there is none.
    var counts: [Metric: Int] {
        var counts: [Metric: Int] = [
            .compactions: count, .compactionBefore: before, .compactionAfter: after,
        ]
        if let price = try? TaskRouter.standard.price(of: .fast, in: .shipped) {
            counts[.compactionCost] = price.cost(of: usage).nanodollars
        }
        return counts
    }

    /// Compactions by the share that they took away.
    var measurements: [Measurement] {
        reductions.enumerated().map { tenth, count in
            Measurement(
                .compactionReduction, label: CompressionLabel.reduction(tenth),
                .integer(Int64(count)))
        }
    }
}

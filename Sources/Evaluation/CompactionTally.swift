internal import ContextModel
internal import ContextPipeline
internal import Pricing
internal import Stages

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

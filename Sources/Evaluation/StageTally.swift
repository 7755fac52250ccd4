internal import ContextModel
internal import ContextPipeline
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

    mutating func add(preservations: [Int]) {
        preservation += preservations.reduce(0, +)
        preserved += preservations.count
    }

    private mutating func add(_ entry: StageTrace) {
        requests += entry.requests
        belowQuality += entry.belowQuality
        times[entry.stage, default: 0] += entry.time.wholeNanoseconds
        compactions.add(entry)
        if let mean = entry.qualityMillionths {
            quality += mean * entry.requests.count
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
        left.preservation += right.preservation
        left.preserved += right.preserved
        left.compactions += right.compactions
        left.times.merge(right.times, uniquingKeysWith: +)
    }
}

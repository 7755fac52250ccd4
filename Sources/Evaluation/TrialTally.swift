internal import Caching
internal import ContextModel
internal import ContextPipeline
internal import TokenAccounting

/// What the pipeline answered to the requests of one conversation.
struct TrialAnswers {
    private(set) var tokens: [Int] = []
    private(set) var levels: [RiskLevel] = []
    private(set) var latencies: [Int64] = []
    private(set) var work = CountingWork()
    /// How long the conversation took by the virtual clock.
    var span = Duration.zero

    init(capacity: Int) {
        tokens.reserveCapacity(capacity)
        levels.reserveCapacity(capacity)
        latencies.reserveCapacity(capacity)
    }

    mutating func add(_ outcome: ContextOutcome, nanoseconds: Int64) {
        tokens.append(outcome.cost.total.value)
        levels.append(outcome.risk.level)
        latencies.append(nanoseconds)
        work += outcome.work
    }
}

/// The sums of a trial.
struct TrialTally {
    var cpu: Int64 = 0
    var wall: Int64 = 0
    var cache = CacheCounters()
    private(set) var conversations = 0
    private(set) var requests = 0
    private(set) var tokens = 0
    private(set) var exactTokens = 0
    private(set) var levels: [RiskLevel: Int] = [:]
    private(set) var missedOverflows = 0
    private(set) var falseOverflows = 0
    private(set) var work = CountingWork()
    private(set) var span = Duration.zero
    private(set) var latencies: [Int64] = []
    /// A line a request: what the output hash is taken over.
    private(set) var output: [UInt8] = []

    /// Adds a conversation's answers beside what is exact.
    mutating func add(_ answers: TrialAnswers, exact: [Int], limit: Int, _ replay: Replay) {
        conversations += 1
        requests += answers.tokens.count
        latencies += answers.latencies
        work += answers.work
        span += answers.span
        for (request, level) in answers.levels.enumerated() {
            let truth = RiskAssessment(
                tokens: TokenCount(exact[request]),
                reservedOutput: TokenCount(replay.configuration.reservedOutput),
                limit: TokenCount(limit)
            ).level
            tokens += answers.tokens[request]
            exactTokens += exact[request]
            levels[level, default: 0] += 1
            if level != .overflow, truth == .overflow { missedOverflows += 1 }
            if level == .overflow, truth != .overflow { falseOverflows += 1 }
            output += "\(answers.tokens[request]) \(level.rawValue)\n".utf8
        }
        output += "\n".utf8
    }
}

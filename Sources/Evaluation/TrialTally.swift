internal import Caching
internal import ContextModel
internal import ContextPipeline
internal import TokenAccounting

/// What the pipeline answered to the requests of one conversation.
struct TrialAnswers {
    /// A view to be judged: what was made of the request after so many messages of the transcript.
    struct View {
        var count: Int
        var outcome: ContextOutcome
        /// The tokens of its messages, by the reference.
        var tokens: TokenCount
    }

    private(set) var tokens: [Int] = []
    private(set) var levels: [RiskLevel] = []
    private(set) var latencies: [Int64] = []
    private(set) var work = CountingWork()
    private(set) var stages = StageTally()
    /// The views of some requests, evenly spread, where something was done.
    private(set) var views: [View] = []
    /// What compression did; nil where there is none.
    var compression: CompressionTally?
    /// What the requests cost; nil until all is said.
    var prompts: PromptCacheRun?
    /// How long the conversation took by the virtual clock.
    var span = Duration.zero
    /// A line a request.
    private(set) var lines: [String] = []
    private let judged: Set<Int>

    /// The answers to so many requests.
    init(capacity: Int) {
        tokens.reserveCapacity(capacity)
        levels.reserveCapacity(capacity)
        latencies.reserveCapacity(capacity)
        judged = Set((1...Self.mostViews).map { max(capacity * $0 / Self.mostViews - 1, 0) })
    }

    /// How many views of a conversation are judged; judging takes longer than replaying.
    private static let mostViews = 8

    mutating func add(
        _ outcome: ContextOutcome, as sent: SentRequest, nanoseconds: Int64, line: String
    ) {
        if outcome.isChanged, judged.contains(tokens.count) {
            views.append(
                View(
                    count: sent.count, outcome: outcome,
                    tokens: TokenCount(sent.total - sent.tools)))
        }
        tokens.append(outcome.originalTokens.value)
        levels.append(outcome.risk.level)
        latencies.append(nanoseconds)
        work += outcome.work
        stages.add(outcome)
        lines.append(line)
    }
}

extension ContextOutcome {
    /// Everything about the outcome in a line: the same line, the same outcome.
    func line(_ request: SentRequest, among sent: SentMessages) -> String {
        let line = "\(originalTokens) \(risk.level.rawValue)"
        guard isChanged || !trace.isEmpty else { return line }
        var bytes = CanonicalBytes()
        bytes.add(self.sent.count)
        for digest in sent.digests(of: request) { bytes.add(digest) }
        for entry in trace {
            bytes.add(entry.stage)
            bytes.add(entry.reason)
        }
        let digest = sent.hasher.digest(bytes.bytes).hexadecimal
        return line + " \(cost.total) \(action.rawValue) \(digest)"
    }
}

/// The sums of a trial.
struct TrialTally {
    var effort = Effort()
    /// CPU time of taking down and charging what came of requests.
    var bookkeeping: Int64 = 0
    /// CPU time of judging views.
    var scoring: Int64 = 0
    var cache = CacheCounters()
    var memory: ContextMemory.Statistics?
    var losses = LossTally()
    var disturbance = Disturbance()
    private(set) var compression: CompressionTally?
    private(set) var conversations = 0
    private(set) var requests = 0
    private(set) var tokens = 0
    private(set) var exactTokens = 0
    private(set) var levels: [RiskLevel: Int] = [:]
    private(set) var missedOverflows = 0
    private(set) var falseOverflows = 0
    private(set) var work = CountingWork()
    private(set) var stages = StageTally()
    private(set) var span = Duration.zero
    private(set) var latencies: [Int64] = []
    /// How requests queued in an open loop; nothing in a closed one.
    var queue = OpenLoop()
    /// A line a request: what the output hash is taken over.
    private(set) var output: [UInt8] = []

    /// Adds the shares of facts that judged views keep, in millionths.
    mutating func add(preservations: [Int]) { stages.add(preservations: preservations) }

    /// Adds a conversation's answers beside what is exact.
    mutating func add(_ answers: TrialAnswers, exact: [Int], limit: Int, _ replay: Replay) {
        conversations += 1
        requests += answers.tokens.count
        latencies += answers.latencies
        work += answers.work
        stages += answers.stages
        span += answers.span
        if let compressed = answers.compression {
            compression = compression.map { $0 + compressed } ?? compressed
        }
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
            output += (answers.lines[request] + "\n").utf8
        }
        output += "\n".utf8
    }
}

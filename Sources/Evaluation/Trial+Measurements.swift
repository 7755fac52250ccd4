internal import Caching
internal import ContextModel
internal import ContextPipeline
internal import Settings
internal import Stages
internal import TokenAccounting

extension Trial {
    /// The exact values of a trial that has run; the errors are those of an estimate, nil for a counter
    /// that is exact.
    func measurements(errors: EstimateErrors?) -> [Measurement] {
        let all =
            deterministic + sums + stages + references
            + (tally.compression?.measurements ?? []) + (errors.map(estimates) ?? [])
            + [
                Measurement(.countCacheEvictions, .integer(Int64(tally.evictions))),
                Measurement(.countCacheBytes, .integer(Int64(tally.memory?.counts.peakBytes ?? 0))),
                Measurement(.instructions, .integer(tally.effort.instructions)),
            ]
        return all.filter { isMeasured($0.metric) && $0.metric.isExact }
            .sorted { $0.metric.order < $1.metric.order }
    }

    /// What a trial that has run took.
    var timing: CellTiming {
        CellTiming(
            measurements: (timings + (tally.compression?.measurements ?? []))
                .filter { isMeasured($0.metric) && !$0.metric.isExact },
            samples: samples)
    }

    /// SHA-256 over what came of every request, in order.
    var outputHash: String { environment.hasher.sha256(tally.output) }

    /// What each conversation did, an estimate's errors included.
    func results(errors: EstimateErrors?) -> [ConversationResult] {
        guard let errors else { return conversations }
        return conversations.enumerated().map { index, conversation in
            var result = conversation
            result.counts[.contentTokens] = errors.tokensByConversation[index]
            result.counts[.contentError] = errors.errorsByConversation[index]
            return result
        }
    }

    /// Whether a metric is one of those that the environment gives: times, or, where the process is
    /// too slow to be timed, instructions.
    private func isMeasured(_ metric: Metric) -> Bool {
        environment.instructions == nil ? metric != .instructions : metric.isExact
    }

    private var samples: [Metric: [Int64]] {
        var samples = [
            Metric.addedLatency: tally.latencies, .cpuTime: tally.conversationTimes,
        ]
        if !tally.queue.lags.isEmpty {
            samples[.scheduleLag] = tally.queue.lags
            samples[.intendedLatency] = tally.queue.latencies
        }
        return samples.filter { isMeasured($0.key) }
    }

    /// The sums over conversations: each is a figure of the cell.
    private var sums: [Measurement] {
        let counted = Set(conversations.lazy.flatMap(\.counts.keys))
        return Metric.allCases.compactMap { metric in
            guard counted.contains(metric) || ConversationResult.fieldMetrics.contains(metric)
            else { return nil }
            let sum = conversations.reduce(Int64(0)) { $0 + ($1.value(of: metric) ?? 0) }
            return Measurement(metric, .integer(sum))
        }
    }

    private var deterministic: [Measurement] {
        let requests = conversations.reduce(0) { $0 + $1.requests }
        let acted = tally.levels.filter { $0.key >= .warning }.values.reduce(0, +)
        return [
            count(.conversations, conversations.count),
            share(.actionableShare, acted, of: requests),
            count(.replaySpan, Int(tally.span.wholeMilliseconds)),
            Measurement(.outputHash, .text(outputHash)),
        ] + RiskLevel.allCases.map { count(.risk, tally.levels[$0] ?? 0, label: $0.rawValue) }
    }

    private var stages: [Measurement] {
        let stages = tally.stages
        var all = [share(.degradedShare, stages.degraded, of: stages.tried)]
        if stages.judged > 0 {
            all.append(share(.quality, stages.quality, of: stages.judged * 1_000_000))
        }
        if stages.coherence.count > 0 {
            all.append(
                share(.coherence, stages.coherence.sum, of: stages.coherence.count * 1_000_000))
        }
        if stages.preserved > 0 {
            all.append(share(.preservation, stages.preservation, of: stages.preserved * 1_000_000))
        }
        all += ContextAction.allCases.map {
            count(.action, stages.actions[$0] ?? 0, label: $0.rawValue)
        }
        if settings.pipeline.management == .compaction {
            all += stages.compactions.measurements
        }
        guard let memory = tally.memory else { return all }
        let chunks = memory.chunks.work
        return all + counters(.condensationCache, memory.condensations)
            + [
                count(.chunkCache, chunks.hits, label: "hits"),
                count(.chunkCache, chunks.misses, label: "misses"),
                count(.chunkCache, chunks.evictions, label: "evictions"),
                count(.chunkCache, chunks.expirations, label: "expirations"),
            ]
    }

    /// References by class and age, and what naive methods of the same size show.
    private var references: [Measurement] {
        let classes = IdentifierClass.allCases.map {
            count(.referencesLost, tally.references.count(.lost, of: $0), label: $0.label)
        }
        let ages = ReferenceTally.Age.allCases.map {
            count(.referencesLost, tally.references.count(.lost, of: nil, $0), label: "\($0)")
        }
        return classes + ages + (tally.naive.needed > 0 ? tally.naive.measurements : [])
    }

    private func counters(_ metric: Metric, _ counters: CacheCounters) -> [Measurement] {
        [
            count(metric, counters.hits, label: "hits"),
            count(metric, counters.misses, label: "misses"),
            count(metric, counters.evictions, label: "evictions"),
        ]
    }

    private func share(_ metric: Metric, _ part: Int, of whole: Int) -> Measurement {
        Measurement(metric, .real(whole == 0 ? 0 : Double(part) / Double(whole)))
    }

    private func estimates(_ errors: EstimateErrors) -> [Measurement] {
        let classes = ContentClass.allCases.filter { errors.tokens[$0] != nil }
        return classes.flatMap { kind in
            [
                count(.contentTokens, errors.tokens[kind] ?? 0, label: kind.rawValue),
                count(.contentError, errors.errors[kind] ?? 0, label: kind.rawValue),
            ]
        }
    }

    private var timings: [Measurement] {
        var timings = [
            Measurement(.cpuTime, .integer(tally.effort.cpu)),
            Measurement(.wallTime, .integer(tally.effort.wall)),
            Measurement(.harnessTime, .integer(tally.bookkeeping)),
            Measurement(.peakMemory, .integer(environment.peakMemory())),
        ]
        for (stage, time) in tally.stages.times.sorted(by: { $0.key < $1.key }) {
            let label = String(stage.map { $0 == " " ? "-" : $0 })
            timings.append(Measurement(.stageTime, label: label, .integer(time)))
        }
        if let longest = tally.queue.lags.max() {
            let sum = tally.queue.lags.reduce(0, +)
            timings.append(Measurement(.scheduleLag, label: "sum", .integer(sum)))
            timings.append(Measurement(.scheduleLag, label: "max", .integer(longest)))
        }
        timings += tally.noise.measurements
        if tally.effort.cpu > 0 {
            let tokens = conversations.reduce(Int64(0)) { $0 + ($1.value(of: .tokensIn) ?? 0) }
            let perSecond = Double(tokens) / Double(tally.effort.cpu) * 1e9
            timings.append(Measurement(.tokensPerSecond, .real(perSecond)))
        }
        return timings
    }

    private func count(_ metric: Metric, _ value: Int, label: String? = nil) -> Measurement {
        Measurement(metric, label: label, .integer(Int64(value)))
    }
}

extension Metric {
    /// The place in the order in which measurements are told.
    fileprivate var order: Int { Self.places[self] ?? 0 }

    private static let places = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })
}

extension IdentifierClass {
    /// The class in one word, as labels of metrics have it.
    fileprivate var label: String {
        switch self {
        case .id: "id"
        case .number: "number"
        case .path: "path"
        case .url: "url"
        case .email: "email"
        case .codeName: "code"
        }
    }
}

internal import Caching
internal import Chunking
internal import ContextModel
internal import ContextPipeline
internal import TokenAccounting

extension Trial {
    /// The measurements of a trial that has run; the errors are those of an estimate, nil for a
    /// counter that is exact.
    func measurements(errors: EstimateErrors?) -> [Measurement] {
        let all =
            deterministic + stages + prices.measurements + compactions
            + (tally.compression?.measurements ?? []) + losses
            + (errors.map(estimates) ?? [])
        return (all + [Measurement(.instructions, .integer(tally.effort.instructions))])
            .filter { isMeasured($0.metric) && $0.metric.isExact }
    }

    /// What a trial that has run took.
    var timing: CellTiming {
        CellTiming(
            measurements: (timings + (tally.compression?.measurements ?? []))
                .filter { isMeasured($0.metric) && !$0.metric.isExact },
            samples: samples)
    }

    /// Whether a metric is one of those that the instruments give: times, or, where the process is too
    /// slow to be timed, instructions.
    private func isMeasured(_ metric: Metric) -> Bool {
        instruments.instructions == nil ? metric != .instructions : metric.isExact
    }

    /// The samples of a trial that has run.
    private var samples: [Metric: [Int64]] {
        var samples = [Metric.addedLatency: tally.latencies]
        if !tally.queue.lags.isEmpty {
            samples[.scheduleLag] = tally.queue.lags
            samples[.intendedLatency] = tally.queue.latencies
        }
        return samples.filter { isMeasured($0.key) }
    }

    /// The measurements so far that each conversation has its share in.
    var sums: [Measurement] {
        counting + stages + prices.measurements + compactions
            + (tally.compression?.measurements ?? [])
            + [
                Measurement(.instructions, .integer(tally.effort.instructions)),
                Measurement(.cpuTime, .integer(tally.effort.cpu)),
            ].filter { isMeasured($0.metric) }
    }

    /// SHA-256 over what came of every request, in order.
    var outputHash: String { instruments.hasher.sha256(tally.output) }

    private var deterministic: [Measurement] {
        let acted = tally.levels.filter { $0.key >= .warning }.values.reduce(0, +)
        let share = tally.requests == 0 ? 0 : Double(acted) / Double(tally.requests)
        return [
            count(.conversations, tally.conversations),
            Measurement(.actionableShare, .real(share)),
            count(.replaySpan, Int(tally.span.milliseconds)),
            Measurement(.outputHash, .text(outputHash)),
        ] + counting
            + RiskLevel.allCases.map { count(.risk, tally.levels[$0] ?? 0, label: $0.rawValue) }
    }

    private var counting: [Measurement] {
        [
            count(.requests, tally.requests),
            count(.tokensIn, tally.tokens), count(.tokensExact, tally.exactTokens),
            count(.operations, tally.work.counted),
            count(.operationsAvoided, tally.work.remembered + tally.work.reused),
            count(.countCacheHits, tally.cache.hits),
            count(.countCacheMisses, tally.cache.misses),
            count(.countCacheEvictions, tally.cache.evictions),
            count(.countCacheBytes, tally.cache.peakBytes),
        ]
    }

    private var stages: [Measurement] {
        let stages = tally.stages
        let saved = tally.tokens - stages.tokensOut
        var all = [
            share(.actedShare, stages.acted, of: tally.requests),
            count(.tokensOut, stages.tokensOut), count(.tokensSaved, saved),
            count(.tokensSavedNet, savedNet),
            count(.summarizerTokens, stages.summarizerTokens),
            count(.summaries, stages.requests.fresh + stages.requests.degraded),
            count(.summariesAvoided, stages.requests.cached),
            count(.summariesDegraded, stages.requests.degraded),
            share(.degradedShare, stages.degraded, of: stages.tried),
            count(.qualityBelow, stages.belowQuality),
        ]
        if stages.judged > 0 {
            all.append(share(.quality, stages.quality, of: stages.judged * 1_000_000))
        }
        if stages.preserved > 0 {
            all.append(share(.preservation, stages.preservation, of: stages.preserved * 1_000_000))
        }
        all += ContextAction.allCases.map {
            count(.action, stages.actions[$0] ?? 0, label: $0.rawValue)
        }
        if let memory = tally.memory {
            all += counters(.condensationCache, memory.condensations)
            all += [
                count(.chunkCache, memory.chunks.work.hits, label: "hits"),
                count(.chunkCache, memory.chunks.work.misses, label: "misses"),
                count(.chunkCache, memory.chunks.work.evictions, label: "evictions"),
                count(.chunkCache, memory.chunks.work.expirations, label: "expirations"),
            ]
        }
        return all
    }

    private var compactions: [Measurement] {
        guard replay.configuration.management == .compaction else { return [] }
        return tally.stages.compactions.measurements
    }

    private var losses: [Measurement] {
        let losses = tally.losses
        guard losses.views > 0 else { return [] }
        return [count(.viewsJudged, losses.views), count(.illegalViews, losses.illegal)]
            + losses.measurements
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
        return [
            count(.missedOverflows, tally.missedOverflows),
            count(.falseOverflows, tally.falseOverflows),
        ]
            + classes.flatMap { kind in
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
            Measurement(.harnessTime, label: "bookkeeping", .integer(tally.bookkeeping)),
            Measurement(.harnessTime, label: "scoring", .integer(tally.scoring)),
            Measurement(.peakMemory, .integer(instruments.peakMemory())),
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
        timings += tally.disturbance.measurements
        if tally.effort.cpu > 0 {
            let perSecond = Double(tally.tokens) / Double(tally.effort.cpu) * 1e9
            timings.append(Measurement(.tokensPerSecond, .real(perSecond)))
        }
        return timings
    }

    private func count(_ metric: Metric, _ value: Int, label: String? = nil) -> Measurement {
        Measurement(metric, label: label, .integer(Int64(value)))
    }
}

extension Duration {
    /// Whole milliseconds.
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

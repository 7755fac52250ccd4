internal import Caching
internal import ContextModel
internal import TokenAccounting

extension Trial {
    /// The measurements of a trial that has run; the errors are those of an estimate, nil for a
    /// counter that is exact.
    func measurements(errors: EstimateErrors?) -> [Measurement] {
        deterministic + (errors.map(estimates) ?? []) + timings
    }

    /// The samples of a trial that has run.
    var samples: [Metric: [Int64]] { [.addedLatency: tally.latencies] }

    private var deterministic: [Measurement] {
        let acted = tally.levels.filter { $0.key >= .warning }.values.reduce(0, +)
        let share = tally.requests == 0 ? 0 : Double(acted) / Double(tally.requests)
        return [
            count(.conversations, tally.conversations), count(.requests, tally.requests),
            count(.tokensIn, tally.tokens), count(.tokensExact, tally.exactTokens),
            Measurement(.actionableShare, .real(share)),
            count(.operations, tally.work.counted),
            count(.operationsAvoided, tally.work.remembered + tally.work.reused),
            count(.countCacheHits, tally.cache.hits),
            count(.countCacheMisses, tally.cache.misses),
            count(.countCacheEvictions, tally.cache.evictions),
            count(.countCacheBytes, tally.cache.peakBytes),
            count(.replaySpan, Int(tally.span.milliseconds)),
            Measurement(.outputHash, .text(instruments.hasher.sha256(tally.output))),
        ] + RiskLevel.allCases.map { count(.risk, tally.levels[$0] ?? 0, label: $0.rawValue) }
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
            Measurement(.cpuTime, .integer(tally.cpu)),
            Measurement(.wallTime, .integer(tally.wall)),
            Measurement(.peakMemory, .integer(instruments.peakMemory())),
        ]
        if tally.cpu > 0 {
            let perSecond = Double(tally.tokens) / Double(tally.cpu) * 1e9
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

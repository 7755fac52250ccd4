import Caching
import ContextModel
import Stages
private import Synchronization
import TokenAccounting

/// What context management did so far (doc 002, `get_context_performance_stats`).
public struct ContextPerformance: Sendable {
    /// Entries that the caches hold.
    public let cacheSize: Int
    /// Look-ups that found something, as a share of all; 1 before the first.
    public let cacheHitRatio: Double
    /// Whether condensation can be done.
    public let condensationEngineAvailable = true
    /// Whether counts are exact.
    public let accurateTokenCounterAvailable: Bool
    /// What condensation did.
    public let condensation: Condensation
    /// Mean time of a request, in milliseconds.
    public let averageProcessingTimeMilliseconds: Double
    /// Requests managed.
    public let requests: Int

    /// What condensation did (doc 002, `condensation_stats`).
    public struct Condensation: Hashable, Sendable {
        /// Requests that needed no fallback, as a share of those that were condensed; 1 before the first.
        public let successRate: Double
        /// Mean tokens saved by a request that was condensed.
        public let averageTokensSaved: Double
        /// Mean time of a request that was condensed, in milliseconds.
        public let averageProcessingTimeMilliseconds: Double
        /// Requests that were condensed.
        public let count: Int
    }

    init(
        _ sums: PerformanceRecord.Sums, _ memory: ContextMemory.Statistics,
        _ counter: any TokenCounter
    ) {
        func ratio(_ part: Double, _ whole: Int, empty: Double) -> Double {
            whole == 0 ? empty : part / Double(whole)
        }
        let hits =
            memory.condensations.hits + memory.analyses.hits + memory.chunks.work.hits
        let misses =
            memory.condensations.misses + memory.analyses.misses + memory.chunks.work.misses
        cacheSize = memory.entries
        cacheHitRatio = ratio(Double(hits), hits + misses, empty: 1)
        accurateTokenCounterAvailable = counter.isExact
        averageProcessingTimeMilliseconds = ratio(sums.milliseconds, sums.requests, empty: 0)
        requests = sums.requests
        condensation = Condensation(
            successRate: ratio(Double(sums.condensed - sums.degraded), sums.condensed, empty: 1),
            averageTokensSaved: ratio(Double(sums.saved), sums.condensed, empty: 0),
            averageProcessingTimeMilliseconds: ratio(
                sums.condensationMilliseconds, sums.condensed, empty: 0),
            count: sums.condensed)
    }
}

/// Whether all is well (doc 002, `comprehensive_health_check`): the three documented rules.
public struct ContextHealth: Hashable, Sendable {
    /// What is not as it should be.
    public private(set) var issues: [String] = []
    /// What to do about each.
    public private(set) var recommendations: [String] = []

    /// `healthy` or `degraded`.
    public var overallHealth: String { issues.isEmpty ? "healthy" : "degraded" }

    /// The health of what was done so far: hit ratio from 0.8, success from 0.9, time to 100 ms.
    public init(_ performance: ContextPerformance) {
        check(performance.cacheHitRatio >= 0.8, "Low cache hit ratio", "Increase cache sizes")
        check(
            performance.condensation.successRate >= 0.9, "Low condensation success rate",
            "Check AI service connectivity")
        check(
            performance.averageProcessingTimeMilliseconds <= 100, "High processing latency",
            "Optimize configuration parameters")
    }

    private mutating func check(_ isFine: Bool, _ issue: String, _ recommendation: String) {
        guard !isFine else { return }
        issues.append(issue)
        recommendations.append(recommendation)
    }
}

/// Sums over the requests of a window, which copies of it share.
final class PerformanceRecord: Sendable {
    struct Sums {
        var requests = 0
        var milliseconds = 0.0
        var condensed = 0
        var degraded = 0
        var saved = 0
        var condensationMilliseconds = 0.0
    }

    private let state = Mutex(Sums())

    var sums: Sums { state.withLock { $0 } }

    func add(_ outcome: ContextOutcome, time: Duration) {
        let milliseconds = time / .milliseconds(1)
        let isCondensed = outcome.trace.contains { $0.requests.count > 0 && $0.isCommitted }
        state.withLock { sums in
            sums.requests += 1
            sums.milliseconds += milliseconds
            guard isCondensed else { return }
            sums.condensed += 1
            sums.condensationMilliseconds += milliseconds
            sums.saved += (outcome.originalTokens - outcome.cost.total).value
            if outcome.trace.contains(where: { $0.requests.degraded > 0 }) { sums.degraded += 1 }
        }
    }
}

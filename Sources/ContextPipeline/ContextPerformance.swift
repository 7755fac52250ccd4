import Caching
import ContextModel
import Settings
public import Stages
public import StrictJSON
private import Synchronization
import TokenAccounting

/// What context management did so far (doc 002, `get_context_performance_stats`).
public struct ContextPerformance: Sendable {
    /// Entries that the caches hold.
    public let cacheSize: Int
    /// Look-ups that found something, in memory or on disk, as a share of all; 1 before the first.
    public let cacheHitRatio: Double
    /// Entries given up for others, or not kept for want of room: larger caches could have found more.
    public let cacheEvictions: Int
    /// Whether condensation can be done: the policy condenses, and it is on.
    public let condensationEngineAvailable: Bool
    /// Whether counts are exact.
    public let accurateTokenCounterAvailable: Bool
    /// What condensation did.
    public let condensation: Condensation
    /// Mean time of a request, in milliseconds.
    public let averageProcessingTimeMilliseconds: Double
    /// Requests managed.
    public let requests: Int
    /// Mean time of a request that cutting it into chunks took, in milliseconds.
    public let averageChunkingMilliseconds: Double
    /// What is known of chunks (doc 000, `get_cache_stats`, `get_chunk_stats`).
    public let chunks: ChunkStatistics

    /// What condensation did (doc 002, `condensation_stats`).
    public struct Condensation: Hashable, Sendable {
        /// Requests that fit and needed no fallback, as a share of those that were condensed; 1 before the
        /// first.
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
        _ counter: any TokenCounter, condenses: Bool
    ) {
        func ratio(_ part: Double, _ whole: Int, empty: Double) -> Double {
            whole == 0 ? empty : part / Double(whole)
        }
        let hits =
            memory.condensations.hits + memory.summariesFetched + memory.analyses.hits
            + memory.chunks.work.reused
        let misses =
            memory.condensations.misses - memory.summariesFetched + memory.analyses.misses
            + memory.chunks.work.misses
        cacheSize = memory.entries
        let caches = [memory.condensations, memory.analyses]
        cacheEvictions = caches.reduce(
            memory.chunks.work.evictions + memory.chunks.work.rejections
        ) { $0 + $1.evictions + $1.rejections }
        condensationEngineAvailable = condenses
        chunks = memory.chunks
        averageChunkingMilliseconds = ratio(
            sums.chunkingMilliseconds, sums.requests, empty: 0)
        cacheHitRatio = ratio(Double(hits), hits + misses, empty: 1)
        accurateTokenCounterAvailable = counter.isExact
        averageProcessingTimeMilliseconds = ratio(sums.milliseconds, sums.requests, empty: 0)
        requests = sums.requests
        condensation = Condensation(
            successRate: ratio(Double(sums.condensed - sums.failed), sums.condensed, empty: 1),
            averageTokensSaved: ratio(Double(sums.saved), sums.condensed, empty: 0),
            averageProcessingTimeMilliseconds: ratio(
                sums.condensationMilliseconds, sums.condensed, empty: 0),
            count: sums.condensed)
    }
}

extension ContextPerformance {
    /// The documented fields, by their names; ratios and times with three decimals.
    public var json: JSONValue {
        var condensation = JSONObject()
        condensation["success_rate"] = .decimal(self.condensation.successRate)
        condensation["avg_tokens_saved"] = .decimal(self.condensation.averageTokensSaved)
        condensation["avg_processing_time_ms"] = .decimal(
            self.condensation.averageProcessingTimeMilliseconds)
        condensation["count"] = .int(self.condensation.count)
        var fields = JSONObject()
        fields["requests"] = .int(requests)
        fields["cache_size"] = .int(cacheSize)
        fields["cache_hit_ratio"] = .decimal(cacheHitRatio)
        fields["cache_evictions"] = .int(cacheEvictions)
        fields["condensation_engine_available"] = .bool(condensationEngineAvailable)
        fields["accurate_token_counter_available"] = .bool(accurateTokenCounterAvailable)
        fields["condensation_success_rate"] = .decimal(self.condensation.successRate)
        fields["avg_processing_time_ms"] = .decimal(averageProcessingTimeMilliseconds)
        fields["avg_chunk_creation_time_ms"] = .decimal(averageChunkingMilliseconds)
        fields["condensation_stats"] = .object(condensation)
        return .object(fields)
    }
}

extension ChunkStatistics {
    /// The documented fields, by their names; states in `chunk_states`.
    public var json: JSONValue {
        var states = JSONObject()
        for state in ChunkState.allCases {
            states[state.rawValue] = .int(chunkStates[state, default: 0])
        }
        var fields = JSONObject()
        for (name, value) in self.fields where !name.hasPrefix("chunk_states.") {
            fields[name] = .int(value)
        }
        fields["chunk_management_available"] = .bool(chunkManagementAvailable)
        fields["chunk_states"] = .object(states)
        return .object(fields)
    }
}

/// Whether all is well (doc 002, `comprehensive_health_check`): the three documented rules, applied where
/// they mean something. A first look at a content finds nothing in any cache, however large; a low hit
/// ratio is an issue only where entries had to go, which is what the recommendation mends.
public struct ContextHealth: Hashable, Sendable {
    /// What is not as it should be.
    public private(set) var issues: [String] = []
    /// What to do about each.
    public private(set) var recommendations: [String] = []

    /// `healthy` or `degraded`.
    public var overallHealth: String { issues.isEmpty ? "healthy" : "degraded" }

    /// The documented fields, by their names.
    public var json: JSONValue {
        .object(
            JSONObject([
                ("overall_health", .string(overallHealth)),
                ("issues", .array(issues.map { .string($0) })),
                ("recommendations", .array(recommendations.map { .string($0) })),
            ]))
    }

    /// The health of what was done so far: hit ratio from 0.8, success from 0.9, time to 100 ms.
    public init(_ performance: ContextPerformance) {
        check(
            isFine: performance.cacheHitRatio >= 0.8 || performance.cacheEvictions == 0,
            "Low cache hit ratio", "Increase cache sizes")
        check(
            isFine: performance.condensation.successRate >= 0.9, "Low condensation success rate",
            "Check AI service connectivity")
        check(
            isFine: performance.averageProcessingTimeMilliseconds <= 100, "High processing latency",
            "Optimize configuration parameters")
    }

    private mutating func check(isFine: Bool, _ issue: String, _ recommendation: String) {
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
        var failed = 0
        var saved = 0
        var condensationMilliseconds = 0.0
        var chunkingMilliseconds = 0.0
    }

    private let state = Mutex(Sums())

    var sums: Sums { state.withLock { $0 } }

    func add(_ outcome: ContextOutcome, time: Duration, chunking: Duration) {
        let milliseconds = time / .milliseconds(1)
        let isCondensed = outcome.trace.contains { $0.requests.count > 0 && $0.isCommitted }
        state.withLock { sums in
            sums.requests += 1
            sums.milliseconds += milliseconds
            sums.chunkingMilliseconds += chunking / .milliseconds(1)
            guard isCondensed else { return }
            sums.condensed += 1
            sums.condensationMilliseconds += milliseconds
            sums.saved += (outcome.originalTokens - outcome.cost.total).value
            // What does not fit whatever is done is no success, either.
            if outcome.action == .insufficient
                || outcome.trace.contains(where: { $0.requests.degraded > 0 })
            {
                sums.failed += 1
            }
        }
    }
}

/// What can be measured; a case here, a line in the trial and a test make a new metric.
///
/// A metric may be split by a label (`risk` by level, `estimate.error` by content class); the full name
/// is then `risk.safe`.
package enum Metric: String, Hashable, Sendable, CaseIterable {
    /// Conversations replayed.
    case conversations
    /// Requests replayed.
    case requests
    /// Requests that were changed before they were sent.
    case requestsChanged = "requests.changed"
    /// Requests whose final tokens and reserved output exceed the limit, counted exactly.
    case requestsNotFitting = "requests.not_fitting"
    /// Requests that a provider would refuse although it would not refuse the recorded one.
    case requestsRejected = "requests.rejected"
    /// Exact tokens of all requests as the recording makes them: what doing nothing would send, in
    /// both client modes.
    case tokensRecorded = "tokens.recorded"
    /// Exact tokens of all requests as they were sent, after every stage, compression included.
    case tokensSent = "tokens.sent"
    /// Tokens sent that the provider's prompt cache neither had nor took.
    case promptUncached = "prompt.uncached"
    /// Tokens sent that the provider's prompt cache had.
    case promptRead = "prompt.read"
    /// Tokens sent that were written to the provider's prompt cache for a fee.
    case promptWritten = "prompt.written"
    /// What all prompts cost with the provider's prompt cache, summariser calls included.
    case bill
    /// The same without any prompt cache.
    case billUncached = "bill.uncached"
    /// The least bill in hindsight of the same policy's contexts.
    case billHindsight = "bill.hindsight"
    /// What recalls and refetches would cost.
    case billRefetch = "bill.refetch"
    /// The bill with the refetch forecast: what decides.
    case billExpected = "bill.expected"
    /// What the recorded answers cost, the same under every policy.
    case billAnswers = "bill.answers"
    /// What the calls for summaries would cost at the price of the summarising tier's model, whoever
    /// answered them.
    case summarizerPriced = "summarizer.priced"
    /// Uses of identifiers that were first seen before the last exchange.
    case referencesNeeded = "references.needed"
    /// Uses whose identifier stands in the context.
    case referencesVisible = "references.visible"
    /// Uses whose identifier a placeholder can bring back.
    case referencesRecoverable = "references.recoverable"
    /// Uses whose identifier is neither visible nor recoverable.
    case referencesLost = "references.lost"
    /// Uses on a sample of requests, judged in the context and in two naive ones of the same size;
    /// labelled `needed`, `own`, `headtail`, `random`.
    case referencesNaive = "references.naive"
    /// Extra requests to recall what a placeholder stands for.
    case refetchRecalls = "refetch.recalls"
    /// Extra requests to repeat a call whose result was removed.
    case refetchCalls = "refetch.calls"
    /// Uses of what no call can bring back.
    case refetchUnfetchable = "refetch.unfetchable"
    /// Tokens put back by recalls and refetches.
    case refetchTokens = "refetch.tokens"
    /// Tokens of all requests as the cell's counter sees them.
    case tokensIn = "tokens.in"
    /// Tokens of all requests by the exact reference counter, images by the cell's rule.
    case tokensExact = "tokens.exact"
    /// Exact tokens of one class of content, each message counted once; labelled by class.
    case contentTokens = "content.tokens"
    /// The counter's absolute error on one class of content, over each message once; labelled by class.
    case contentError = "content.error"
    /// Requests at a risk level; labelled by level.
    case risk
    /// Requests whose recommended strategy is not to monitor only, as a share of all.
    case actionableShare = "actionable.share"
    /// Requests above the limit by the reference count but not by the cell's counter.
    case missedOverflows = "overflow.missed"
    /// Requests above the limit by the cell's counter but not by the reference count.
    case falseOverflows = "overflow.false"
    /// Requests by what was done; labelled by action.
    case action
    /// Tokens not sent.
    case tokensSaved = "tokens.saved"
    /// Tokens not sent, less those that a model read and wrote for it.
    case tokensSavedNet = "tokens.saved.net"
    /// Tokens that a model read and wrote for summaries.
    case summarizerTokens = "summarizer.tokens"
    /// Requests for summaries that were answered anew, by the summariser or the fallback.
    case summaries
    /// Requests for summaries that were answered from memory.
    case summariesAvoided = "summaries.avoided"
    /// Requests for summaries that were answered by the fallback.
    case summariesDegraded = "summaries.degraded"
    /// Requests with a degraded summary, as a share of those in which a stage tried.
    case degradedShare = "degraded.share"
    /// Compactions, where that is how contexts are managed.
    case compactions
    /// Compactions by the share of the request that they took away; labelled by tenths, `00-10` to
    /// `90-100`.
    case compactionReduction = "compaction.reduction"
    /// Tokens of the requests that were compacted, before.
    case compactionBefore = "compaction.tokens.before"
    /// The same, after.
    case compactionAfter = "compaction.tokens.after"
    /// What the compactions' calls cost, or would cost, at the shipped price of the summarising tier's
    /// model.
    case compactionCost = "compaction.cost"
    /// Tokens of the texts of all requests before compression, where there is one.
    case compressionOriginal = "compression.tokens.original"
    /// The same as they are sent, decoder texts apart.
    case compressionCompressed = "compression.tokens.compressed"
    /// Tokens of the decoder texts of all requests.
    case compressionDecoder = "compression.tokens.decoder"
    /// Requests by the share of their tokens that compression saves, net; labelled `negative`, `none`,
    /// `00-05`, `05-10`, `10-20`, `20-30`, `30-`.
    case compressionNet = "compression.net"
    /// Phrases that a request has in common with the one before; labelled `compared`, and `kept` where
    /// the symbol is the same.
    case compressionPhrases = "compression.phrases"
    /// Requests that follow another; labelled `compared`, and `kept` where what was sent before is sent
    /// the same again.
    case compressionPrefix = "compression.prefix"
    /// Net efficiency as the documents compute it, over all requests.
    case compressionDocumented = "compression.documented"
    /// Bytes of texts; labelled `new` for those that a request adds, `all` for those that it sends.
    case compressionBytes = "compression.bytes"
    /// Turn by turn what compression did to the conversation with most requests; labelled by turn and
    /// figure (`01.net`).
    case compressionTurn = "compression.turn"
    /// What compression did turn by turn, summed over conversations; labelled by turn or range of turns
    /// and figure (`04.original`, `15-.decoder`).
    case compressionTurns = "compression.turns"
    /// Wall time of compression.
    case compressionTime = "compression.time"
    /// Mean quality of the summaries.
    case quality
    /// Mean share of words that neighbouring sentences of the summaries made have in common.
    case coherence
    /// The qualities of the summaries judged, in millionths, added up.
    case qualitySum = "quality.sum"
    /// Summaries whose quality was judged.
    case qualityJudged = "quality.judged"
    /// Summaries below the quality threshold.
    case qualityBelow = "quality.below"
    /// Mean share of weighted facts of the recording still visible in the contexts judged.
    case preservation
    /// The shares of weighted facts still visible in the contexts judged, in millionths, added up.
    case preservationSum = "preservation.sum"
    /// Contexts of which the share of weighted facts was judged.
    case preservationJudged = "preservation.judged"
    /// What the cache of condensations did; labelled hits, misses, evictions.
    case condensationCache = "cache.condensation"
    /// What the chunks did; labelled hits, misses, evictions, expirations.
    case chunkCache = "cache.chunks"
    /// Wall time of a stage; labelled by stage.
    case stageTime = "stage.time"
    /// Messages whose tokens were counted anew.
    case operations
    /// Messages whose count was known, as against counting every message of every request.
    case operationsAvoided = "operations.avoided"
    /// Messages of a beginning that was counted before: they need no look-up, so they are no hit.
    case operationsReused = "operations.reused"
    /// Look-ups that found a count; a beginning that is reused is not looked up.
    case countCacheHits = "cache.count.hits"
    /// Look-ups that found none.
    case countCacheMisses = "cache.count.misses"
    /// Entries given up to stay within bounds.
    case countCacheEvictions = "cache.count.evictions"
    /// Largest number of bytes the count cache held, by its own accounting.
    case countCacheBytes = "cache.count.bytes"
    /// How long the conversations took by the virtual clock, summed.
    case replaySpan = "replay.span"
    /// SHA-256 over every request's outcome, in order.
    case outputHash = "output.sha256"
    /// Instructions of the replay, where the process runs under an instrument that counts them.
    case instructions
    /// CPU time of the replay.
    case cpuTime = "cpu.time"
    /// CPU time of the harness itself, which is in no other time: for taking down, charging and judging
    /// what came of requests.
    case harnessTime = "harness.time"
    /// Wall time of the replay.
    case wallTime = "wall.time"
    /// Tokens of all requests per second of CPU time.
    case tokensPerSecond = "tokens.per.second"
    /// Latency that a request gains by being analysed, from its start: its service time; kept as
    /// samples.
    case addedLatency = "added.latency"
    /// The same from the time at which an open loop meant to make the request; kept as samples.
    case intendedLatency = "intended.latency"
    /// How much later than meant an open loop's request was begun; kept as samples, and labelled `sum`
    /// and `max`.
    case scheduleLag = "schedule.lag"
    /// Peak resident memory of the process when the cell ended.
    case peakMemory = "memory.peak"
    /// Time that other machines took while the cell was replayed, as a share of the processors' time.
    case stealShare = "noise.steal"
    /// Time in which something had to wait for a processor, as a share of the wall time.
    case pressureShare = "noise.pressure"
    /// How often the process had to yield a processor.
    case involuntarySwitches = "noise.switches"
}

/// How a metric's values are compared between runs.
package enum MetricClass: String, Hashable, Sendable {
    /// Exact: any change is a change.
    case deterministic = "D"
    /// Exact counters of instructions and bytes of our own accounting.
    case counter = "K"
    /// CPU time.
    case cpuTime = "C"
    /// Wall time and whatever else depends on the machine's day.
    case wallTime = "W"
}

/// Which direction of change is good.
package enum Polarity: String, Hashable, Sendable {
    /// More is better.
    case higherIsBetter = "higher"
    /// Less is better.
    case lowerIsBetter = "lower"
    /// Neither: a fact of the workload.
    case neutral
}

/// The unit of a metric's values.
package enum MetricUnit: String, Hashable, Sendable {
    /// Tokens.
    case tokens
    /// A plain count.
    case count
    /// A share or ratio, 1 being the whole.
    case ratio
    /// Bytes.
    case bytes
    /// Nanoseconds.
    case nanoseconds = "ns"
    case milliseconds = "ms"
    /// Tokens per second.
    case tokensPerSecond = "tokens/s"
    /// Billionths of a US dollar.
    case nanodollars = "n$"
    /// A SHA-256 in hexadecimal.
    case sha256
}

extension Metric {
    /// The unit of the values.
    package var unit: MetricUnit {
        switch self {
        case .tokensIn, .tokensExact, .contentTokens, .contentError, .tokensSaved,
            .tokensSavedNet, .summarizerTokens, .compactionBefore, .compactionAfter,
            .compressionOriginal, .compressionCompressed, .compressionDecoder, .tokensRecorded,
            .tokensSent, .promptUncached, .promptRead, .promptWritten, .refetchTokens:
            .tokens
        case .compactionCost, .bill, .billUncached, .billHindsight, .billRefetch, .billExpected,
            .billAnswers, .summarizerPriced:
            .nanodollars
        case .actionableShare, .degradedShare, .quality, .coherence, .preservation,
            .compressionDocumented, .compressionTurn, .stealShare, .pressureShare:
            .ratio
        case .countCacheBytes, .peakMemory, .compressionBytes: .bytes
        case .cpuTime, .wallTime, .addedLatency, .intendedLatency, .scheduleLag, .stageTime,
            .compressionTime, .harnessTime:
            .nanoseconds
        case .tokensPerSecond: .tokensPerSecond
        case .replaySpan: .milliseconds
        case .outputHash: .sha256
        default: .count
        }
    }

    /// How values are compared.
    package var metricClass: MetricClass {
        switch self {
        case .cpuTime, .harnessTime, .tokensPerSecond: .cpuTime
        case .wallTime, .addedLatency, .intendedLatency, .scheduleLag, .stageTime, .peakMemory,
            .compressionTime, .stealShare, .pressureShare, .involuntarySwitches:
            .wallTime
        case .countCacheBytes, .instructions: .counter
        default: .deterministic
        }
    }

    /// Whether it is the same whenever it is measured.
    package var isExact: Bool { metricClass == .deterministic || metricClass == .counter }

    /// Whether two values are the same, as far as the metric can be measured: counts of instructions, which
    /// vary a little with addresses and with how threads meet, if they differ by at most half a percent of
    /// the first, or by 20,000 where that is more; all others if they are equal.
    package func isSame(_ one: MeasuredValue?, _ other: MeasuredValue?) -> Bool {
        guard self == .instructions, let one = one?.number, let other = other?.number else {
            return one == other
        }
        return (one - other).magnitude <= max(0.005 * one.magnitude, 20_000)
    }

    /// Which direction is good.
    package var polarity: Polarity {
        switch self {
        case .contentError, .missedOverflows, .falseOverflows, .operations, .countCacheMisses,
            .countCacheEvictions, .countCacheBytes, .instructions, .summarizerTokens, .summaries,
            .summariesDegraded, .degradedShare, .qualityBelow, .compactionAfter, .compactionCost,
            .requestsNotFitting, .requestsRejected, .tokensSent, .bill, .billUncached,
            .billHindsight, .billRefetch, .billExpected, .summarizerPriced, .referencesLost,
            .refetchRecalls, .refetchCalls, .refetchUnfetchable, .refetchTokens, .stageTime,
            .cpuTime, .harnessTime, .compressionCompressed, .compressionDecoder,
            .compressionTime, .wallTime, .addedLatency, .intendedLatency, .scheduleLag, .peakMemory:
            .lowerIsBetter
        case .operationsAvoided, .countCacheHits, .tokensPerSecond, .tokensSaved, .tokensSavedNet,
            .summariesAvoided, .quality, .coherence, .preservation, .referencesVisible:
            .higherIsBetter
        default: .neutral
        }
    }
}

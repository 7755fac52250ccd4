internal import Evaluation
internal import Statistics
internal import Verdicts

/// The four measures of the settings of one decision side by side.
struct MeasuresTable {
    /// The paragraphs that show them; made once, since intervals take their time.
    let paragraphs: [String]

    /// The table of a decision's settings: what is recommended, the default, doing nothing.
    /// O(resamples · conversations).
    init(_ decision: Decision) {
        let settings = MeasuredSetting.all(of: decision)
        let mode = decision.group.mode
        var table = MarkdownTable(
            [.text("measure")] + settings.map { .text($0.title) } + [.text("what it tells")])
        table.rows = Self.measures.map { measure in
            [measure.name] + settings.map(measure.figure) + [measure.purpose]
        }
        let lent = settings.filter { $0.roles.contains(.off) && ($0.mode ?? mode) != mode }
            .compactMap(\.mode).first.map {
                [
                    "Doing nothing sends the same for both kinds of client, and was replayed as "
                        + "\($0.rawValue)."
                ]
            }
        paragraphs = [table.text] + (lent ?? [])
    }

    private struct Measure: Sendable {
        let name: String
        /// What somebody who reads the figure would do.
        let purpose: String
        let figure: @Sendable (MeasuredSetting) -> String
    }

    private static let measures: [Measure] = speed + caches + savings + latency

    private static let speed = [
        Measure(
            name: "recorded tokens processed in a second of CPU time (advisory)",
            purpose: "above your peak traffic, one core is enough"
        ) { $0.speed }
    ]

    private static let caches = [
        Measure(
            name: "tokens sent that the provider's cache held",
            purpose: "the rest costs the full input price, or that of a cache write"
        ) { $0.promptCache },
        Measure(
            name: "messages not counted again",
            purpose: "if low, counting adds to latency"
        ) { $0.known },
        Measure(
            name: "count cache: hits of look-ups",
            purpose: "only messages new to the session are looked up; see the row above"
        ) { $0.hitRatio($0.sum(.countCacheHits), $0.sum(.countCacheMisses)) },
        Measure(
            name: "summaries of chunks: hits of look-ups",
            purpose: "a miss is a summary to make; clients that keep them hit seldom"
        ) { $0.hitRatio($0.sum(.chunkCache, "hits"), $0.sum(.chunkCache, "misses")) },
        Measure(
            name: "whole condensations: hits of look-ups",
            purpose: "as above, for one summary of the whole old part"
        ) { $0.hitRatio($0.sum(.condensationCache, "hits"), $0.sum(.condensationCache, "misses")) },
    ]

    private static let savings = [
        Measure(
            name: "tokens saved, net of summarising",
            purpose: "room in the window, not yet money"
        ) { $0.tokensSaved },
        Measure(
            name: "bill saved",
            purpose: "what the prompts cost less; negative: they cost more"
        ) { $0.saved(\.bill) },
        Measure(
            name: "expected bill saved",
            purpose: "with fetching what was lost: ranks what fits equally often"
        ) { $0.saved(\.expectedBill) },
    ]

    private static let latency = [
        Measure(
            name: "added latency p50 (advisory)",
            purpose: "half of the requests are delayed by at most this"
        ) { $0.latency(.p50) },
        Measure(
            name: "added latency p99 (advisory)",
            purpose: "99 of 100 requests are delayed by at most this"
        ) { $0.latency(.p99) },
    ]
}

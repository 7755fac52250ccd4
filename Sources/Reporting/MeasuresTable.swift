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
            name: "tokens a second of CPU time (advisory)",
            purpose: "one core is enough while your traffic is below it"
        ) { $0.speed }
    ]

    private static let caches = [
        Measure(
            name: "provider's prompt cache: of the tokens sent",
            purpose: "what is missing is paid at the full price or more"
        ) { $0.promptCache },
        Measure(
            name: "messages not counted again", purpose: "low: counting takes the time of a request"
        ) { $0.known },
        Measure(
            name: "count cache: hits of look-ups",
            purpose: "only messages that the session does not know are looked up"
        ) { $0.hitRatio($0.sum(.countCacheHits), $0.sum(.countCacheMisses)) },
        Measure(
            name: "summaries of chunks: hits of look-ups",
            purpose: "each miss is a summary to make, and a prefix to write again"
        ) { $0.hitRatio($0.sum(.chunkCache, "hits"), $0.sum(.chunkCache, "misses")) },
        Measure(
            name: "whole condensations: hits of look-ups", purpose: "the same for whole summaries"
        ) { $0.hitRatio($0.sum(.condensationCache, "hits"), $0.sum(.condensationCache, "misses")) },
    ]

    private static let savings = [
        Measure(
            name: "tokens saved, net of summarising", purpose: "room in the window, not yet money"
        ) { $0.tokensSaved },
        Measure(
            name: "bill saved", purpose: "what the prompts cost less; below zero they cost more"
        ) { $0.saved(\.bill) },
        Measure(
            name: "expected bill saved",
            purpose: "the same after fetching again what was lost: this decides"
        ) { $0.saved(\.expectedBill) },
    ]

    private static let latency = [
        Measure(
            name: "added latency p50 (advisory)", purpose: "what every second request waits longer"
        ) { $0.latency(.p50) },
        Measure(
            name: "added latency p99 (advisory)", purpose: "what one request in a hundred waits"
        ) { $0.latency(.p99) },
    ]
}

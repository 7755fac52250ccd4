import Evaluation
import Verdicts

/// Runs made by hand: cells by corpus and setting, each with a few figures of its conversations.
enum ComparedRuns {
    /// A cell whose conversations are named `c0`, `c1`, …; the sums of the metrics are its measurements.
    static func cell(
        _ corpus: String, hash: String? = nil, settings: [(String, String)] = [],
        mode: ReplayMode = .stateless, _ conversations: [ConversationResult]
    ) -> CellResult {
        let configuration = settings.map { AxisValue(axis: $0.0, value: $0.1) }
        let metrics = ConversationResult.fieldMetrics + [.operations]
        return CellResult(
            cell: Cell(
                corpus: CorpusIdentity(name: corpus, hash: hash ?? corpus),
                configuration: configuration, mode: mode, seed: 1),
            key: "\(corpus) \(settings)",
            measurements: metrics.map { metric in
                let values = conversations.compactMap { $0.value(of: metric) }
                return Measurement(metric, .integer(values.reduce(0, +)))
            },
            conversations: conversations)
    }

    /// Conversations of ten requests, changed one by one.
    static func talks(
        _ count: Int, _ change: (inout ConversationResult, Int) -> Void = { _, _ in }
    ) -> [ConversationResult] {
        (0..<count).map { number in
            var talk = ConversationResult(name: "c\(number)")
            talk.requests = 10
            talk.recorded = 1000
            talk.sent = 800
            talk.bill = 1_000_000_000
            talk.referencesNeeded = 50
            talk.referencesVisible = 48
            talk.counts[.operations] = 7
            change(&talk, number)
            return talk
        }
    }

    /// A run of some cells, as many as were planned unless said otherwise.
    static func run(
        _ results: [CellResult], failures: [CellFailure] = [], planned: Int? = nil
    ) -> RunRecord {
        var description = TinyRun.description
        description.work.cells = planned ?? results.count + failures.count
        return RunRecord(description: description, results: results, failures: failures)
    }
}

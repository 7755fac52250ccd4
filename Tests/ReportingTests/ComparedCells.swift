import Evaluation
import Reporting
import Verdicts

/// Comparisons of exact results made by hand.
enum ComparedCells {
    /// A cell of thirty conversations of ten requests each, or another number of them.
    static func cell(
        _ corpus: String, hash: String? = nil, management: String = "off", count: Int = 30,
        _ change: (inout ConversationResult, Int) -> Void = { _, _ in }
    ) -> CellResult {
        let conversations = (0..<count).map { number -> ConversationResult in
            var talk = ConversationResult(name: "c\(number)")
            talk.requests = 10
            talk.recorded = 1000
            talk.sent = 1000
            talk.bill = 100_000_000
            talk.referencesNeeded = 50
            talk.referencesVisible = 50
            change(&talk, number)
            return talk
        }
        return CellResult(
            cell: Cell(
                corpus: CorpusIdentity(name: corpus, hash: hash ?? corpus),
                configuration: [AxisValue(axis: "management", value: management)],
                mode: .stateless, seed: 0),
            key: corpus + management,
            measurements: ConversationResult.fieldMetrics.map { metric in
                let values = conversations.compactMap { $0.value(of: metric) }
                return Measurement(metric, .integer(values.reduce(0, +)))
            },
            conversations: conversations)
    }

    /// A comparison of two runs, or of two settings.
    static func subject(
        _ base: [CellResult], _ head: [CellResult], axes: ComparedAxes = ComparedAxes()
    ) -> ComparisonReport.Subject {
        func run(_ results: [CellResult]) -> RunRecord {
            var description = TinyRun.record([]).description
            description.work.cells = results.count
            return RunRecord(description: description, results: results)
        }
        var subject = ComparisonReport.Subject(
            base: "one", head: "two", work: "nightly", command: "winnow compare one two")
        subject.exact = ExactComparison(base: run(base), head: run(head), axes: axes)
        return subject
    }

    static let management = ComparedAxes(base: ["management"], head: ["management"])
}

import Evaluation
import Verdicts

/// Cells for decisions, of which a test says only what it is about.
enum DecisionCells {
    static let order = MatrixOrder(
        Matrix(
            name: "decisions",
            axes: [
                Matrix.Axis(name: "management", values: ["chunked", "full", "off"]),
                Matrix.Axis(name: "context.limit", values: ["8000", "30%"]),
                Matrix.Axis(name: "counter", values: ["cl100k_base", "characters/4"]),
                Matrix.Axis(name: "cache.count", values: ["on", "off"]),
                Matrix.Axis(name: "price.rule", values: ["anthropic-5m", "none"]),
                Matrix.Axis(name: "price.summarizer", values: ["usual", "cheaper"]),
                Matrix.Axis(name: "chunks.size", values: ["8", "16"]),
                Matrix.Axis(
                    name: "condensation.summarizer", values: ["extractive", "faulty"]),
            ]))

    /// A cell of a policy; settings that are not named have the matrix's first value.
    static func cell(
        _ policy: String, _ settings: [String: String] = [:], corpus: String = "a",
        mode: ReplayMode = .stateless
    ) -> Cell {
        var values = [
            "context.limit": "8000", "counter": "cl100k_base", "cache.count": "on",
            "price.rule": "anthropic-5m", "price.summarizer": "usual", "chunks.size": "8",
            "condensation.summarizer": "extractive", "management": policy,
        ]
        values.merge(settings) { $1 }
        return Cell(
            corpus: CorpusIdentity(name: corpus, hash: corpus),
            configuration: values.sorted { $0.key < $1.key }.map {
                AxisValue(axis: $0.key, value: $0.value)
            }, mode: mode, seed: 1)
    }

    /// What one conversation did, in the figures that decide.
    struct Figures {
        var bill: Int64
        var refetch: Int64 = 0
        var lost = 0
        var notFitting = 0
        var rejected = 0
    }

    static func result(_ cell: Cell, _ conversations: [Figures]) -> CellResult {
        CellResult(
            cell: cell, key: cell.configurationText, measurements: [],
            conversations: conversations.enumerated().map { number, figures in
                var result = ConversationResult(name: "\(number)")
                result.requests = 10
                result.recorded = 1_000
                result.sent = 1_000
                result.bill = figures.bill
                result.refetchBill = figures.refetch
                result.referencesNeeded = 1_000
                result.referencesVisible = 1_000 - figures.lost
                result.notFitting = figures.notFitting
                result.rejected = figures.rejected
                return result
            })
    }

    /// The same figures for each of some conversations.
    static func result(
        _ cell: Cell, _ figures: Figures, conversations: Int = 1
    ) -> CellResult {
        result(cell, Array(repeating: figures, count: conversations))
    }

    /// The decisions of some cells.
    static func decisions(_ results: [CellResult]) -> [Decision] {
        Decision.all(of: results, order)
    }
}

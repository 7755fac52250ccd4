import Evaluation
import Testing
import Verdicts

@Suite struct SettingsComparisonTests {
    private typealias Runs = ComparedRuns

    private func cell(
        _ management: String, limit: String = "30%", _ more: [(String, String)] = [],
        bill: Int64 = 100, operations: Int64 = 7
    ) -> CellResult {
        Runs.cell(
            "x", settings: [("management", management), ("context.limit", limit)] + more,
            Runs.talks(3) { talk, _ in
                talk.bill = bill
                talk.counts[.operations] = operations
            })
    }

    private let management = ComparedAxes(base: ["management"], head: ["management"])

    @Test func `settings pair up in all other axes, and decisive metrics judge`() {
        let base = [cell("off"), cell("off", limit: "60%")]
        let dearer = [cell("full", bill: 101), cell("full", limit: "60%")]
        let worse = ExactComparison(
            base: Runs.run(base), head: Runs.run(dearer), axes: management)
        #expect(worse.cells == 2 && worse.isComplete && worse.isOfSettings)
        #expect(worse.hasRegressed)
        // More operations are what the setting is for.
        let busier = ExactComparison(
            base: Runs.run(base), head: Runs.run([cell("full", operations: 70), dearer[1]]),
            axes: management)
        #expect(busier.row(.operations)?.verdict == .worse)
        #expect(!busier.hasRegressed && !busier.hasImproved)
        let cheaper = ExactComparison(
            base: Runs.run(dearer), head: Runs.run(base), axes: management)
        #expect(cheaper.hasImproved)
    }

    @Test func `an axis that one side alone names stays equal where it can`() {
        let axes = ComparedAxes(base: ["management"], head: ["management", "context.limit"])
        let base = [cell("off"), cell("off", limit: "60%", bill: 50)]
        let head = [cell("full", limit: "60%", bill: 50)]
        let comparison = ExactComparison(base: Runs.run(base), head: Runs.run(head), axes: axes)
        #expect(comparison.cells == 1)
        #expect(comparison.row(.bill)?.verdict == .equal)
        #expect(comparison.unpaired.map(\.reason) == [.onlyBase])
        #expect(comparison.unpaired.map { $0.cell.value(of: "context.limit") } == ["30%"])
    }

    @Test func `a cell that both settings select says nothing`() {
        // `management=off` selects the compressed cell, too.
        let plain = cell("off", [("compression.mode", "off")])
        let compressed = cell("off", [("compression.mode", "conversation")], bill: 90)
        let axes = ComparedAxes(base: ["management"], head: ["compression.mode"])
        let comparison = ExactComparison(
            base: Runs.run([plain, compressed]), head: Runs.run([compressed]), axes: axes)
        #expect(comparison.cells == 1 && comparison.isComplete)
        #expect(comparison.row(.bill)?.verdict == .better)
        // A setting beside itself is compared all the same.
        let itself = ExactComparison(
            base: Runs.run([plain]), head: Runs.run([plain]), axes: management)
        #expect(itself.cells == 1 && itself.changes.isEmpty)
    }

    @Test func `cells that match several are not compared`() {
        let axes = ComparedAxes(
            base: ["management", "chunks.size"], head: ["management", "chunks.size"])
        let base = [cell("off", [("chunks.size", "8")])]
        let head = ["4", "16"].map { cell("chunked", [("chunks.size", $0)]) }
        let comparison = ExactComparison(base: Runs.run(base), head: Runs.run(head), axes: axes)
        #expect(comparison.cells == 0 && comparison.unpairedCells == 3)
        #expect(Set(comparison.unpaired.map(\.reason)) == [.ambiguous])
    }

    @Test func `what only one setting measures is a difference, not a gap`() {
        var compacted = cell("compaction")
        compacted.measurements.append(Measurement(.compactions, .integer(3)))
        let comparison = ExactComparison(
            base: Runs.run([cell("off")]), head: Runs.run([compacted]), axes: management)
        #expect(comparison.row(.compactions)?.verdict == .different)
        #expect(comparison.isComplete)
    }

    @Test func `modes are compared like settings`() {
        let axes = ComparedAxes(base: ["mode"], head: ["mode"])
        let results = [ReplayMode.stateless, .stateful].map { mode in
            [
                Runs.cell(
                    "x", mode: mode,
                    Runs.talks(3) { talk, _ in talk.bill -= mode == .stateful ? 1 : 0 })
            ]
        }
        let comparison = ExactComparison(
            base: Runs.run(results[0]), head: Runs.run(results[1]), axes: axes)
        #expect(comparison.cells == 1 && comparison.hasImproved)
    }
}

import Evaluation
import Testing
import Verdicts

/// Whatever one side lacks is counted.
@Suite struct ComparisonGapTests {
    private typealias Runs = ComparedRuns

    private func cells(_ corpora: [String], hash: String? = nil) -> [CellResult] {
        corpora.flatMap { corpus in
            ["30%", "60%"].map { limit in
                Runs.cell(corpus, hash: hash, settings: [("context.limit", limit)], Runs.talks(3))
            }
        }
    }

    @Test func `cells of one run alone are not compared`() {
        let (both, one) = (Runs.run(cells(["x", "y"])), Runs.run(cells(["x"])))
        for (base, head, reason) in [
            (both, one, UnpairedCell.Reason.onlyBase), (one, both, .onlyHead),
        ] {
            let comparison = ExactComparison(base: base, head: head)
            #expect(comparison.cells == 2)
            #expect(comparison.unpairedCells == 2 && comparison.allCells == 4)
            #expect(comparison.unpaired.map(\.reason) == [reason, reason])
            #expect(comparison.unpaired.allSatisfy { $0.cell.corpus.name == "y" })
            #expect(comparison.changes.isEmpty && !comparison.isComplete)
        }
    }

    @Test func `recordings that changed are compared with none`() {
        let comparison = ExactComparison(
            base: Runs.run(cells(["x", "y"])),
            head: Runs.run(cells(["x"]) + cells(["y"], hash: "other")))
        #expect(comparison.cells == 2 && comparison.allCells == 4)
        #expect(comparison.unpaired.map(\.reason) == [.otherRecordings, .otherRecordings])
        #expect(!comparison.isComplete)
    }

    @Test func `a cell that failed, or that nobody finished, is not compared`() {
        let all = cells(["x", "y"])
        let failed = Runs.run(
            Array(all.prefix(3)), failures: [CellFailure(cell: all[3].cell, error: "no")])
        let one = ExactComparison(base: Runs.run(all), head: failed)
        #expect(one.unpaired.map(\.reason) == [.failed] && one.unfinished == 0)
        let both = ExactComparison(base: failed, head: failed)
        #expect(both.unpaired.map(\.reason) == [.failed] && both.cells == 3)
        let part = Runs.run(Array(all.prefix(3)), planned: 4)
        let unfinished = ExactComparison(base: part, head: part)
        #expect(unfinished.unfinished == 1 && unfinished.unpairedCells == 1)
        #expect(!unfinished.isComplete)
    }

    @Test func `conversations pair up by name, not by place`() throws {
        let base = [Runs.cell("x", Runs.talks(3) { $0.bill = Int64(10 * ($1 + 1)) })]
        var head = base
        head[0].conversations.reverse()
        let same = ExactComparison(base: Runs.run(base), head: Runs.run(head))
        #expect(same.changes.isEmpty && same.isComplete)
        head[0].conversations.removeLast()
        let lacking = ExactComparison(base: Runs.run(base), head: Runs.run(head))
        #expect(lacking.conversations == 2 && lacking.unpairedConversations == 1)
        #expect(!lacking.isComplete)
    }

    @Test func `a name that comes twice is two conversations`() {
        func run(_ bills: [Int64]) -> RunRecord {
            Runs.run([
                Runs.cell(
                    "x",
                    Runs.talks(bills.count) { talk, number in
                        talk.name = "same"
                        talk.bill = bills[number]
                    })
            ])
        }
        #expect(ExactComparison(base: run([1, 2]), head: run([1, 2])).changes.isEmpty)
        let moved = ExactComparison(base: run([1, 2]), head: run([2, 1]))
        #expect(moved.row(.bill)?.verdict == .different)
        #expect(ExactComparison(base: run([1, 2]), head: run([1])).unpairedConversations == 1)
    }

    @Test func `a metric that one side lacks is not compared, unless another is worse`() throws {
        let base = Runs.run(cells(["x"]))
        var head = base
        for index in head.results.indices {
            head.results[index].measurements.removeAll { $0.metric == .operations }
        }
        for comparison in [
            ExactComparison(base: base, head: head), ExactComparison(base: head, head: base),
        ] {
            #expect(comparison.changes.map(\.verdict) == [.notCompared])
            #expect(comparison.changes[0].lacking == 2)
            #expect(!comparison.isComplete && !comparison.hasRegressed)
        }
        // One cell lacks it, in the other one it is worse.
        var worse = base
        worse.results[0].measurements.removeAll { $0.metric == .operations }
        worse.results[1].measurements = worse.results[1].measurements.map {
            $0.metric == .operations ? Measurement(.operations, .integer(1000)) : $0
        }
        #expect(ExactComparison(base: base, head: worse).row(.operations)?.verdict == .worse)
    }

    @Test func `a label that never occurred is nothing that is missing`() {
        var head = Runs.run(cells(["x"]))
        head.results[0].measurements.append(Measurement(.risk, label: "critical", .integer(1)))
        let comparison = ExactComparison(base: Runs.run(cells(["x"])), head: head)
        #expect(comparison.changes.map(\.verdict) == [.different])
        #expect(comparison.isComplete)
    }
}

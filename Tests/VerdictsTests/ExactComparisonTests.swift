import Evaluation
import Statistics
import Testing
import Verdicts

@Suite struct ExactComparisonTests {
    private typealias Runs = ComparedRuns

    /// A run of two corpora with thirty conversations each; `net` is what each saves of 1,000 tokens.
    private func run(saved: (Int) -> Int, operations: Int64 = 7) -> RunRecord {
        Runs.run(
            ["a", "b"].map { name in
                Runs.cell(
                    name, settings: [("counter", "exact")],
                    Runs.talks(30) { talk, number in
                        talk.sent = 1000 - saved(number)
                        talk.counts[.operations] = operations
                    })
            })
    }

    @Test func `the same results are equal, whatever their times`() {
        var (base, head) = (run { $0 * 10 }, run { $0 * 10 })
        base.results[0].timings = [CellTiming(measurements: [Measurement(.cpuTime, .integer(5))])]
        head.results[0].timings = [CellTiming(measurements: [Measurement(.cpuTime, .integer(9))])]
        let comparison = ExactComparison(base: base, head: head)
        #expect(comparison.cells == 2)
        #expect(comparison.conversations == 60)
        #expect(comparison.changes.isEmpty)
        #expect(comparison.isComplete)
        #expect(!comparison.hasRegressed && !comparison.hasImproved)
        #expect(!comparison.rows.contains { $0.metric == .cpuTime })
    }

    @Test func `a loss of savings is found, paired over conversations`() throws {
        let comparison = ExactComparison(base: run { 300 + $0 }, head: run { 297 + $0 })
        #expect(comparison.hasRegressed)
        let row = try #require(comparison.row(.tokensSavedNet))
        #expect(row.verdict == .worse)
        #expect(row.different == 2)
        let difference = try #require(row.difference)
        #expect(difference.scale == .share(of: .tokensRecorded))
        #expect(abs(try #require(difference.value) + 0.003) < 1e-12)
        #expect(difference.lower == 60 && difference.higher == 0 && difference.equal == 0)
        #expect(try #require(difference.interval).upperBound < 0)
    }

    @Test func `fewer operations are better, a change of facts is merely different`() {
        let better = ExactComparison(base: run { $0 }, head: run(saved: { $0 }, operations: 6))
        #expect(better.hasImproved)
        #expect(better.changes.map(\.name) == ["operations"])
        var other = run { $0 }
        other.results[0].measurements.append(Measurement(.outputHash, .text("x")))
        var base = run { $0 }
        base.results[0].measurements.append(Measurement(.outputHash, .text("y")))
        let different = ExactComparison(base: base, head: other)
        #expect(!different.hasImproved && !different.hasRegressed)
        #expect(different.changes.map(\.verdict) == [.different])
    }

    @Test func `one conversation that gains what another loses is a change`() throws {
        let moved = Runs.run([
            Runs.cell("a", Runs.talks(2) { $0.bill += $1 == 0 ? 5 : -5 })
        ])
        let comparison = ExactComparison(
            base: Runs.run([Runs.cell("a", Runs.talks(2))]), head: moved)
        let row = try #require(comparison.row(.bill))
        #expect(row.base == row.head)
        #expect(row.verdict == .different)
        #expect(!comparison.hasRegressed)
    }

    @Test func `what decides comes first, whatever else is worse`() {
        let worse = Runs.run([
            Runs.cell(
                "a",
                Runs.talks(3) { talk, _ in
                    talk.sent += 100
                    talk.bill += 7
                    talk.referencesVisible -= 1
                    talk.rejected = 1
                })
        ])
        let names = ExactComparison(base: Runs.run([Runs.cell("a", Runs.talks(3))]), head: worse)
            .changes.map(\.name)
        #expect(
            Array(names.prefix(4)) == [
                "bill", "bill.expected", "references.lost", "requests.rejected",
            ])
        #expect(names.contains("tokens.sent"))
    }

    @Test func `the relative change of a bill is that of the sums, by an independent way`() throws {
        // Conversations of very different size: sums weigh them as they are.
        let base = Runs.talks(40) { $0.bill = Int64(1_000 * ($1 * $1 + 1)) }
        let head = Runs.talks(40) {
            $0.bill = Int64(1_000 * ($1 * $1 + 1)) * ($1 % 2 == 0 ? 9 : 8) / 10
        }
        let sums = [base, head].map { $0.reduce(0) { $0 + $1.bill } }
        let row = try #require(
            ExactComparison(
                base: Runs.run([Runs.cell("a", base)]), head: Runs.run([Runs.cell("a", head)])
            ).row(.bill))
        let difference = try #require(row.difference)
        let value = try #require(difference.value)
        #expect(abs(value - (Double(sums[1]) / Double(sums[0]) - 1)) < 1e-12)
        #expect(difference.base == Int128(sums[0]) && difference.head == Int128(sums[1]))
        let interval = try #require(difference.interval)
        #expect(interval.contains(value) && interval.upperBound < -0.1)
        #expect(difference.lower == 40 && difference.isSure)
    }

    @Test func `cells of one conversation are one cluster`() throws {
        let limits = ["30%", "60%"]
        func run(_ bill: Int64) -> RunRecord {
            Runs.run(
                limits.map { limit in
                    Runs.cell(
                        "a", settings: [("context.limit", limit)],
                        Runs.talks(5) { $0.bill = bill + Int64($1) })
                })
        }
        let row = try #require(ExactComparison(base: run(100), head: run(90)).row(.bill))
        #expect(try #require(row.difference).conversations == 5)
        #expect(try #require(row.difference).base == 2 * (500 + 10))
    }

    /// A run of one cell for each count of instructions.
    private func counted(_ instructions: [Int64]) -> RunRecord {
        Runs.run(
            instructions.enumerated().map { place, count in
                CellResult(
                    cell: Cell(
                        corpus: CorpusIdentity(name: "a\(place)", hash: "a\(place)"),
                        configuration: [], mode: .stateless, seed: 1),
                    key: "\(place)",
                    measurements: [
                        Measurement(.requests, .integer(30)),
                        Measurement(.instructions, .integer(count)),
                    ])
            })
    }

    @Test func `instructions are the same within half a percent, and worse beyond`() throws {
        let base = counted([100_000_000, 200_000_000])
        let same = counted([100_499_900, 199_000_100])
        #expect(ExactComparison(base: base, head: same).changes.isEmpty)
        let more = ExactComparison(base: base, head: counted([100_600_000, 202_000_000]))
        #expect(more.hasRegressed)
        #expect(try #require(more.changes.first).different == 2)
        #expect(ExactComparison(base: base, head: counted([99_000_000, 198_000_000])).hasImproved)
        // One cell moved, the sum did not.
        let moved = ExactComparison(base: base, head: counted([101_000_000, 199_000_000]))
        #expect(moved.changes.map(\.verdict) == [.different])
        // Some thousands are no change where there are few.
        let few = ExactComparison(base: counted([1_000_000]), head: counted([1_019_000]))
        #expect(few.changes.isEmpty)
    }

    @Test func `of several counts of a cell the least stands`() {
        let least = RunRecord.least(
            .instructions, of: [counted([5, 9]), counted([6, 7]), counted([8, 8])])
        let values = least.results.map { result in
            result.measurements.first { $0.metric == .instructions }?.value
        }
        #expect(values == [.integer(5), .integer(7)])
        #expect(least.results.allSatisfy { $0.measurements[0].value == .integer(30) })
    }
}

enum TinyRun {
    static let description = RunDescription(
        id: "r", startedAt: 0, command: "winnow run",
        program: MeasuredProgram(revision: "abc", buildFingerprint: "b", environment: []),
        work: PlannedWork(
            name: "m", matrix: MatrixText(yaml: ""), seed: 1, corpora: [], cells: 2))
}

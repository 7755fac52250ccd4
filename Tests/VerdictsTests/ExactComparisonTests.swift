import Evaluation
import Statistics
import Testing
import Verdicts

@Suite struct ExactComparisonTests {
    /// A run of two corpora with thirty conversations each; `net` is what each saves of 1,000 tokens.
    private func run(net: (Int) -> Int64, summaries: Int64 = 10, hash: String = "h") -> RunRecord {
        let results = ["a", "b"].map { name in
            let saved = (0..<30).map(net)
            return CellResult(
                cell: Cell(
                    corpus: CorpusIdentity(name: name, hash: name),
                    configuration: [AxisValue(axis: "counter", value: "exact")],
                    mode: .stateless, seed: 1),
                key: name,
                measurements: [
                    Measurement(.tokensIn, .integer(30_000)),
                    Measurement(.tokensSavedNet, .integer(saved.reduce(0, +))),
                    Measurement(.summaries, .integer(summaries)),
                    Measurement(.outputHash, .text(hash)),
                ],
                conversations: saved.enumerated().map { number, saved in
                    var conversation = ConversationResult(name: "\(number)")
                    conversation.recorded = 1000
                    conversation.sent = 1000 - Int(saved)
                    conversation.counts = [.tokensIn: 1000]
                    return conversation
                },
                timings: [
                    CellTiming(measurements: [
                        Measurement(.cpuTime, .integer(.random(in: 1...1_000_000)))
                    ])
                ])
        }
        return RunRecord(description: TinyRun.description, results: results)
    }

    @Test func `the same results are equal, whatever their times`() {
        let comparison = ExactComparison(
            base: run { Int64($0) * 10 }, head: run { Int64($0) * 10 })
        #expect(comparison.cells == 2)
        #expect(comparison.changes.isEmpty)
        #expect(!comparison.hasRegressed && !comparison.hasImproved)
        #expect(!comparison.rows.contains { $0.metric == .cpuTime })
    }

    @Test func `a loss of one percent of net savings is found, with its interval`() throws {
        let comparison = ExactComparison(
            base: run { 300 + Int64($0) }, head: run { 297 + Int64($0) })
        #expect(comparison.hasRegressed)
        let row = try #require(comparison.changes.first)
        #expect(row.name == "tokens.saved.net")
        #expect(row.verdict == .worse)
        #expect(row.different == 2)
        let rates = try #require(row.rates)
        #expect(abs(rates.value + 0.003) < 1e-12)
        #expect(rates.lower == 60 && rates.higher == 0)
        #expect(try #require(rates.interval).upperBound < 0)
    }

    @Test func `fewer summaries are better, other outputs are merely different`() {
        let better = ExactComparison(
            base: run { Int64($0) }, head: run(net: { Int64($0) }, summaries: 9))
        #expect(better.hasImproved)
        let different = ExactComparison(
            base: run { Int64($0) }, head: run(net: { Int64($0) }, hash: "other"))
        #expect(!different.hasImproved && !different.hasRegressed)
        #expect(different.changes.map(\.verdict) == [.different])
    }

    @Test func `cells of one run alone are counted, not compared`() {
        let whole = run { Int64($0) }
        var part = whole
        part.results.removeLast()
        let comparison = ExactComparison(base: whole, head: part)
        #expect(comparison.cells == 1)
        #expect(comparison.onlyBase == 1)
        #expect(comparison.onlyHead == 0)
        #expect(comparison.changes.isEmpty)
    }

    /// A run of one cell for each count of instructions.
    private func counted(_ instructions: [Int64]) -> RunRecord {
        let results = instructions.enumerated().map { place, count in
            CellResult(
                cell: Cell(
                    corpus: CorpusIdentity(name: "a", hash: "a"), configuration: [],
                    mode: .stateless, seed: UInt64(place)),
                key: "\(place)",
                measurements: [
                    Measurement(.tokensIn, .integer(30_000)),
                    Measurement(.instructions, .integer(count)),
                ])
        }
        return RunRecord(description: TinyRun.description, results: results)
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
        #expect(least.results.allSatisfy { $0.measurements[0].value == .integer(30_000) })
    }
}

enum TinyRun {
    static let description = RunDescription(
        id: "r", startedAt: 0, command: "winnow run", revision: "abc", buildFingerprint: "b",
        environment: [], matrix: "", matrixName: "m", seed: 1, corpora: [], plannedCells: 2)
}

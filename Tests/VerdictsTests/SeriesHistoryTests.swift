import Evaluation
import Statistics
import Testing
import Verdicts

@Suite struct SeriesHistoryTests {
    private func history(_ metric: Metric, _ values: [Double]) -> SeriesHistory {
        SeriesHistory(
            name: "s", metric: metric,
            points: values.enumerated().map {
                SeriesHistory.Point(
                    run: "run-\($0.offset)", revision: "r\($0.offset)",
                    value: .integer(Int64($0.element)))
            })
    }

    /// Nightly runs around a level with three percent of noise; from `change` on shifted by a
    /// factor.
    private func timings(
        _ count: Int, seed: UInt64, change: Int = .max, factor: Double = 1
    ) -> [Double] {
        var generator = SeededGenerator(seed: seed, name: "nights")
        return (0..<count).map { run in
            let level = run >= change ? 1e9 * factor : 1e9
            return level * (1 + 0.03 * generator.nextNormal())
        }
    }

    @Test func `an exact value that changes is news, by its polarity`() {
        #expect(history(.tokensSavedNet, [100, 100]).triage == .steady)
        #expect(history(.tokensSavedNet, [100, 99]).triage == .regressed)
        #expect(history(.summaries, [100, 99]).triage == .improved)
        #expect(history(.tokensExact, [100, 99]).triage == .changed)
        #expect(history(.tokensSavedNet, [100]).triage == .new)
        #expect(history(.instructions, [10_000_000, 10_040_000]).triage == .steady)
        #expect(history(.instructions, [10_000_000, 10_060_000]).triage == .regressed)
    }

    @Test func `a slower program is found within a fortnight, and is no news later`() {
        let slower = history(.cpuTime, timings(45, seed: 1, change: 27, factor: 1.1))
        #expect(slower.triage == .regressed)
        #expect(slower.changes.count == 1)
        #expect(["run-25", "run-26", "run-27", "run-28", "run-29"].contains(slower.changes[0].run))
        let faster = history(.cpuTime, timings(45, seed: 1, change: 27, factor: 0.9))
        #expect(faster.triage == .improved)
        let old = history(.cpuTime, timings(60, seed: 1, change: 30, factor: 1.1))
        #expect(old.changes.count == 1)
        #expect(old.triage == .steady)
    }

    @Test func `one bad run stands out and is no change`() {
        var values = timings(40, seed: 2)
        values[39] = 2e9
        #expect(history(.cpuTime, values).triage == .outlier)
    }

    @Test func `noise alone is hardly ever called a regression`() {
        var triages: [Triage: Int] = [:]
        for seed in 0..<60 {
            triages[history(.cpuTime, timings(30, seed: UInt64(seed + 10))).triage, default: 0] += 1
        }
        #expect(triages[.regressed, default: 0] + triages[.improved, default: 0] <= 2)
        #expect(triages[.outlier, default: 0] <= 6)
    }

    @Test func `a series that the latest run lacks is gone, whatever it was`() {
        let points = [100.0, 90].enumerated().map {
            SeriesHistory.Point(
                run: "run-\($0.offset)", revision: "r", value: .integer(Int64($0.element)))
        }
        for metric in [Metric.tokensSavedNet, .cpuTime, .outputHash] {
            let gone = SeriesHistory(name: "s", metric: metric, points: points, isGone: true)
            #expect(gone.triage == .gone && gone.changes.isEmpty && gone.fence == nil)
        }
        #expect(Triage.allCases.firstIndex(of: .gone) == 1)
    }

    @Test func `a sparkline shows lowest and highest`() {
        #expect(history(.summaries, [1, 8, 4]).sparkline() == "▁█▄")
        #expect(history(.summaries, [5, 5]).sparkline() == "▄▄")
    }
}

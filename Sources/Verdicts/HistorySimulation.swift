internal import Evaluation
internal import Statistics

/// How often a history would call noise a change: runs that are simulated, not measured.
package struct HistorySimulation: Hashable, Sendable {
    /// How much of a run's noise lasts into the next: 0 for none.
    package let memory: Double
    /// How many series were thrown.
    package let series: Int
    /// In how many of them the latest run was called a regression or an improvement.
    package private(set) var moved = 0
    /// In how many the latest run stood out.
    package private(set) var outliers = 0
    /// In how many a change of level was found anywhere.
    package private(set) var changed = 0

    /// The memories that are simulated, and the noise of a run as a share of the level.
    package static let memories = [0, 0.5]
    /// The relative spread of the runs.
    package static let noise = 0.05

    /// Simulates so many series of so many runs at one level.
    package init(memory: Double, series: Int, runs: Int, seed: UInt64) {
        self.memory = memory
        self.series = series
        for number in 0..<series {
            var generator = SeededGenerator(seed: seed, name: "night/\(memory)/\(number)")
            var state = 0.0
            let points = (0..<runs).map { run -> SeriesHistory.Point in
                let innovation = generator.nextNormal()
                state =
                    run == 0
                    ? innovation : memory * state + (1 - memory * memory).squareRoot() * innovation
                let value = 1e9 * (1 + Self.noise * state)
                return SeriesHistory.Point(
                    run: "\(run)", revision: "", value: .integer(Int64(value)))
            }
            let history = SeriesHistory(name: "", metric: .cpuTime, points: points)
            switch history.triage {
            case .regressed, .improved: moved += 1
            case .outlier: outliers += 1
            default: break
            }
            if !history.changes.isEmpty { changed += 1 }
        }
    }
}

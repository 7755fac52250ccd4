internal import Evaluation
internal import Statistics

/// How often a history would call noise a change: nights that were thrown, not measured.
package struct HistorySimulation: Hashable, Sendable {
    /// How much of a night's noise lasts into the next: 0 for none.
    package let memory: Double
    /// How many series were thrown.
    package let series: Int
    /// In how many of them the last night was called a regression or an improvement.
    package private(set) var moved = 0
    /// In how many the last night stood out.
    package private(set) var outliers = 0
    /// In how many a change of level was found anywhere.
    package private(set) var changed = 0

    /// The memories that are simulated, and the noise of a night as a share of the level.
    package static let memories = [0, 0.5]
    /// The relative spread of the nights.
    package static let noise = 0.05

    /// Throws so many series of so many nights at one level.
    package init(memory: Double, series: Int, nights: Int, seed: UInt64) {
        self.memory = memory
        self.series = series
        for number in 0..<series {
            var generator = SeededGenerator(seed: seed, name: "night/\(memory)/\(number)")
            var state = 0.0
            let points = (0..<nights).map { night -> SeriesHistory.Point in
                let fresh = generator.nextNormal()
                state =
                    night == 0
                    ? fresh : memory * state + (1 - memory * memory).squareRoot() * fresh
                let value = 1e9 * (1 + Self.noise * state)
                return SeriesHistory.Point(
                    run: "\(night)", revision: "", value: .integer(Int64(value)))
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

/// The noise around the process while it replayed a cell, as far as the system reports it.
package struct ProcessNoise: Hashable, Sendable {
    /// Time that other machines had taken from this one, as a share of the processors' time; counted in
    /// ticks of some milliseconds, so that it says little about a short cell.
    package var steal: Double?
    /// Time that runnable work had to wait for a processor, as a share of the wall time.
    package var pressure: Double?
    /// How often the process, all cells that it replays at once included, had to yield a processor.
    package var involuntarySwitches: Int?

    /// Noise; nil for what the system does not report.
    package init(
        steal: Double? = nil, pressure: Double? = nil, involuntarySwitches: Int? = nil
    ) {
        self.steal = steal
        self.pressure = pressure
        self.involuntarySwitches = involuntarySwitches
    }

    /// What is known of it, as measurements.
    var measurements: [Measurement] {
        [
            steal.map { Measurement(.stealShare, .real($0)) },
            pressure.map { Measurement(.pressureShare, .real($0)) },
            involuntarySwitches.map { Measurement(.involuntarySwitches, .integer(Int64($0))) },
        ].compactMap { $0 }
    }
}

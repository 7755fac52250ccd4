/// What disturbs a measurement, over one process.
package struct Noise: Hashable, Sendable {
    /// Time that other machines had taken from this one, as a share of the processors' time.
    package var steal: Double
    /// Time that runnable work had to wait for a processor, as a share of the wall time.
    package var pressure: Double
    /// How often the process had to yield a processor.
    package var involuntarySwitches: Int

    /// Some noise.
    package init(steal: Double = 0, pressure: Double = 0, involuntarySwitches: Int = 0) {
        self.steal = steal
        self.pressure = pressure
        self.involuntarySwitches = involuntarySwitches
    }
}

/// What one process measured: of each series the median of its repetitions.
package struct ArmSample: Hashable, Sendable {
    /// Positive values by series.
    package var values: [String: Double]
    /// What the outputs of each series hash to; equal hashes stand for equal work.
    package var outputs: [String: String]
    /// What disturbed it.
    package var noise: Noise

    /// A sample.
    package init(
        values: [String: Double], outputs: [String: String] = [:], noise: Noise = Noise()
    ) {
        self.values = values
        self.outputs = outputs
        self.noise = noise
    }
}

/// Every arm once, one process each, close together in time: the unit of inference.
package struct Block: Hashable, Sendable {
    /// What the judged arm is compared with.
    package var base: ArmSample
    /// The judged arm.
    package var head: ArmSample
    /// The base once more: what it seems to differ from itself by is noise.
    package var again: ArmSample

    /// The largest share of stolen time that a block may have; fixed beforehand, whatever was measured.
    package static let mostSteal = 0.1

    /// A block.
    package init(base: ArmSample, head: ArmSample, again: ArmSample) {
        self.base = base
        self.head = head
        self.again = again
    }

    /// Whether the block is fit for use; one bad arm spoils all of it.
    package var isValid: Bool {
        [base, head, again].allSatisfy { $0.noise.steal <= Self.mostSteal }
    }
}

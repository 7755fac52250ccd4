internal import Statistics

/// The noise in a measurement, over one block.
package struct Noise: Hashable, Sendable {
    /// Time that other machines had taken from this one, as a share of the processors' time.
    package var steal: Double
    /// Time that runnable work had to wait for a processor, as a share of the wall time.
    package var pressure: Double
    /// How often the arms had to yield a processor.
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

    /// A sample.
    package init(values: [String: Double], outputs: [String: String] = [:]) {
        self.values = values
        self.outputs = outputs
    }
}

extension ArmSample {
    fileprivate mutating func addTotal(of names: [String]) {
        values[Block.total] = names.reduce(0) { $0 + (values[$1] ?? 0) }
        outputs[Block.total] = names.map { outputs[$0] ?? "" }.joined(separator: " ")
    }
}

/// Every arm once, one process each, side by side in time: the unit of inference.
///
/// The speed of a machine that others share changes by half within seconds. Arms that run one after the
/// other would each meet another machine; arms that take turns all meet the same one.
package struct Block: Hashable, Sendable {
    /// What the judged arm is compared with.
    package var base: ArmSample
    /// The judged arm.
    package var head: ArmSample
    /// The base once more: what it seems to differ from itself by is noise.
    package var again: ArmSample
    /// The noise that all of them met.
    package var noise: Noise

    /// How long a turn of an arm is.
    package static let turnMilliseconds = 20
    /// The largest share of stolen time that a block may have; fixed beforehand, whatever was measured.
    /// Arms that take turns are stolen from alike, so that only a machine that hardly runs spoils one.
    package static let mostSteal = 0.3

    /// The series of everything together.
    package static let total = "all cells"

    /// A block.
    package init(
        base: ArmSample, head: ArmSample, again: ArmSample, noise: Noise = Noise()
    ) {
        self.base = base
        self.head = head
        self.again = again
        self.noise = noise
    }

    /// Adds the series of everything together: the sum of those that all arms have, where there are
    /// several.
    package mutating func addTotal() {
        let names = base.values.keys.filter {
            head.values[$0] != nil && again.values[$0] != nil
        }.sorted()
        guard names.count > 1 else { return }
        base.addTotal(of: names)
        head.addTotal(of: names)
        again.addTotal(of: names)
    }

    /// Whether the block is fit for use.
    package var isValid: Bool { noise.steal <= Self.mostSteal }
}

/// The order in which blocks meet their arms: drawn from a seed for one block, reversed for the next, so
/// that no arm always follows the same other one.
package enum BlockOrder {
    /// The arms of a block, in order.
    package static func order<Arms: MutableCollection & RandomAccessCollection>(
        of arms: Arms, block number: Int, seed: UInt64
    ) -> [Arms.Element] {
        var generator = SeededGenerator(seed: seed, name: "block/\(number / 2)")
        var arms = arms
        generator.shuffle(&arms)
        return number.isMultiple(of: 2) ? Array(arms) : arms.reversed()
    }
}

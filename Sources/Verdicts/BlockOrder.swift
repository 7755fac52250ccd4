internal import Statistics

/// The arms of a block.
package enum Arm: String, Hashable, Sendable, CaseIterable {
    /// What is compared with.
    case base
    /// What is judged.
    case head
    /// The base once more.
    case again
}

/// The order in which blocks meet their arms: drawn from a seed for one block, reversed for the next, so
/// that neither a machine that warms up nor one that cools down favours an arm.
package enum BlockOrder {
    /// The arms of a block, in order.
    package static func arms(ofBlock number: Int, seed: UInt64) -> [Arm] {
        var generator = SeededGenerator(seed: seed, name: "block/\(number / 2)")
        var arms = Arm.allCases
        generator.shuffle(&arms)
        return number.isMultiple(of: 2) ? arms : arms.reversed()
    }
}

internal import Statistics

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

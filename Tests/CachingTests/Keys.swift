import Caching
import TestSupport

/// A number as a key whose hash is well mixed and the same in every process.
struct NumberKey: StableHashable {
    let number: Int

    init(_ number: Int) { self.number = number }

    var stableHash: UInt64 { SplitMix.mixed(UInt64(bitPattern: Int64(number))) }
}

/// A cache of numbers.
typealias NumberCache = BoundedCache<NumberKey, Int>

extension NumberCache {
    /// Asks for each key in turn and offers what is missing, as a program that uses a cache does.
    mutating func use(_ keys: some Sequence<Int>, cost: Int = 1) {
        for key in keys where value(for: NumberKey(key)) == nil {
            insert(key, for: NumberKey(key), cost: cost)
        }
    }
}

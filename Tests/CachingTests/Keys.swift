import Caching

/// A number as a key whose hash is well mixed and the same in every process.
struct NumberKey: StableHashable {
    let number: Int

    init(_ number: Int) { self.number = number }

    var stableHash: UInt64 { Mixer.mixed(UInt64(bitPattern: Int64(number))) }
}

/// Seeded pseudo-random numbers (SplitMix64).
struct Mixer: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mixed(state)
    }

    static func mixed(_ number: UInt64) -> UInt64 {
        var word = number
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
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

/// A seeded source of pseudo-random numbers: the same seed gives the same sequence on any machine.
///
/// The algorithm is xoshiro256** of Blackman and Vigna ("Scrambled linear pseudorandom number
/// generators", 2021), its state filled by SplitMix64 as the authors advise. It does not conform to
/// `RandomNumberGenerator` on purpose: the standard library's shuffles may change between releases.
public struct SeededGenerator: Hashable, Sendable {
    private var state: State

    private struct State: Hashable, Sendable {
        var first: UInt64
        var second: UInt64
        var third: UInt64
        var fourth: UInt64
    }

    /// The generator of a seed; every seed is good, zero included.
    public init(seed: UInt64) {
        var mixer = SplitMix64(state: seed)
        state = State(
            first: mixer.next(), second: mixer.next(), third: mixer.next(), fourth: mixer.next())
    }

    /// The generator of a purpose within a seed: independent of all other names, so adding a
    /// purpose does not disturb the others.
    ///
    /// The sub-seed is SplitMix64's first output for the seed, xor the 64-bit FNV-1a of the name's
    /// UTF-8.
    public init(seed: UInt64, name: String) {
        var mixer = SplitMix64(state: seed)
        self.init(seed: mixer.next() ^ FNV1a.hash(name))
    }

    /// A generator in a given state, which must not be all zeros.
    public init(state words: (UInt64, UInt64, UInt64, UInt64)) {
        precondition(words != (0, 0, 0, 0), "the all-zero state only gives zeros")
        state = State(first: words.0, second: words.1, third: words.2, fourth: words.3)
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        let result = Self.rotate(state.second &* 5, by: 7) &* 9
        let shifted = state.second << 17
        state.third ^= state.first
        state.fourth ^= state.second
        state.second ^= state.third
        state.first ^= state.fourth
        state.third ^= shifted
        state.fourth = Self.rotate(state.fourth, by: 45)
        return result
    }

    private static func rotate(_ word: UInt64, by count: UInt64) -> UInt64 {
        word << count | word >> (64 - count)
    }
}

extension SeededGenerator {
    /// A number from 0 to below the bound, each equally likely (Lemire, "Fast random integer
    /// generation in an interval", 2019). The bound must be positive.
    public mutating func next(below bound: Int) -> Int {
        precondition(bound > 0, "the bound must be positive")
        let range = UInt64(bound)
        var product = next().multipliedFullWidth(by: range)
        if product.low < range {
            let rejected = (0 &- range) % range
            while product.low < rejected { product = next().multipliedFullWidth(by: range) }
        }
        return Int(product.high)
    }

    /// A number of the range, each equally likely.
    public mutating func next(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + next(below: range.upperBound - range.lowerBound + 1)
    }

    /// One element, each equally likely; the collection must not be empty.
    public mutating func choose<C: RandomAccessCollection>(_ elements: C) -> C.Element {
        elements[elements.index(elements.startIndex, offsetBy: next(below: elements.count))]
    }

    /// Puts the elements in a random order, each equally likely (Fisher–Yates, from the end).
    /// O(elements).
    public mutating func shuffle<C: MutableCollection & RandomAccessCollection>(
        _ elements: inout C
    ) {
        for remaining in stride(from: elements.count, to: 1, by: -1) {
            let last = elements.index(elements.startIndex, offsetBy: remaining - 1)
            let other = elements.index(elements.startIndex, offsetBy: next(below: remaining))
            elements.swapAt(last, other)
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), which
/// turns any seed into well-mixed words.
public struct SplitMix64: Hashable, Sendable {
    private var state: UInt64

    /// A generator whose first output mixes the given state.
    public init(state: UInt64) { self.state = state }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

/// The 64-bit FNV-1a hash (Fowler, Noll and Vo; RFC 9923): short, stable names of seeds, not a
/// content hash.
public enum FNV1a {
    /// The hash of a text's UTF-8.
    public static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}

extension SeededGenerator {
    /// A number of the standard normal distribution, by its quantile function.
    public mutating func nextNormal() -> Double {
        let steps = 1 << 30
        return NormalDistribution.quantile((Double(next(below: steps)) + 0.5) / Double(steps))
    }
}

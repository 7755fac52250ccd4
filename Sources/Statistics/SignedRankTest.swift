/// Wilcoxon's signed-rank test of differences around zero, with exact probabilities.
///
/// Zeros are left out, equal magnitudes share the mean of their ranks, and the probabilities are those
/// of all 2ⁿ signs of the ranks that there are, ties included; beyond `mostExact` differences, those of
/// the normal distribution with the variance of the ranks.
public struct SignedRankTest: Hashable, Sendable {
    /// How many differences are not zero.
    public let count: Int
    /// The sum of the ranks of the positive differences.
    public let positiveRankSum: Double
    /// The probability, if signs were thrown, of a rank sum as far from the middle or farther.
    public let pValue: Double

    /// The largest number of differences whose probabilities are exact.
    public static let mostExact = 200

    /// The test of some differences; without any but zeros the p-value is 1. O(n³) up to `mostExact`.
    public init(_ differences: [Double]) {
        let ranks = Self.doubledRanks(differences.filter { $0 != 0 })
        count = ranks.count
        let positive = ranks.reduce(0) { $0 + ($1.isPositive ? $1.doubled : 0) }
        positiveRankSum = Double(positive) / 2
        let all = ranks.map(\.doubled)
        pValue = all.isEmpty ? 1 : Self.pValue(of: positive, all)
    }

    /// The normal deviate that has the same two-sided probability, with the sign of the shift.
    public var deviate: Double {
        let magnitude = Self.deviate(ofPValue: pValue)
        let middle = Double(count * (count + 1)) / 4
        return positiveRankSum < middle ? -magnitude : magnitude
    }

    /// The magnitude of the normal deviate that has a two-sided probability.
    public static func deviate(ofPValue pValue: Double) -> Double {
        -NormalDistribution.quantile(max(pValue / 2, 1e-15))
    }

    private static func pValue(of positive: Int, _ ranks: [Int]) -> Double {
        let total = ranks.reduce(0, +)
        let low = min(positive, total - positive)
        guard ranks.count <= mostExact else {
            let variance = ranks.reduce(0.0) { $0 + Double($1) * Double($1) } / 4
            let z = (Double(low) - Double(total) / 2) / variance.squareRoot()
            return min(1, 2 * NormalDistribution.cumulative(z))
        }
        return min(1, 2 * distribution(of: ranks)[...low].reduce(0, +))
    }

    /// The probability of each sum of ranks whose signs are thrown, up to their total.
    static func distribution(of ranks: [Int]) -> [Double] {
        var chances = [1.0]
        for rank in ranks {
            var next = chances.map { $0 / 2 } + [Double](repeating: 0, count: rank)
            for (sum, chance) in chances.enumerated() { next[sum + rank] += chance / 2 }
            chances = next
        }
        return chances
    }

    /// Twice the rank of each difference by magnitude, which is whole even for ties.
    private static func doubledRanks(
        _ differences: [Double]
    ) -> [(isPositive: Bool, doubled: Int)] {
        let sorted = differences.sorted { $0.magnitude < $1.magnitude }
        var ranks: [(isPositive: Bool, doubled: Int)] = []
        while ranks.count < sorted.count {
            let first = ranks.count
            let same = sorted[first...].prefix { $0.magnitude == sorted[first].magnitude }
            let doubled = 2 * first + same.count + 1
            ranks += same.map { ($0 > 0, doubled) }
        }
        return ranks
    }
}

/// The Hodges–Lehmann estimate of a shift: the median of all means of two differences (each with
/// itself, too), with the interval that belongs to the signed-rank test.
public struct HodgesLehmann: Hashable, Sendable {
    /// The estimate.
    public let estimate: Double
    private let averages: [Double]
    private let count: Int

    /// The estimate from some differences; nil without any. O(n² log n).
    public init?(_ differences: [Double]) {
        guard !differences.isEmpty else { return nil }
        var averages: [Double] = []
        averages.reserveCapacity(differences.count * (differences.count + 1) / 2)
        for (index, difference) in differences.enumerated() {
            for other in differences[index...] { averages.append((difference + other) / 2) }
        }
        averages.sort()
        self.averages = averages
        count = differences.count
        let middle = averages.count / 2
        estimate =
            averages.count.isMultiple(of: 2)
            ? (averages[middle - 1] + averages[middle]) / 2 : averages[middle]
    }

    /// The interval that covers the shift with at least that probability, from the exact distribution
    /// without ties (as R's `wilcox.test`); nil where there are too few differences for one.
    public func interval(confidence: Double) -> ClosedRange<Double>? {
        precondition(confidence > 0 && confidence < 1, "confidence lies between 0 and 1")
        let tail = (1 - confidence) / 2
        let rank = count <= SignedRankTest.mostExact ? exactRank(tail) : normalRank(tail)
        guard rank > 0, rank <= averages.count else { return nil }
        return averages[rank - 1]...averages[averages.count - rank]
    }

    /// The smallest rank sum whose probability of not being exceeded is at least the tail's.
    private func exactRank(_ tail: Double) -> Int {
        var below = 0.0
        for (sum, chance) in SignedRankTest.distribution(of: Array(1...count)).enumerated() {
            below += chance
            if below >= tail { return sum }
        }
        return 0
    }

    private func normalRank(_ tail: Double) -> Int {
        let n = Double(count)
        let deviation = (n * (n + 1) * (2 * n + 1) / 24).squareRoot()
        return Int(n * (n + 1) / 4 + NormalDistribution.quantile(tail) * deviation)
    }
}

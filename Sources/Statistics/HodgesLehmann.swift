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

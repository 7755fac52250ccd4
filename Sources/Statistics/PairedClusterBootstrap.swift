/// The difference between two ratios of sums over the same clusters, or their quotient, with a
/// bootstrap interval.
///
/// Clusters (conversations) are drawn with replacement, both arms of a cluster together; the interval
/// is the bias-corrected and accelerated one (Efron, "Better Bootstrap Confidence Intervals", 1987),
/// with the acceleration of the jackknife and quantiles between order statistics as in SciPy's
/// `bootstrap`. The same clusters, in the same order, and the same seed give the same interval.
public struct PairedClusterBootstrap: Hashable, Sendable {
    /// What both arms measured on one cluster.
    public struct Cluster: Hashable, Sendable {
        /// The ratio that is judged.
        public var head: RatioOfSums
        /// The ratio it is compared with.
        public var base: RatioOfSums

        /// A cluster.
        public init(head: RatioOfSums, base: RatioOfSums) {
            self.head = head
            self.base = base
        }
    }

    /// How many times the clusters are drawn.
    public let resamples: Int
    /// The probability that the interval is made for.
    public let confidence: Double
    /// The seed of the draws.
    public let seed: UInt64

    /// A bootstrap of at least one resample and a confidence between 0 and 1.
    public init(resamples: Int = 10_000, confidence: Double = 0.95, seed: UInt64) {
        precondition(resamples > 0, "a bootstrap has a resample")
        precondition(confidence > 0 && confidence < 1, "confidence lies between 0 and 1")
        self.resamples = resamples
        self.confidence = confidence
        self.seed = seed
    }

    /// The difference head − base over all clusters; nil where one arm's denominators sum to zero.
    ///
    /// There is no interval for fewer than two clusters. Resamples without a denominator in one arm
    /// are left out. Clusters that are all alike give an interval of no width.
    ///
    /// O(resamples · clusters).
    public func difference(over clusters: [Cluster]) -> RatioDifference? {
        guard let value = Sums(clusters).difference else { return nil }
        return RatioDifference(
            value: value, interval: interval(of: \.difference, around: value, clusters),
            of: clusters)
    }

    /// One ratio of sums over all clusters, with its own interval; nil where the denominators sum to zero.
    ///
    /// O(resamples · clusters).
    public func ratio(over clusters: [RatioOfSums]) -> RatioDifference? {
        difference(over: clusters.map { Cluster(head: $0, base: .nothing) })
    }

    /// The quotient head ⁄ base over all clusters; nil where one arm's denominators sum to zero, or the
    /// base's ratio is zero.
    ///
    /// The interval is made as that of the difference; resamples without a quotient are left out.
    ///
    /// O(resamples · clusters).
    public func quotient(over clusters: [Cluster]) -> RatioQuotient? {
        guard let value = Sums(clusters).quotient else { return nil }
        return RatioQuotient(
            value: value, interval: interval(of: \.quotient, around: value, clusters))
    }

    /// What both arms are compared by.
    private typealias Statistic = any KeyPath<Sums, Double?> & Sendable

    /// The interval; nil for fewer than two clusters, or if no resample has the statistic.
    private func interval(
        of statistic: Statistic, around value: Double, _ clusters: [Cluster]
    ) -> ClosedRange<Double>? {
        guard clusters.count > 1 else { return nil }
        let draws = draws(of: statistic, from: clusters)
        guard !draws.isEmpty else { return nil }
        let below = draws.count { $0 < value }
        let notAbove = draws.count { $0 <= value }
        let outmost = 0.5 / Double(draws.count)
        let share = Double(below + notAbove) / Double(2 * draws.count)
        let bias = NormalDistribution.quantile(min(max(share, outmost), 1 - outmost))
        let acceleration = Self.acceleration(of: statistic, clusters)
        func end(_ probability: Double) -> Double {
            let shift = bias + NormalDistribution.quantile(probability)
            let slope = 1 - acceleration * shift
            guard slope > 0 else { return shift < 0 ? draws[0] : draws[draws.count - 1] }
            let rank = NormalDistribution.cumulative(bias + shift / slope)
            return Quantile.interpolated(at: rank, ofSorted: draws)
        }
        let tail = (1 - confidence) / 2
        return min(end(tail), end(1 - tail))...max(end(tail), end(1 - tail))
    }

    /// The statistics of the resamples, ascending; those without a denominator are left out.
    private func draws(of statistic: Statistic, from clusters: [Cluster]) -> [Double] {
        var generator = SeededGenerator(seed: seed, name: "paired-cluster-bootstrap")
        var draws: [Double] = []
        draws.reserveCapacity(resamples)
        for _ in 0..<resamples {
            var sums = Sums()
            for _ in clusters { sums.add(clusters[generator.next(below: clusters.count)]) }
            if let value = sums[keyPath: statistic] { draws.append(value) }
        }
        return draws.sorted()
    }

    /// The skewness of what leaving out one cluster does, divided by six; zero where leaving out
    /// makes no difference.
    private static func acceleration(of statistic: Statistic, _ clusters: [Cluster]) -> Double {
        let all = Sums(clusters)
        let left = clusters.compactMap { all.without($0)[keyPath: statistic] }
        let mean = left.reduce(0, +) / Double(max(left.count, 1))
        var squares = 0.0
        var cubes = 0.0
        for value in left {
            let deviation = mean - value
            squares += deviation * deviation
            cubes += deviation * deviation * deviation
        }
        return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    }
}

/// The sums of both arms.
private struct Sums: Sendable {
    private var head = RatioOfSums()
    private var base = RatioOfSums()

    init(_ clusters: [PairedClusterBootstrap.Cluster] = []) {
        for cluster in clusters { add(cluster) }
    }

    mutating func add(_ cluster: PairedClusterBootstrap.Cluster) {
        head.merge(cluster.head)
        base.merge(cluster.base)
    }

    func without(_ cluster: PairedClusterBootstrap.Cluster) -> Self {
        var rest = self
        rest.head.remove(cluster.head)
        rest.base.remove(cluster.base)
        return rest
    }

    var difference: Double? {
        guard let head = head.value, let base = base.value else { return nil }
        return head - base
    }

    var quotient: Double? {
        guard let head = head.value, let base = base.value, base != 0 else { return nil }
        return head / base
    }
}

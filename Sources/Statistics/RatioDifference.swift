/// The difference of two ratios of sums over clusters: head − base.
public struct RatioDifference: Hashable, Sendable {
    /// The difference over all clusters.
    public let value: Double
    /// The interval of the difference; nil where there are too few clusters for one.
    public let interval: ClosedRange<Double>?
    /// How many clusters have the higher ratio in the head.
    public private(set) var higher = 0
    /// How many clusters have the same ratio in both.
    public private(set) var equal = 0
    /// How many clusters have the lower ratio in the head.
    public private(set) var lower = 0
    /// How many clusters have no ratio in one arm at least.
    public private(set) var undefined = 0

    init(
        value: Double, interval: ClosedRange<Double>?, of clusters: [PairedClusterBootstrap.Cluster]
    ) {
        self.value = value
        self.interval = interval
        for cluster in clusters {
            guard let head = cluster.head.value, let base = cluster.base.value else {
                undefined += 1
                continue
            }
            if head > base { higher += 1 } else if head < base { lower += 1 } else { equal += 1 }
        }
    }
}

/// The quotient of two ratios of sums over clusters: head ⁄ base.
public struct RatioQuotient: Hashable, Sendable {
    /// The quotient over all clusters.
    public let value: Double
    /// The interval of the quotient; nil where there are too few clusters for one.
    public let interval: ClosedRange<Double>?
}

/// A ratio over many items as the ratio of their sums, so that big items weigh what they are.
///
/// The mean of the items' own ratios would let a hundred tiny conversations outvote a long one.
public struct RatioOfSums: Hashable, Sendable {
    /// The sum of the upper parts.
    public private(set) var numerator: Int128
    /// The sum of the lower parts.
    public private(set) var denominator: Int128

    /// The ratio over no items yet.
    public init() {
        numerator = 0
        denominator = 0
    }

    /// Nothing, of one: what a ratio that is compared with no other is compared with.
    public static let nothing = RatioOfSums(0, of: 1)

    /// The ratio over one item.
    public init(_ numerator: Int, of denominator: Int) {
        self.init()
        add(numerator, of: denominator)
    }

    /// Adds an item.
    public mutating func add(_ numerator: Int, of denominator: Int) {
        self.numerator += Int128(numerator)
        self.denominator += Int128(denominator)
    }

    /// Adds all items of another ratio.
    public mutating func merge(_ other: Self) {
        numerator += other.numerator
        denominator += other.denominator
    }

    /// Takes away all items of another ratio, which were added before.
    mutating func remove(_ other: Self) {
        numerator -= other.numerator
        denominator -= other.denominator
    }

    /// The ratio, or nil while the denominator is zero.
    public var value: Double? {
        denominator == 0 ? nil : Double(numerator) / Double(denominator)
    }
}

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

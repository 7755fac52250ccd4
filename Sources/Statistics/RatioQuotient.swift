/// The quotient of two ratios of sums over clusters: head ⁄ base.
public struct RatioQuotient: Hashable, Sendable {
    /// The quotient over all clusters.
    public let value: Double
    /// The interval of the quotient; nil where there are too few clusters for one.
    public let interval: ClosedRange<Double>?
}

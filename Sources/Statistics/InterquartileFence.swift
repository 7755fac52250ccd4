/// Tukey's fence: what lies farther than `reach` interquartile ranges outside the quartiles stands out.
public struct InterquartileFence: Hashable, Sendable {
    /// The values that do not stand out.
    public let range: ClosedRange<Double>
    /// The median.
    public let median: Double

    /// The fewest values that make a fence.
    public static let fewest = 8

    /// The fence around some values; nil for fewer than `fewest`. O(n log n).
    public init?(_ values: [Double], reach: Double = 1.5) {
        guard values.count >= Self.fewest else { return nil }
        let lower = Quantile.interpolated(at: 0.25, of: values)
        let upper = Quantile.interpolated(at: 0.75, of: values)
        median = Quantile.interpolated(at: 0.5, of: values)
        let margin = reach * (upper - lower)
        range = (lower - margin)...(upper + margin)
    }
}

/// Tukey's fence: what lies farther than `reach` interquartile ranges outside the quartiles stands out.
public struct InterquartileFence: Hashable, Sendable {
    /// The values that do not stand out.
    public let range: ClosedRange<Double>
    /// The median.
    public let median: Double

    /// The fewest values that make a fence.
    public static let fewest = 8

    /// The fence around some values; nil for fewer than `fewest`. Quartiles are interpolated between
    /// order statistics, as by default in R and NumPy. O(n log n).
    public init?(_ values: [Double], reach: Double = 1.5) {
        guard values.count >= Self.fewest else { return nil }
        let sorted = values.sorted()
        let lower = Self.value(at: 0.25, of: sorted)
        let upper = Self.value(at: 0.75, of: sorted)
        median = Self.value(at: 0.5, of: sorted)
        let margin = reach * (upper - lower)
        range = (lower - margin)...(upper + margin)
    }

    /// The value at a share of the way through ascending values, between neighbours in proportion.
    public static func value(at share: Double, of sorted: [Double]) -> Double {
        let position = share * Double(sorted.count - 1)
        let below = min(max(Int(position), 0), sorted.count - 1)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
    }
}

/// A quantile by name, with the number of samples it takes to say anything about it.
public enum Quantile: String, Hashable, Sendable, CaseIterable {
    /// Half of the samples are not above it.
    case p50
    /// 90 % of the samples are not above it.
    case p90
    /// 95 % of the samples are not above it.
    case p95
    /// 99 % of the samples are not above it.
    case p99
    /// 99.9 % of the samples are not above it.
    case p999 = "p99.9"

    /// The share of the samples that are not above the quantile, in thousandths.
    public var thousandths: Int {
        switch self {
        case .p50: 500
        case .p90: 900
        case .p95: 950
        case .p99: 990
        case .p999: 999
        }
    }

    /// The fewest samples for which the quantile is reported.
    ///
    /// With n samples the true quantile q lies above all of them with probability qⁿ. The minimum is
    /// the smallest n for which that is at most 2.5 %: only then does a 95 % interval of order
    /// statistics have an upper end at all.
    public var minimumCount: Int {
        switch self {
        case .p50: 6
        case .p90: 36
        case .p95: 72
        case .p99: 368
        case .p999: 3_688
        }
    }
}

/// A quantile of samples, or why there is none.
public enum QuantileEstimate: Hashable, Sendable {
    /// The quantile.
    case value(Int64)
    /// There are fewer samples than the quantile needs.
    case tooFew(count: Int, needed: Int)

    /// The quantile, or nil if there were too few samples.
    public var value: Int64? { if case .value(let value) = self { value } else { nil } }
}

extension QuantileEstimate: CustomStringConvertible {
    /// The value, or `n too small` with both numbers.
    public var description: String {
        switch self {
        case .value(let value): String(value)
        case .tooFew(let count, let needed): "n too small (\(count) of \(needed))"
        }
    }
}

extension Samples {
    /// A quantile by the nearest-rank definition: the smallest sample that is not below the wanted
    /// share of all samples, that is the one of rank ⌈share · n⌉. It is always a sample, never a
    /// value between two.
    public func value(at quantile: Quantile) -> QuantileEstimate {
        guard count >= quantile.minimumCount else {
            return .tooFew(count: count, needed: quantile.minimumCount)
        }
        let rank = (count * quantile.thousandths + 999) / 1000
        return .value(sorted[rank - 1])
    }
}

extension Samples {
    /// The 95 % interval of a quantile, between two of the samples: by the normal approximation of how
    /// many samples lie below the true quantile. Nil for fewer samples than the quantile needs.
    public func interval(of quantile: Quantile) -> ClosedRange<Int64>? {
        guard count >= quantile.minimumCount else { return nil }
        let share = Double(quantile.thousandths) / 1000
        let middle = Double(count) * share
        let reach = 1.96 * (middle * (1 - share)).squareRoot()
        let lower = max(Int(middle - reach), 1)
        let upper = min(Int((middle + reach).rounded(.up)) + 1, count)
        return sorted[lower - 1]...sorted[max(upper, lower) - 1]
    }
}

extension Quantile {
    /// The value at a share of the way through some values, at least one, between neighbours in
    /// proportion, as by default in R and NumPy. O(n log n).
    public static func interpolated(at share: Double, of values: [Double]) -> Double {
        interpolated(at: share, ofSorted: values.sorted())
    }

    /// The same of ascending values. O(1).
    public static func interpolated(at share: Double, ofSorted values: [Double]) -> Double {
        let position = share * Double(values.count - 1)
        let below = min(max(Int(position), 0), values.count - 1)
        let above = min(below + 1, values.count - 1)
        return values[below] + (values[above] - values[below]) * (position - Double(below))
    }
}

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

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

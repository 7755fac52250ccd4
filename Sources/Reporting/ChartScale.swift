/// An axis from below the least to above the greatest of some values, with round numbers to mark on it.
struct ChartScale {
    /// The values to mark, ascending, the ends of the axis included.
    let ticks: [Double]

    /// The axis of some values, at least so wide: what hardly differs should not look as if it did.
    ///
    /// - Parameter isAmount: whether nothing can be below zero, so that the axis does not go there either.
    init(_ values: [Double], atLeast width: Double, isAmount: Bool = false) {
        let finite = values.filter(\.isFinite)
        let margin = max((width - ((finite.max() ?? 0) - (finite.min() ?? 0))) / 2, 0)
        let (low, high) = ((finite.min() ?? 0) - margin, (finite.max() ?? 0) + margin)
        let step = Self.step(for: high - low)
        var first = (low / step).rounded(.down)
        var last = (high / step).rounded(.up)
        // A value on the frame itself would be half hidden.
        if low - first * step < step * 0.1 { first -= 1 }
        if last * step - high < step * 0.1 { last += 1 }
        if isAmount { first = max(first, 0) }
        ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
    }

    /// Where a value stands, 0 being the first mark and 1 the last.
    func share(of value: Double) -> Double {
        guard let first = ticks.first, let last = ticks.last, last > first else { return 0.5 }
        return min(max((value - first) / (last - first), 0), 1)
    }

    /// Whether a value stands between the first mark and the last.
    func holds(_ value: Double) -> Bool {
        guard let first = ticks.first, let last = ticks.last else { return false }
        return first...last ~= value
    }

    /// A round number of which four or so make up a width.
    private static func step(for width: Double) -> Double {
        var power = 1.0
        while power > width { power /= 10 }
        while power * 10 <= width { power *= 10 }
        return [0.2, 0.25, 0.5, 1, 2, 2.5].map { $0 * power }.first { $0 * 5 >= width } ?? power
    }
}

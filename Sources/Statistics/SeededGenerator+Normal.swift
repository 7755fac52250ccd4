extension SeededGenerator {
    /// A number of the standard normal distribution, by its quantile function.
    public mutating func nextNormal() -> Double {
        let steps = 1 << 30
        return NormalDistribution.quantile((Double(next(below: steps)) + 0.5) / Double(steps))
    }
}

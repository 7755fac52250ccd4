/// Bounds for looking at growing data several times, after O'Brien and Fleming (1979): a deviate beyond
/// the bound of its look ends the experiment, and all looks together err with probability `alpha`.
///
/// With information fractions t₁ < … < t_K = 1 the test statistic is a Brownian motion B seen at these
/// times, Z_k = B(t_k)/√t_k. The bounds are c_k = C/√t_k, so B is held against the constant C; C solves
/// P(max |B(t_k)| ≥ C) = alpha. The probability of staying inside is computed by carrying the density of
/// B, cut to [−C, C], from look to look through the normal increments (Armitage, McPherson and Rowe,
/// 1969), by Simpson's rule.
public struct GroupSequentialBounds: Hashable, Sendable {
    /// The number of samples at each look.
    public let looks: [Int]
    /// The two-sided bound of the deviate at each look.
    public let bounds: [Double]
    /// The bound of the last look.
    public var last: Double { bounds[bounds.count - 1] }

    /// The bounds of some looks, growing, with a two-sided error of `alpha` over all.
    public init(looks: [Int], alpha: Double) {
        precondition(!looks.isEmpty && looks[0] > 0, "somebody has to look")
        precondition(zip(looks, looks.dropFirst()).allSatisfy(<), "looks come one after the other")
        precondition(alpha > 0 && alpha < 1, "an error is a probability")
        self.looks = looks
        let times = looks.map { Double($0) / Double(looks[looks.count - 1]) }
        let constant = Self.constant(times, alpha)
        bounds = times.map { constant / $0.squareRoot() }
    }

    private static func constant(_ times: [Double], _ alpha: Double) -> Double {
        var low = 0.0
        var high = 8.0
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if 1 - inside(middle, times) > alpha { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The probability that the motion stays within a constant at all times.
    private static func inside(_ constant: Double, _ times: [Double]) -> Double {
        let steps = 128
        let width = 2 * constant / Double(steps)
        let points = (0...steps).map { -constant + width * Double($0) }
        let weights = (0...steps).map { index -> Double in
            let isEnd = index == 0 || index == steps
            return width / 3 * (isEnd ? 1 : index.isMultiple(of: 2) ? 2 : 4)
        }
        let first = times[0].squareRoot()
        var density = points.map { NormalDistribution.density($0 / first) / first }
        for (before, now) in zip(times, times.dropFirst()) {
            let deviation = (now - before).squareRoot()
            // The increments' density depends on the distance alone.
            let kernel = (0...steps).map {
                NormalDistribution.density(width * Double($0) / deviation) / deviation
            }
            density = points.indices.map { to in
                points.indices.reduce(0.0) { sum, from in
                    sum + weights[from] * density[from] * kernel[abs(to - from)]
                }
            }
        }
        return zip(weights, density).reduce(0.0) { $0 + $1.0 * $1.1 }
    }
}

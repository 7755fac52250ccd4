/// Where a series changes its level or spread, by the energy statistic of Matteson and James
/// ("A Nonparametric Approach for Multiple Change Point Analysis", 2014), one point after the other.
///
/// The best split of each segment is held against the best splits of the same values in other
/// orders; they are permuted in blocks of neighbours, because the noise of a machine lasts longer
/// than a run and single permutation would take it for change. Beside being significant, a change
/// must be large: medians that differ by less than `leastChange` of the level are nobody's
/// business.
public struct ChangePoints: Hashable, Sendable {
    /// The probability of finding a change where there is none, for each test.
    public let alpha: Double
    /// The least relative difference of the medians before and after.
    public let leastChange: Double
    /// The fewest values of a segment.
    public let shortest: Int
    /// How many orders a split is held against.
    public let permutations: Int
    /// How many neighbours stay together in these orders.
    public let block: Int
    /// The seed of the orders.
    public let seed: UInt64

    /// A change found.
    public struct Change: Hashable, Sendable {
        /// The position of the first value after the change.
        public let index: Int
        /// The median of the segment before.
        public let before: Double
        /// The median of the segment after.
        public let after: Double
        /// The share of orders with as good a split, the found one included.
        public let pValue: Double
    }

    /// A way of looking for changes.
    public init(
        alpha: Double = 0.01, leastChange: Double = 0.01, shortest: Int = 5,
        permutations: Int = 499, block: Int = 3, seed: UInt64 = 0
    ) {
        precondition(shortest > 1 && block > 0 && permutations > 0, "there is something to permute")
        self.alpha = alpha
        self.leastChange = leastChange
        self.shortest = shortest
        self.permutations = permutations
        self.block = block
        self.seed = seed
    }

    /// The changes of a series, in its order. O(permutations · n²) for each segment.
    public func changes(in series: [Double]) -> [Change] {
        var generator = SeededGenerator(seed: seed, name: "change-points")
        return changes(in: series[...], &generator)
    }

    private func changes(
        in segment: ArraySlice<Double>, _ generator: inout SeededGenerator
    ) -> [Change] {
        let values = Array(segment)
        guard let best = bestSplit(of: values), best.statistic > 0 else { return [] }
        let before = Quantile.interpolated(at: 0.5, of: Array(values[..<best.index]))
        let after = Quantile.interpolated(at: 0.5, of: Array(values[best.index...]))
        let level = min(before.magnitude, after.magnitude)
        guard (after - before).magnitude >= leastChange * level else { return [] }
        let pValue = share(ofOrdersAsGoodAs: best.statistic, values, &generator)
        guard pValue <= alpha else { return [] }
        let index = segment.startIndex + best.index
        let found = Change(index: index, before: before, after: after, pValue: pValue)
        return changes(in: segment[..<index], &generator) + [found]
            + changes(in: segment[index...], &generator)
    }

    private func share(
        ofOrdersAsGoodAs statistic: Double, _ values: [Double],
        _ generator: inout SeededGenerator
    ) -> Double {
        var asGood = 1
        for _ in 0..<permutations {
            // Blocks begin at another place each time, so that no two neighbours always part.
            let shift = generator.next(below: block)
            var blocks: [ArraySlice<Double>] = shift > 0 ? [values.prefix(shift)] : []
            for start in stride(from: shift, to: values.count, by: block) {
                blocks.append(values[start..<min(start + block, values.count)])
            }
            generator.shuffle(&blocks)
            let other = bestSplit(of: Array(blocks.joined()))
            if let other, other.statistic >= statistic { asGood += 1 }
        }
        return Double(asGood) / Double(permutations + 1)
    }

    /// Where a segment is best split in two, if what comes after the second part may be anything: a level
    /// that rises and falls back is found, too. Nil for a series too short for two parts. O(n²).
    private func bestSplit(of values: [Double]) -> (index: Int, statistic: Double)? {
        let count = values.count
        guard count >= 2 * shortest else { return nil }
        let distances = DistanceSums(values)
        var best: (index: Int, statistic: Double)?
        for split in shortest...(count - shortest) {
            let within = 2 * distances.within(0..<split) / Double(split * (split - 1))
            for end in (split + shortest)...count {
                let (m, n) = (Double(split), Double(end - split))
                let distance =
                    2 * distances.between(0..<split, split..<end) / (m * n) - within
                    - 2 * distances.within(split..<end) / (n * (n - 1))
                let statistic = m * n / (m + n) * distance
                if statistic > best?.statistic ?? -.infinity { best = (split, statistic) }
            }
        }
        return best
    }
}

/// Sums of the distances between values, any two ranges of them at once.
private struct DistanceSums {
    /// At row i and column j the sum over all pairs of the first i and the first j values.
    private var sums: [Double]
    private let width: Int

    init(_ values: [Double]) {
        width = values.count + 1
        sums = [Double](repeating: 0, count: width * width)
        for (row, value) in values.enumerated() {
            var line = 0.0
            for (column, other) in values.enumerated() {
                line += (value - other).magnitude
                sums[(row + 1) * width + column + 1] = sums[row * width + column + 1] + line
            }
        }
    }

    /// The sum over all pairs of one value of each range. O(1).
    func between(_ rows: Range<Int>, _ columns: Range<Int>) -> Double {
        let upper =
            sums[rows.upperBound * width + columns.upperBound]
            - sums[rows.upperBound * width + columns.lowerBound]
        let lower =
            sums[rows.lowerBound * width + columns.upperBound]
            - sums[rows.lowerBound * width + columns.lowerBound]
        return upper - lower
    }

    /// The sum over all pairs of a range, each once.
    func within(_ range: Range<Int>) -> Double { between(range, range) / 2 }
}

import Statistics
import Testing

/// 400 samples that look random; the expected values of the tests below are NumPy's
/// (`percentile(…, method="inverted_cdf")`, `median`, `mean`, `sum`).
private let mixed = (0..<400).map { Int64($0 * 7919 % 1009) }

@Suite struct SamplesTests {
    @Test func `samples know their extremes, sum, mean and median`() {
        let samples = Samples(mixed)
        #expect(samples.count == 400)
        #expect(samples.minimum == mixed.min())
        #expect(samples.maximum == mixed.max())
        #expect(samples.sum == 202_309)
        #expect(samples.mean == 505.7725)
        #expect(samples.median == 507.5)
    }

    @Test func `no samples have no statistics`() {
        let none = Samples()
        #expect(none.minimum == nil && none.maximum == nil)
        #expect(none.mean == nil && none.median == nil)
        #expect(none.sum == 0)
        #expect(none.value(at: .p50) == .tooFew(count: 0, needed: 6))
    }

    @Test(
        arguments: [([5], 5), ([9, 1], 5), ([3, 1, 2], 2), ([4, 1, 3, 2], 2.5)]
            as [([Int64], Double)])
    func `the median of few samples is in their middle`(samples: [Int64], median: Double) {
        #expect(Samples(samples).median == median)
    }

    @Test func `a sum beyond 64 bits is exact`() {
        let samples = Samples([Int64.max, .max, .max])
        #expect(samples.sum == 3 * Int128(Int64.max))
        #expect(samples.median == Double(Int64.max))
    }

    @Test(arguments: [(Quantile.p50, Int64(506)), (.p90, 907), (.p95, 960), (.p99, 998)])
    func `a quantile is the sample of the nearest rank`(quantile: Quantile, expected: Int64) {
        #expect(Samples(mixed).value(at: quantile) == .value(expected))
    }

    @Test(arguments: Quantile.allCases)
    func `a quantile has at least its share of samples at or below it, and no more than needed`(
        quantile: Quantile
    ) throws {
        for count in [quantile.minimumCount, quantile.minimumCount + 1, 4001] {
            let samples = Samples((0..<count).map { Int64($0 * 3) })
            let value = try #require(samples.value(at: quantile).value)
            let notAbove = Int(value / 3) + 1
            #expect(notAbove * 1000 >= quantile.thousandths * count)
            #expect((notAbove - 1) * 1000 < quantile.thousandths * count)
        }
    }

    @Test(arguments: Quantile.allCases)
    func `a quantile of too few samples says how many it needs`(quantile: Quantile) {
        let count = quantile.minimumCount - 1
        let estimate = Samples(repeatElement(7, count: count)).value(at: quantile)
        #expect(estimate == .tooFew(count: count, needed: quantile.minimumCount))
        #expect(estimate.description == "n too small (\(count) of \(quantile.minimumCount))")
        #expect(Samples(repeatElement(7, count: count + 1)).value(at: quantile).description == "7")
    }

    @Test(arguments: Quantile.allCases)
    func `the minimum count is the first whose samples can all miss the quantile in 2.5 percent`(
        quantile: Quantile
    ) {
        let share = Double(quantile.thousandths) / 1000
        var allBelow = 1.0
        var count = 0
        while allBelow > 0.025 {
            allBelow *= share
            count += 1
        }
        #expect(quantile.minimumCount == count)
    }

    @Test func `merging samples is the same as taking them together`() {
        for split in [0, 1, 137, 399, 400] {
            let merged = Samples(mixed[..<split]).merged(with: Samples(mixed[split...]))
            #expect(merged == Samples(mixed))
        }
    }
}

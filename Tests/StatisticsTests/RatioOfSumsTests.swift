import Statistics
import Testing

@Suite struct RatioOfSumsTests {
    @Test func `a big item outweighs a small one`() {
        var ratio = RatioOfSums()
        ratio.add(1, of: 1)
        ratio.add(10, of: 99)
        #expect(ratio.value == 0.11)
    }

    @Test func `the ratio over nothing is unknown`() {
        var ratio = RatioOfSums()
        #expect(ratio.value == nil)
        ratio.add(0, of: 0)
        #expect(ratio.value == nil)
    }

    @Test func `merging ratios adds their sums`() {
        var left = RatioOfSums()
        left.add(3, of: 4)
        var right = RatioOfSums()
        right.add(Int.max, of: Int.max)
        right.add(Int.max, of: Int.max)
        left.merge(right)
        #expect(left.numerator == 2 * Int128(Int.max) + 3)
        #expect(left.denominator == 2 * Int128(Int.max) + 4)
    }
}

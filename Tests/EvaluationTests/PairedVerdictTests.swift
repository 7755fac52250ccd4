import Evaluation
import Statistics
import Testing

/// What may be said of a difference.
@Suite struct PairedVerdictTests {
    private let bootstrap = PairedClusterBootstrap(resamples: 500, seed: 1)

    private func ratios(_ parts: [Int]) -> [RatioOfSums] {
        parts.map {
            var ratio = RatioOfSums()
            ratio.add($0, of: 10)
            return ratio
        }
    }

    private func verdict(_ head: [Int], _ base: [Int]) -> PairedVerdict.Verdict {
        PairedVerdict(ratios(head), against: ratios(base), by: bootstrap).verdict
    }

    @Test func `an interval above 0 is better and one below it worse`() {
        let high = (0..<20).map { 7 + $0 % 3 }
        let low = (0..<20).map { 2 + $0 % 2 }
        #expect(verdict(high, low) == .better)
        #expect(verdict(low, high) == .worse)
    }

    @Test func `an interval that holds 0 says nothing`() {
        let one = (0..<20).map { $0 % 2 == 0 ? 6 : 4 }
        #expect(verdict(one, one.reversed()) == .unclear)
        #expect(verdict(one, one) == .unclear)
    }

    @Test func `below twenty clusters there is no verdict, however clear`() {
        let count = PairedVerdict.fewest - 1
        let high = [Int](repeating: 9, count: count)
        let low = [Int](repeating: 1, count: count)
        #expect(verdict(high, low) == .tooFew)
        #expect(verdict(high + [9], low + [1]) == .better)
    }

    @Test func `without a ratio there is neither difference nor verdict`() {
        let none = [RatioOfSums](repeating: RatioOfSums(), count: 30)
        let judged = PairedVerdict(none, against: none, by: bootstrap)
        #expect(judged.difference == nil)
        #expect(judged.verdict == .tooFew)
    }
}

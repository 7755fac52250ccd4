import Statistics
import Testing

/// The expected numbers are SciPy 1.17.1's `wilcoxon(method='exact')`; with ties, the share of all signs
/// counted one by one.
@Suite struct SignedRankTestTests {
    static let fifteen = [
        0.3012, 0.5987, 0.0259, -0.5906, -0.1547, -0.6916, 0.3601, 1.6402, -0.1922, -0.3205, 0.7898,
        0.6569, 0.4054, -0.6305, 0.2707,
    ]
    static let twentyFour = [
        0.7953, -1.2442, -0.3576, -1.8012, -1.1895, -1.7417, -0.1351, -1.1674, 0.3713, 0.2568,
        -0.0869, -2.4168, -0.4387, 0.0515, 0.2133, -1.4301, -0.3778, -0.8785, -0.7088, 1.1609,
        -0.7075, 0.0675, 0.9844, -0.4836,
    ]

    @Test func `probabilities are those of SciPy`() {
        let fifteen = SignedRankTest(Self.fifteen)
        #expect(fifteen.positiveRankSum == 120 - 44)
        #expect(abs(fifteen.pValue - 0.389404296875) < 1e-14)
        let more = SignedRankTest(Self.twentyFour)
        #expect(more.positiveRankSum == 69)
        #expect(abs(more.pValue - 0.019441962242126465) < 1e-14)
        #expect(more.deviate < 0)
    }

    @Test func `zeros are left out and ties share their ranks`() {
        let test = SignedRankTest([1, 1, -1, 2, 2, 3, -3, 4, 0, 5, 5])
        #expect(test.count == 10)
        #expect(test.positiveRankSum == 46.5)
        #expect(test.pValue == 0.060546875)
    }

    @Test func `nothing but zeros is no evidence`() {
        #expect(SignedRankTest([0, 0]).pValue == 1)
        #expect(SignedRankTest([]).pValue == 1)
    }

    @Test func `a deviate has the probability of its test`() {
        let test = SignedRankTest(Self.twentyFour)
        let probability = 2 * NormalDistribution.cumulative(test.deviate)
        #expect(abs(probability - test.pValue) < 1e-12)
    }

    @Test func `many differences have nearly their exact probability`() {
        let exact = (1...200).map { Double($0) * ($0.isMultiple(of: 5) ? -1.7 : 1) }
        let normal = exact + [201.5]
        let ratio = SignedRankTest(normal).deviate / SignedRankTest(exact).deviate
        #expect(ratio > 0.97 && ratio < 1.03)
    }
}

@Suite struct HodgesLehmannTests {
    @Test func `the estimate and its interval are those of R's rule`() throws {
        let shift = try #require(HodgesLehmann(SignedRankTestTests.fifteen))
        #expect(abs(shift.estimate - 0.115975) < 1e-12)
        let ninety = try #require(shift.interval(confidence: 0.9))
        #expect(abs(ninety.lowerBound + 0.1473) < 1e-12)
        #expect(abs(ninety.upperBound - 0.4638) < 1e-12)
        let wide = try #require(shift.interval(confidence: 0.99))
        #expect(abs(wide.lowerBound + 0.33285) < 1e-12)
        #expect(abs(wide.upperBound - 0.6569) < 1e-12)
    }

    @Test func `too few differences have no interval`() {
        #expect(HodgesLehmann([]) == nil)
        #expect(HodgesLehmann([0.1, 0.2, 0.3])?.interval(confidence: 0.99) == nil)
        #expect(HodgesLehmann([0.1, 0.2, 0.3])?.estimate == 0.2)
    }
}

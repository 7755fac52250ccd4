import Statistics
import Testing

/// The expected numbers are SciPy 1.17.1's.
@Suite struct BenjaminiHochbergTests {
    @Test func `adjusted probabilities are those of SciPy`() {
        let found = BenjaminiHochberg.adjusted([0.01, 0.02, 0.03, 0.04, 0.05, 0.5, 0.001])
        let expected = [0.035, 0.14 / 3, 0.0525, 0.056, 0.35 / 6, 0.5, 0.007]
        for (one, other) in zip(found, expected) { #expect(abs(one - other) < 1e-12) }
        #expect(BenjaminiHochberg.adjusted([]).isEmpty)
    }
}

@Suite struct ProportionIntervalTests {
    @Test(arguments: [
        (0, 80, 0.0, 0.04506403506769229), (3, 80, 0.007801187265659916, 0.10570198501650863),
        (40, 80, 0.38604788336490925, 0.6139521166350907), (80, 80, 0.9549359649323077, 1.0),
        (1, 1, 0.025, 1.0),
    ])
    func `intervals are those of SciPy`(
        _ successes: Int, _ trials: Int, _ lower: Double, _ upper: Double
    ) {
        let found = ProportionInterval.exact(successes, of: trials)
        #expect(abs(found.lowerBound - lower) < 1e-9)
        #expect(abs(found.upperBound - upper) < 1e-9)
    }
}

@Suite struct ElementaryFunctionsTests {
    @Test func `logarithms and powers are right to fifteen digits`() {
        #expect(abs(ElementaryFunctions.logarithm(3.7) - 1.308332819650179) < 1e-15)
        #expect(abs(ElementaryFunctions.logarithm(1e-9) + 20.72326583694641) < 1e-14)
        #expect(ElementaryFunctions.logarithm(1) == 0)
        #expect(abs(ElementaryFunctions.exponential(-3.3) - 0.036883167401240015) < 1e-16)
        #expect(ElementaryFunctions.exponential(-1e4) == 0)
    }
}

@Suite struct InterquartileFenceTests {
    @Test func `the fence stands at one and a half ranges from the quartiles`() throws {
        let fence = try #require(InterquartileFence([3, 1, 4, 1, 5, 9, 2, 6, 5, 3]))
        #expect(fence.median == 3.5)
        #expect(fence.range == (2.25 - 1.5 * 2.75)...(5 + 1.5 * 2.75))
        #expect(InterquartileFence([1, 2, 3]) == nil)
    }
}

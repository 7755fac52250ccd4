import Statistics
import Testing

@Suite struct NormalDistributionTests {
    /// Made with SciPy 1.17.1, `scipy.stats.norm.cdf`.
    @Test(arguments: [
        (-3, 0.0013498980316300933), (-1.96, 0.024997895148220435), (-0.5, 0.3085375387259869),
        (0, 0.5), (0.1, 0.539827837277029), (1, 0.8413447460685429), (2.5, 0.9937903346742238),
        (6, 0.9999999990134123), (9, 1), (-9, 0),
    ])
    func `probabilities are those of SciPy`(value: Double, probability: Double) {
        #expect(abs(NormalDistribution.cumulative(value) - probability) < 1e-14)
    }

    /// Made with SciPy 1.17.1, `scipy.stats.norm.ppf`.
    @Test(arguments: [
        (1e-4, -3.7190164854556804), (0.025, -1.9599639845400545), (0.3, -0.5244005127080409),
        (0.5, 0), (0.8, 0.8416212335729143), (0.975, 1.959963984540054),
        (0.99995, 3.8905918864131204),
    ])
    func `quantiles are those of SciPy`(probability: Double, value: Double) {
        #expect(abs(NormalDistribution.quantile(probability) - value) < 1e-10)
    }

    @Test func `what is certain has no bound`() {
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
    }
}

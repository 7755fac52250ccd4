import Statistics
import Testing

@Suite struct PairedClusterBootstrapTests {
    private typealias Cluster = PairedClusterBootstrap.Cluster

    /// A cluster of `head` and `base`, each of its denominator.
    private func cluster(_ head: Int, _ all: Int, _ base: Int, _ others: Int) -> Cluster {
        var cluster = Cluster(head: RatioOfSums(), base: RatioOfSums())
        cluster.head.add(head, of: all)
        cluster.base.add(base, of: others)
        return cluster
    }

    private var twelve: [Cluster] {
        [
            cluster(90, 100, 70, 100), cluster(10, 40, 12, 40), cluster(300, 320, 200, 320),
            cluster(5, 5, 5, 5), cluster(44, 80, 40, 80), cluster(17, 60, 3, 60),
            cluster(8, 9, 9, 9), cluster(120, 150, 60, 150), cluster(33, 70, 35, 70),
            cluster(61, 64, 20, 64), cluster(2, 30, 1, 30), cluster(75, 90, 74, 90),
        ]
    }

    /// One cluster outweighs all others together, and most of the others are alike.
    private var skewed: [Cluster] {
        [
            cluster(1, 10, 1, 10), cluster(1, 10, 1, 10), cluster(1, 10, 1, 10),
            cluster(1, 10, 0, 10), cluster(900, 1000, 100, 1000), cluster(2, 10, 1, 10),
            cluster(0, 10, 0, 10),
        ]
    }

    private func expect(
        _ found: RatioDifference?, _ value: Double, _ lower: Double, _ upper: Double,
        at place: SourceLocation = #_sourceLocation
    ) throws {
        let found = try #require(found, sourceLocation: place)
        let interval = try #require(found.interval, sourceLocation: place)
        #expect(abs(found.value - value) < 1e-12, sourceLocation: place)
        #expect(abs(interval.lowerBound - lower) < 1e-9, sourceLocation: place)
        #expect(abs(interval.upperBound - upper) < 1e-9, sourceLocation: place)
    }

    /// The expected numbers are SciPy 1.17.1's `_bca_interval` and `quantile` on the same resamples,
    /// which a second program drew with the same generator.
    @Test func `intervals are those of SciPy on the same resamples`() throws {
        func difference(_ clusters: [Cluster], _ resamples: Int, _ seed: UInt64) -> RatioDifference?
        {
            PairedClusterBootstrap(resamples: resamples, seed: seed).difference(over: clusters)
        }
        let value = 0.23182711198428296
        try expect(difference(twelve, 2000, 1), value, 0.09486654375364402, 0.3296153899040892)
        try expect(difference(twelve, 2000, 7), value, 0.09373468023291671, 0.3385419964612637)
        try expect(difference(twelve, 10_000, 1), value, 0.09769545783514372, 0.33482287790628634)
        try expect(
            difference(skewed, 2000, 3), 0.7566037735849057, 0.028571428571428567,
            0.7945409429280397)
    }

    /// Against a base that is 1 in every cluster, a quotient is the head's ratio and a difference is one
    /// less, resample by resample.
    @Test func `a quotient is the ratio of the arms' ratios`() throws {
        let alone = twelve.map {
            var cluster = $0
            cluster.base = RatioOfSums()
            cluster.base.add(1, of: 1)
            return cluster
        }
        let bootstrap = PairedClusterBootstrap(resamples: 2000, seed: 1)
        let quotient = try #require(bootstrap.quotient(over: alone))
        let difference = try #require(bootstrap.difference(over: alone))
        #expect(abs(quotient.value - difference.value - 1) < 1e-12)
        let ends = try (#require(quotient.interval), #require(difference.interval))
        #expect(abs(ends.0.lowerBound - ends.1.lowerBound - 1) < 1e-12)
        #expect(abs(ends.0.upperBound - ends.1.upperBound - 1) < 1e-12)
        // 765 of 1018 against 529 of 1018.
        let both = try #require(bootstrap.quotient(over: twelve))
        #expect(abs(both.value - 765.0 / 529) < 1e-12)
        #expect(try #require(both.interval).contains(765.0 / 529))
    }

    @Test func `there is no quotient by nothing`() {
        let bootstrap = PairedClusterBootstrap(resamples: 100, seed: 1)
        #expect(bootstrap.quotient(over: [cluster(1, 2, 0, 2), cluster(1, 2, 0, 2)]) == nil)
        #expect(bootstrap.quotient(over: []) == nil)
        #expect(bootstrap.quotient(over: [cluster(1, 2, 1, 2)])?.interval == nil)
    }

    @Test func `clusters are counted by which arm is ahead`() throws {
        let difference = PairedClusterBootstrap(resamples: 10, seed: 1)
            .difference(over: twelve + [cluster(0, 0, 1, 2)])
        let found = try #require(difference)
        #expect([found.higher, found.equal, found.lower, found.undefined] == [8, 1, 3, 1])
    }

    @Test func `arms that are equal in every cluster differ by exactly nothing`() throws {
        let same = (1...8).map { cluster($0, 10, $0, 10) }
        let found = try #require(PairedClusterBootstrap(seed: 5).difference(over: same))
        #expect(found.value == 0)
        #expect(found.interval == 0...0)
        #expect(found.equal == 8)
    }

    @Test func `clusters that are all alike give an interval of no width`() throws {
        let alike = [Cluster](repeating: cluster(3, 4, 1, 4), count: 5)
        let bootstrap = PairedClusterBootstrap(resamples: 100, seed: 5)
        #expect(bootstrap.difference(over: alike)?.interval == 0.5...0.5)
    }

    @Test func `one cluster has a difference but no interval`() throws {
        let bootstrap = PairedClusterBootstrap(resamples: 100, seed: 5)
        let found = try #require(bootstrap.difference(over: [cluster(3, 4, 1, 4)]))
        #expect(found.value == 0.5)
        #expect(found.interval == nil)
    }

    @Test func `without a denominator there is no difference`() {
        let bootstrap = PairedClusterBootstrap(resamples: 100, seed: 5)
        #expect(bootstrap.difference(over: []) == nil)
        #expect(bootstrap.difference(over: [cluster(0, 0, 1, 2), cluster(0, 0, 1, 3)]) == nil)
    }

    @Test func `resamples without a denominator are left out`() {
        // One of four clusters has a denominator in the head: 32 % of the resamples have none.
        let bare = cluster(0, 0, 1, 2)
        let bootstrap = PairedClusterBootstrap(resamples: 1000, seed: 5)
        let found = bootstrap.difference(over: [cluster(1, 2, 1, 2), bare, bare, bare])
        #expect(found?.value == 0)
        #expect(found?.interval == 0...0)
        #expect(found?.undefined == 3)
    }

    @Test func `the seed decides`() {
        let one = PairedClusterBootstrap(resamples: 200, seed: 1)
        let two = PairedClusterBootstrap(resamples: 200, seed: 2)
        #expect(one.difference(over: twelve) == one.difference(over: twelve))
        #expect(one.difference(over: twelve) != two.difference(over: twelve))
    }

    @Test func `more confidence takes a wider interval`() throws {
        let usual = PairedClusterBootstrap(resamples: 1000, seed: 1).difference(over: twelve)
        let sure = PairedClusterBootstrap(resamples: 1000, confidence: 0.99, seed: 1)
            .difference(over: twelve)
        let inner = try #require(usual?.interval)
        let outer = try #require(sure?.interval)
        #expect(outer.lowerBound < inner.lowerBound && outer.upperBound > inner.upperBound)
    }
}

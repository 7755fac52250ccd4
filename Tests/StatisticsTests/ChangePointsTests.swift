import Statistics
import Testing

@Suite struct ChangePointsTests {
    /// Noise around 100 whose neighbours are alike to a degree; from `change` on it is shifted.
    private func series(
        _ count: Int, seed: UInt64, memory: Double = 0, change: Int? = nil, shift: Double = 0
    ) -> [Double] {
        var generator = SeededGenerator(seed: seed, name: "series")
        var state = 0.0
        return (0..<count).map { index in
            let innovation = generator.nextNormal() * (1 - memory * memory).squareRoot()
            state = memory * state + innovation
            return 100 + state + (index >= change ?? count ? shift : 0)
        }
    }

    private let search = ChangePoints(permutations: 99, seed: 3)

    @Test func `a step is found where it is`() throws {
        let changes = search.changes(in: series(40, seed: 1, change: 25, shift: 5))
        #expect(changes.count == 1)
        let change = try #require(changes.first)
        #expect((24...26).contains(change.index))
        #expect(change.after > change.before)
        #expect(change.pValue <= 0.01)
    }

    @Test func `two steps are two changes in order`() {
        let steps = series(30, seed: 2) + series(30, seed: 3).map { $0 + 8 } + series(30, seed: 4)
        let changes = search.changes(in: steps).map(\.index)
        #expect(changes.count == 2)
        #expect(changes == changes.sorted())
    }

    @Test func `a change smaller than what matters is none`() {
        let careless = ChangePoints(leastChange: 0.1, permutations: 99, seed: 3)
        #expect(careless.changes(in: series(40, seed: 1, change: 25, shift: 5)).isEmpty)
    }

    @Test func `series of noise hardly ever change`() {
        let found = (0..<60).count { seed in
            !search.changes(in: series(30, seed: UInt64(100 + seed))).isEmpty
        }
        #expect(found <= 3)
    }

    @Test func `the same series and seed give the same changes`() {
        let steps = series(60, seed: 8, memory: 0.5, change: 30, shift: 3)
        #expect(search.changes(in: steps) == search.changes(in: steps))
        #expect(search.changes(in: []).isEmpty)
        #expect(search.changes(in: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]).isEmpty)
    }
}

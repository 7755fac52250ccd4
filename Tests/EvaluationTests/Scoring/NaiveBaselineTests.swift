import ContextModel
import Evaluation
import TestSupport
import Testing

@Suite struct NaiveBaselineTests {
    /// Eight messages in six atoms, of cost 10 each.
    private let messages = history("S: s / U: a / A: look#1 / T#1: r / A: b / U: c / A: d / U: e")

    private func kept(_ baseline: some NaiveBaseline, _ budget: Int) -> [Int] {
        let costs = messages.map { _ in TokenCount(10) }
        return baseline.keptPositions(of: messages, costs: costs, budget: TokenCount(budget))
    }

    @Test(arguments: [
        (80, [0, 1, 2, 3, 4, 5, 6, 7]), (70, [0, 1, 4, 5, 6, 7]), (50, [0, 1, 5, 6, 7]),
        (40, [0, 1, 6, 7]), (30, [0, 6, 7]), (20, [0, 7]), (0, [0, 7]),
    ])
    func `head and tail share the budget, whole atoms each`(budget: Int, positions: [Int]) {
        #expect(kept(HeadTailBaseline(), budget) == positions)
    }

    @Test func `an atom too big for the rest of the budget is passed over`() {
        let messages = history("U: a / U: b / U: big / U: c / U: d")
        let costs = [10, 10, 100, 10, 10].map { TokenCount($0) }
        let kept = HeadTailBaseline().keptPositions(
            of: messages, costs: costs, budget: TokenCount(60))
        #expect(kept == [0, 1, 3, 4])
    }

    @Test(arguments: 0..<20)
    func `random atoms are whole and within the budget`(seed: UInt64) {
        let positions = kept(RandomBaseline(seed: seed), 50)
        #expect(positions.contains(0) && positions.contains(7))
        #expect(positions.contains(2) == positions.contains(3))
        #expect(positions == Set(positions).sorted())
        #expect(positions.count == 5)
        #expect(kept(RandomBaseline(seed: seed), 50) == positions)
    }

    @Test func `random choices differ by seed`() {
        #expect(Set((0..<20).map { kept(RandomBaseline(seed: $0), 50) }).count > 3)
    }

    @Test func `nothing is kept of nothing`() {
        for budget in [0, 10] {
            let none = HeadTailBaseline().keptPositions(
                of: [], costs: [], budget: TokenCount(budget))
            #expect(none == [])
        }
    }
}

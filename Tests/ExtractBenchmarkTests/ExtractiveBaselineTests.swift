import ExtractBenchmark
import Testing

@Suite struct ExtractiveBaselineTests {
    private let units = [
        "Hello and welcome.",
        "The solar battery must fit the remote control, and the remote control must be cheap.",
        "We could go for lunch after that and then see how the weather is today.",
        "So a cheap remote control with a solar battery is what the market team wants.",
        "Yes.",
        "The market team wants to see the prices of every part by the end of May.",
    ]

    @Test func `the lead is the beginning, up to the first unit that does not fit`() {
        #expect(ExtractiveBaseline.lead.select(from: units, wordBudget: 18) == [0, 1])
        #expect(ExtractiveBaseline.lead.select(from: units, wordBudget: 17) == [0])
        #expect(ExtractiveBaseline.lead.select(from: ["", "a"], wordBudget: 1) == [1])
    }

    @Test func `TF-IDF prefers the unit of rare words`() {
        let units = ["a b a b", "a b c d", "a b a b"]
        #expect(ExtractiveBaseline.tfIDF.select(from: units, wordBudget: 4) == [1])
        let same = ["a b", "a b", "a c", "a"]
        #expect(ExtractiveBaseline.tfIDF.select(from: same, wordBudget: 4) == [0, 2])
    }

    @Test func `coverage takes what is repeated, and not twice`() {
        #expect(ExtractiveBaseline.coverage.select(from: units, wordBudget: 15) == [3])
        let first = ExtractiveBaseline.coverage.select(from: units, wordBudget: 31)
        #expect(first == [1, 3] || first == [1, 5] || first == [3, 5])
        let doubled = [units[1], units[1], units[5], units[5], units[3]]
        let chosen = ExtractiveBaseline.coverage.select(from: doubled, wordBudget: 1000)
        #expect(chosen.count == Set(chosen.map { doubled[$0] }).count)
    }

    @Test(arguments: ExtractiveBaseline.allCases, [0, 1, 7, 20, 40, 1000])
    func `what is chosen is within the budget and in order`(
        baseline: ExtractiveBaseline, budget: Int
    ) {
        let chosen = baseline.select(from: units, wordBudget: budget)
        let words = chosen.map { units[$0].split { !$0.isLetter }.count }.reduce(0, +)
        #expect(words <= budget)
        #expect(chosen == Set(chosen).sorted())
    }

    @Test(arguments: ExtractiveBaseline.allCases)
    func `nothing is chosen from nothing`(baseline: ExtractiveBaseline) {
        #expect(baseline.select(from: [], wordBudget: 10) == [])
    }
}

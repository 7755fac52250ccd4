import ContextModel
import Summarization
import TestSupport
import Testing

@Suite struct SummaryQualityTests {
    let source = history("U: use order_77 in /srv/data/a.csv / A: done with 4711")

    @Test func `a copy keeps all facts and an empty text none`() {
        let facts = FactSet(of: source)
        #expect(
            facts.share(seenIn: FactSet(ofText: "use order_77 in /srv/data/a.csv 4711"))
                == .all)
        #expect(facts.share(seenIn: FactSet(ofText: "")) == .zero)
        #expect(FactSet().share(seenIn: facts) == .all)
    }

    @Test func `a fact weighs its kind and who tells it`() {
        #expect(FactSet(of: Message(.user, "order_77")).weight == 16)
        #expect(FactSet(of: history("T#1: order_77")).weight == 4)
        #expect(FactSet(of: Message(.user, "costs 4711")).weight == 8)
        #expect(FactSet(of: Message(.user, "order_77 and order_77")).weight == 16)
        #expect(FactSet(of: history("U: order_77 / A: order_77")).weight == 32)
        #expect(
            FactSet(of: history("U: order_77 / A: order_77 / U: order_77 / A: order_77")).weight
                == 48)
    }

    @Test func `a name within a longer path can be seen and not the other way round`() {
        let long = FactSet(ofText: "src/app/main.swift")
        let short = FactSet(ofText: "main.swift")
        #expect(short.share(seenIn: long) == .all)
        #expect(long.share(seenIn: short) == .zero)
    }

    @Test func `words of decisions and questions are facts of people and not of tools`() {
        #expect(FactSet(of: Message(.user, "we decided on purple buttons")).weight == 8)
        #expect(FactSet(of: Message(.user, "are they purple?")).weight == 4)
        #expect(FactSet(of: Message(.user, "they are purple")).weight == 0)
        #expect(FactSet(of: history("T#1: we decided on purple buttons")).weight == 0)
    }

    @Test(arguments: [(0, 1_000_000), (10, 1_000_000), (15, 500_000), (20, 0), (99, 0)])
    func `the length factor falls in a line to nothing at twice the budget`(
        tokens: Int, factor: Int
    ) {
        #expect(
            SummaryQuality.lengthFactor(TokenCount(tokens), budget: TokenCount(10))
                == Share(millionths: factor))
    }

    @Test func `the score is the share of facts times the length factor`() {
        func score(_ tokens: Int) -> Share {
            SummaryQuality.score(
                of: "order_77", source: source, tokens: TokenCount(tokens), budget: TokenCount(10))
        }
        #expect(score(10) == Share(millionths: 400_000))
        #expect(score(15) == Share(millionths: 200_000))
    }

    @Test(arguments: [
        // 2 of 2 words, then 1 of 2, then none.
        ("The order moved. Order moved again! Order lost?\nNothing here", 1_500_000 / 3),
        ("same words here. same words here", 1_000_000), ("alpha beta. gamma delta", 0),
        ("注文は確定した\n注文は確定した", 1_000_000),
    ])
    func `coherence is what neighbouring sentences have in common`(text: String, share: Int) {
        #expect(SummaryCoherence.share(of: text) == Share(millionths: share))
    }

    @Test(arguments: ["", "one sentence alone.", "a b c. d e f."])
    func `fewer than two sentences have no coherence`(text: String) {
        #expect(SummaryCoherence.share(of: text) == nil)
    }

    @Test func `no budget allows nothing`() {
        #expect(SummaryQuality.lengthFactor(TokenCount(1), budget: .zero) == .zero)
        #expect(SummaryQuality.lengthFactor(.zero, budget: .zero) == .all)
    }

    @Test func `preservation from cached sets equals that of the messages`() {
        let context = history("U: order_77 / A: fine")
        let cached = SummaryQuality.preservation(
            of: source.map { FactSet(of: $0) }, in: context.map { FactSet(of: $0) })
        #expect(cached == SummaryQuality.preservation(of: source, in: context))
        #expect(cached == Share(millionths: 400_000))
        #expect(SummaryQuality.preservation(of: source, in: source) == .all)
    }
}

import Evaluation
import Statistics
import Testing
import Verdicts

/// Decisions worked out by hand.
@Suite struct DecisionTests {
    private typealias Figures = DecisionCells.Figures

    private func result(
        _ policy: String, _ figures: Figures, _ settings: [String: String] = [:],
        corpus: String = "a", mode: ReplayMode = .stateless, conversations: Int = 1
    ) -> CellResult {
        DecisionCells.result(
            DecisionCells.cell(policy, settings, corpus: corpus, mode: mode), figures,
            conversations: conversations)
    }

    /// The decision over all conversations, where there is one.
    private func decision(_ results: [CellResult]) throws -> Decision {
        let all = DecisionCells.decisions(results).filter { $0.group.scope == .all }
        try #require(all.count == 1)
        return all[0]
    }

    private func statuses(_ decision: Decision) -> [String] {
        decision.rows.map { "\($0.place) \($0.label): \($0.status)" }
    }

    @Test func `within 2 percent of the cheapest the fewest references lost decide`() throws {
        let decision = try decision([
            result("off", Figures(bill: 5_000)),
            result("chunked", Figures(bill: 900, refetch: 100, lost: 30)),
            result("full", Figures(bill: 1_020, lost: 10)),
            result("full", Figures(bill: 1_021, lost: 5), ["chunks.size": "16"]),
        ])
        #expect(
            statuses(decision) == [
                "1 full: recommended", "2 chunked: within 2 %",
                "3 full, chunk size 16: dearer", "4 off: dearer",
            ])
        #expect(decision.rows[0].expectedBill == 1_020)
        #expect(decision.rows[0].referenceBill == 5_000)
        #expect(decision.rows[1].expectedBill == 1_000)
        #expect(decision.rows[2].configurationText.contains("chunks.size=16"))
    }

    @Test func `what fits more often is used though it is dearer, and the price is said`() throws {
        let decision = try decision([
            result("off", Figures(bill: 500, notFitting: 7)),
            result("chunked", Figures(bill: 2_000, lost: 3, notFitting: 1)),
            result("full", Figures(bill: 1_500, notFitting: 2)),
        ])
        #expect(
            statuses(decision) == [
                "1 chunked: recommended", "2 full: fits less often", "3 off: reference",
            ])
        let other = try #require(decision.withoutFitting)
        #expect(other.setting.label == "off" && other.sums.notFitting == 7)
        #expect(decision.reference?.sums.bill == 500)
    }

    @Test func `a cheaper setting that a provider would refuse is never used`() throws {
        let decision = try decision([
            result("off", Figures(bill: 3_000)),
            result("chunked", Figures(bill: 100, rejected: 1)),
            result("full", Figures(bill: 2_000, lost: 3)),
        ])
        #expect(
            statuses(decision) == [
                "1 full: recommended", "2 off: dearer", "3 chunked: rejected",
            ])
        #expect(decision.withoutFitting == nil)
    }

    @Test func `where every setting is rejected none is recommended`() throws {
        let decision = try decision([result("chunked", Figures(bill: 100, rejected: 1))])
        #expect(decision.recommended == nil)
        #expect(decision.rows.map(\.place) == [2])
        #expect(decision.certainties.isEmpty)
    }

    @Test func `doing nothing is used where it fits and is cheapest`() throws {
        let decision = try decision([
            result("off", Figures(bill: 1_000)),
            result("chunked", Figures(bill: 1_500, lost: 4)),
            result("full", Figures(bill: 1_500, lost: 3)),
        ])
        #expect(decision.recommended?.setting.isOff == true)
        #expect(
            statuses(decision).dropFirst() == [
                "2 full: dominated by off", "3 chunked: dominated by off",
            ])
    }

    @Test func `faults, estimating counters and unusual counting are no candidates`() throws {
        let cheap = Figures(bill: 1)
        let decisions = DecisionCells.decisions([
            result("chunked", Figures(bill: 900)), result("off", Figures(bill: 1_000)),
            result("chunked", cheap, ["condensation.summarizer": "faulty"]),
            result("chunked", cheap, ["counter": "characters/4"]),
            result("chunked", cheap, ["cache.count": "off"]),
            result("chunked", cheap, ["price.summarizer": "cheaper"]),
            result("chunked", Figures(bill: 2_000), ["price.rule": "none"]),
        ])
        let all = decisions.filter { $0.group.scope == .all }
        #expect(all.map(\.group.priceRule) == ["anthropic-5m", "none"])
        #expect(all[0].candidates.map { $0.sums.bill } == [900, 1_000])
        #expect(all[1].candidates.map { $0.sums.bill } == [2_000] && all[1].reference == nil)
    }

    @Test func `sending everything is the reference of both kinds of client`() throws {
        let decisions = DecisionCells.decisions([
            result("off", Figures(bill: 1_000, notFitting: 3)),
            result("chunked", Figures(bill: 700), mode: .stateful),
            result("off", Figures(bill: 9_000), ["context.limit": "30%"]),
        ]).filter { $0.group.scope == .all && $0.group.mode == .stateful }
        #expect(decisions.map(\.group.contextLimit) == ["8000"])
        #expect(decisions.first?.reference?.sums.bill == 1_000)
        #expect(decisions.first?.rows.map(\.status) == ["recommended", "reference"])
    }

    @Test func `what makes no difference to doing nothing makes no other candidate of it`() throws {
        let decision = try decision([
            result("off", Figures(bill: 1_000), ["chunks.size": "16"]),
            result("off", Figures(bill: 1_000)), result("chunked", Figures(bill: 800)),
        ])
        #expect(decision.candidates.map(\.setting.label) == ["chunked", "off"])
        #expect(decision.rows[1].configurationText.contains("chunks.size=8"))
    }

    @Test func `settings of the same figures are one, under the simplest name`() throws {
        let decision = try decision([
            result("chunked", Figures(bill: 800), ["chunks.size": "16"]),
            result("chunked", Figures(bill: 800)), result("off", Figures(bill: 1_000)),
        ])
        #expect(statuses(decision) == ["1 chunked: recommended", "2 off: dominated by chunked"])
        #expect(decision.candidates[0].same.map(\.text) == ["management=chunked,chunks.size=16"])
    }

    @Test func `a setting that lacks conversations is not ranked`() throws {
        let decision = try decision([
            result("off", Figures(bill: 1_000), conversations: 3),
            result("off", Figures(bill: 1_000), corpus: "b", conversations: 4),
            result("full", Figures(bill: 900), conversations: 3),
            result("full", Figures(bill: 900), corpus: "b", conversations: 4),
            result("chunked", Figures(bill: 1), conversations: 3),
        ])
        #expect(decision.candidates.map(\.setting.label) == ["full", "off"])
        #expect(decision.incomparable.map(\.setting.label) == ["chunked"])
        #expect(decision.incomparable.map(\.lacking) == [4])
        #expect(decision.leftOut == 0)
    }

    @Test func `conversations that weigh the same can choose another setting, and it is said`()
        throws
    {
        // A long conversation for which full is cheaper, and three short ones for which chunked is.
        func cells(_ policy: String, _ long: Int64, _ short: Int64) -> [CellResult] {
            [
                result(policy, Figures(bill: long), corpus: "a"),
                result(policy, Figures(bill: short), corpus: "b", conversations: 3),
            ]
        }
        let decisions = DecisionCells.decisions(
            cells("off", 1_000_000, 1_000) + cells("full", 500_000, 900)
                + cells("chunked", 800_000, 100))
        #expect(
            decisions.map { "\($0.group.scope.name): \($0.rows[0].label)" } == [
                "all: full", "all, equal: chunked", "a: full", "b: chunked",
            ])
        // (0.8 + 3 · 0.1) ⁄ 4 of 1,003,000, and (0.5 + 3 · 0.9) ⁄ 4 of it.
        #expect(decisions[1].rows.map(\.expectedBill) == [275_825, 802_400, 1_003_000])
        let said = decisions[0].disagreements(among: decisions)
        #expect(said.map(\.scope.name) == ["all, equal", "b"])
        #expect(said.map(\.choice.setting.label) == ["chunked", "chunked"])
        #expect(said[1].extraBill == 2_400)
        #expect(decisions[1].disagreements(among: decisions).isEmpty)
    }

    @Test func `a difference that every conversation shows is sure`() throws {
        let decision = try decision([
            DecisionCells.result(
                DecisionCells.cell("chunked"), (0..<30).map { Figures(bill: 700 + $0, lost: 2) }),
            DecisionCells.result(
                DecisionCells.cell("full"), (0..<30).map { Figures(bill: 900 + 2 * $0, lost: 3) }),
        ])
        let certainty = try #require(decision.certainties.first)
        #expect(certainty.rival.setting.label == "full")
        #expect(certainty.bill.verdict == .better && certainty.bill.clusters == 30)
        let difference = try #require(certainty.bill.difference)
        #expect(difference.value == 214.5 && difference.higher == 30)
        let lost = try #require(certainty.references.difference)
        #expect(abs(lost.value - 0.001) < 1e-12)
        let own = try #require(decision.referencesLost(by: decision.candidates[1]))
        #expect(abs(own.value - 0.003) < 1e-12)
    }

    @Test func `fewer than twenty conversations are too few to be sure`() throws {
        let decision = try decision([
            result("chunked", Figures(bill: 700), conversations: 19),
            result("full", Figures(bill: 900), conversations: 19),
        ])
        #expect(decision.certainties.map(\.bill.verdict) == [.tooFew])
    }
}

import ContextModel
import Stages
import TestSupport
import Testing

@Suite struct SummaryStageTests {
    private let policy = CondensationPolicy()

    private func result(_ draft: Draft, target: Int, _ policy: CondensationPolicy) -> Draft? {
        TestSupport.result(of: SummaryStage(policy), on: draft, target: target)
    }

    private var aggressive: CondensationPolicy {
        var policy = policy
        policy.isLight = false
        return policy
    }

    private let long =
        "S: rules / U: a ×50 / A: b ×50 / U: c ×50 / A: d ×50 / U: e ×50 / A: f ×50 / U: now / A: so"

    @Test func `nothing is done below the goal or with too few messages`() {
        #expect(result(draft(long), target: 5_000, policy) == nil)
        #expect(result(draft("U: a ×90 / A: b ×90 / U: c / A: d"), target: 20, policy) == nil)
    }

    @Test func `light condensation takes no more than the goal needs`() {
        let whole = draft(long)
        #expect(letters(result(whole, target: whole.tokens.value - 150, policy)) == "sUuaua")
        #expect(letters(result(whole, target: 60, policy)) == "sUua")
    }

    @Test func `aggressive condensation makes summaries as short as the goal asks`() throws {
        let goal = goal(TokenCount(120))
        let light = try #require(SummaryStage(policy).plan(draft(long), for: goal))
        let short = try #require(SummaryStage(aggressive).plan(draft(long), for: goal))
        func budget(_ plan: StagePlan) -> Int {
            plan.requests.reduce(0) { $0 + $1.request.budget.value }
        }
        #expect(budget(light) > 120 && budget(short) < 120)
    }

    @Test func `after the user's last turn a summary is the assistant's`() {
        let loop = (1...6).map { "A: look#\($0) / T#\($0): found ×40" }.joined(separator: " / ")
        #expect(letters(result(draft("S: s / U: do / " + loop), target: 50, aggressive)) == "suAat")
    }

    @Test func `what is pinned stays`() {
        let result = result(draft(long, pinned: [2]), target: 50, aggressive)
        #expect(letters(result) == "suaUua" || letters(result) == "sUaUua")
        #expect(result?.messages.contains(history(long)[2]) == true)
    }

    @Test func `an earlier summary is carried whole`() {
        let earlier = PlaceholderText.summary(of: 9, "Facts: x1, y2")
        let notation = "S: s / U: \(earlier) / " + long.dropFirst("S: rules / ".count)
        let result = result(draft(notation, made: [1]), target: 60, policy)
        #expect(letters(result) == "sUUua")
        #expect(result?.messages[1] == history(notation)[1])
    }

    @Test func `what was condensed is not condensed again`() throws {
        let once = try #require(result(draft(long), target: 60, aggressive))
        #expect(result(draft(sentBack: once), target: 5, aggressive) == nil)
    }

    @Test func `requests hold whole atoms and no more messages than allowed`() throws {
        let loop = (1...9).map { "A: look#\($0) / T#\($0): found ×40" }.joined(separator: " / ")
        var policy = aggressive
        policy.maximumMessages = 5
        let plan = try #require(
            SummaryStage(policy).plan(draft("U: do / " + loop), for: goal(TokenCount(50))))
        for request in plan.requests.map(\.request) {
            #expect(request.messages.count <= 5)
            #expect(request.messages.first?.role == .assistant)
            #expect(request.messages.last?.role == .tool)
        }
    }
}

import ContextModel
import Stages
import TestSupport
import Testing

@Suite struct CompactionStageTests {
    /// A session of so many turns of the user and the assistant, 51 tokens a message.
    private func session(_ turns: Int, head: String = "S: rules") -> String {
        let turns = (1...turns).map { "U: q\($0) ×16 / A: a\($0) ×16" }
        return ([head] + turns).joined(separator: " / ")
    }

    private func policy(_ change: (inout CompactionPolicy) -> Void = { _ in }) -> CompactionPolicy {
        var policy = CompactionPolicy()
        change(&policy)
        return policy
    }

    private func result(
        _ draft: Draft, target: Int, _ policy: CompactionPolicy = CompactionPolicy()
    ) -> Draft? {
        TestSupport.result(of: CompactionStage(policy), on: draft, target: target)
    }

    @Test func `nothing is done where the goal is met`() {
        #expect(result(draft(session(9)), target: 5_000) == nil)
    }

    @Test func `all but the last ten messages become one summary`() {
        #expect(letters(result(draft(session(9)), target: 800)) == "sUuauauauaua")
        #expect(letters(result(draft(session(30)), target: 1_500)) == "sUuauauauaua")
    }

    @Test func `fewer messages are kept while the context stays too large`() {
        let whole = draft(session(9))
        #expect(letters(result(whole, target: 500)) == "sUauaua")
        #expect(letters(result(whole, target: 240)) == "sUua")
        #expect(letters(result(whole, target: 10)) == "sUua")
    }

    @Test(arguments: [3, 10, 20])
    func `how many messages stay is a setting`(keep: Int) throws {
        let made = try #require(
            result(draft(session(30)), target: 2_500, policy { $0.keepRecent = keep }))
        #expect(made.messages.suffix(keep) == history(session(30)).suffix(keep))
        #expect(made.items.count == keep + 2)
    }

    @Test func `a tool call stays with its results`() {
        let loop = (1...8).map { "A: look#\($0) / T#\($0): found ×40" }.joined(separator: " / ")
        let made = result(
            draft("S: s / U: do / " + loop), target: 250, policy { $0.keepRecent = 3 })
        #expect(letters(made) == "suAat" || letters(made) == "suAatat")
        #expect(made?.messages.suffix(2) == history("S: s / U: do / " + loop).suffix(2))
    }

    @Test func `what is pinned stays in its place, between summaries`() {
        let whole = draft(session(12), pinned: [7])
        #expect(letters(result(whole, target: 700)) == "sUuUuauauauaua")
    }

    @Test func `what is critical stays, whatever its case`() throws {
        let notation = session(12).replacing("a3 ×16", with: "BUG-Report ×16")
        let made = result(
            draft(notation), target: 800, policy { $0.critical = ["none such", "bug-report"] })
        #expect(made?.messages.contains(history(notation)[6]) == true)
        let plain = result(draft(notation), target: 800)
        #expect(plain?.messages.contains(history(notation)[6]) == false)
    }

    @Test
    func `an earlier summary is carried whole, and condensed only before a recent message is`() {
        let earlier = PlaceholderText.summary(
            of: 9, "Facts: " + String(repeating: "x1 ", count: 200))
        let notation = session(12, head: "S: rules / U: \(earlier)")
        let carried = result(draft(notation, made: [1]), target: 1_100)
        #expect(letters(carried) == "sUUuauauauaua")
        #expect(carried?.messages[1] == history(notation)[1])
        let folded = result(draft(notation, made: [1]), target: 740)
        #expect(letters(folded) == "sUuauauauaua")
        #expect(PlaceholderText.summarised(by: folded?.messages[1] ?? Message(.user, "")) == 9 + 14)
    }

    @Test func `what was compacted is not compacted again`() throws {
        let once = try #require(result(draft(session(30)), target: 10))
        #expect(result(draft(sentBack: once), target: 10) == nil)
    }

    @Test func `summaries have at most the output tokens, and a share of what they stand for`() {
        func budgets(_ draft: Draft, _ policy: CompactionPolicy) -> [Int] {
            let plan = CompactionStage(policy).plan(draft, for: goal(TokenCount(7_000)))
            return plan?.requests.map(\.request.budget.value) ?? []
        }
        #expect(budgets(draft(session(200)), policy()) == [1_024])
        let long = draft(session(80))
        #expect(budgets(long, policy { $0.outputTokens = 90 }) == [90])
        #expect(budgets(long, policy { $0.lengthRatio = Share(millionths: 10_000) }) == [76])
        let parts = budgets(draft(session(200)), policy { $0.parts = 4 })
        #expect(parts.count == 4 && parts.reduce(0, +) <= 1_024)
    }

    @Test func `what one call cannot read is divided, and makes one summary`() throws {
        let whole = draft(session(200))
        let policy = policy { $0.inputTokens = 5_000 }
        let plan = try #require(CompactionStage(policy).plan(whole, for: goal(TokenCount(7_000))))
        #expect(plan.requests.count == 4)
        #expect(plan.requests.allSatisfy { $0.sourceTokens.value <= 5_000 })
        #expect(plan.requests.reduce(0) { $0 + $1.request.budget.value } <= 1_024)
        #expect(letters(result(whole, target: 7_000, policy)) == "sUuauauauaua")
    }

    @Test(arguments: CompactionTask.allCases)
    func `the instruction names the fields, and is the same each turn`(task: CompactionTask) throws
    {
        let policy = policy { $0.task = task }
        let plan = try #require(
            CompactionStage(policy).plan(draft(session(30)), for: goal(TokenCount(1_000))))
        let focus = try #require(plan.requests.first?.request.focus)
        #expect(task.fields.allSatisfy { focus.contains($0) } && task.fields.count >= 3)
        #expect(try TaskRouter.standard.tier(for: task.rawValue) == .fast)
    }

    @Test func `a key changes with what shapes the answer`() throws {
        func key(_ change: (inout CompactionPolicy) -> Void) throws -> ContentDigest {
            let plan = try #require(
                CompactionStage(policy(change)).plan(draft(session(30)), for: goal(TokenCount(900)))
            )
            return plan.requests[0].key
        }
        let plain = try key { _ in }
        #expect(try key { _ in } == plain)
        #expect(try key { $0.cacheKeyPrefix = "other" } != plain)
        #expect(try key { $0.task = .code } != plain)
        #expect(try key { $0.outputTokens = 99 } != plain)
    }
}

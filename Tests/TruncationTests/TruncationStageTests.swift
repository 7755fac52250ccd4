import ContextModel
import TestSupport
import Testing
import Truncation

@Suite struct TruncationStageTests {
    /// What is left of a history, a letter a message: its role, or `m` for a marker.
    private func left(_ notation: String, target: Int, by stage: some Stage) -> String {
        let draft = draft(notation)
        var stage = stage
        let goal = goal(TokenCount(target))
        guard let plan = stage.plan(draft, for: goal) else { return "nothing to do" }
        return stage.apply(plan, [], to: draft, for: goal).items.map { item in
            StandIn.isOne(item.message) ? "m" : String(item.message.role.rawValue.first ?? "?")
        }.joined()
    }

    @Test func `nothing is done below the goal`() {
        #expect(left("U: a / A: b", target: 100, by: TruncationStage()) == "nothing to do")
    }

    @Test func `the oldest go first, with a marker`() {
        let notation = "S: s / U: old ×60 / A: old ×60 / U: new / A: new"
        #expect(left(notation, target: 240, by: TruncationStage()) == "smaua")
        #expect(left(notation, target: 40, by: TruncationStage()) == "smua")
    }

    @Test func `a tool exchange goes as a whole or not at all`() {
        let notation =
            "S: s / U: a / A: look#1 / T#1: found ×60 / A: look#2 / T#2: found ×60 / U: b / A: c"
        #expect(left(notation, target: 250, by: TruncationStage()) == "smatua")
    }

    @Test func `what has to stay stays though the goal is missed`() {
        let notation = "S: rules ×50 / U: old ×50 / A: x / U: ask ×50 / A: look#1 / T#1: found ×50"
        #expect(left(notation, target: 10, by: TruncationStage()) == "smuat")
    }

    @Test func `the legacy way parts calls from results`() {
        let notation = "S: s / U: old ×60 / A: look#1 / T#1: found ×20 / U: b"
        #expect(left(notation, target: 85, by: LegacyTruncationStage()) == "stu")
    }

    @Test func `a long old tool result keeps its ends, once`() throws {
        let stage = MaskingStage()
        var draft = draft("U: a / A: look#1 / T#1: found ×400 / U: b / A: c")
        let goal = goal(TokenCount(100))
        let plan = try #require(stage.plan(draft, for: goal))
        draft = stage.apply(plan, [], to: draft, for: goal)
        let text = try #require(draft.messages[2].toolResults.first?.content.first?.plainText)
        #expect(text.hasPrefix("found 1") && text.hasSuffix("found 400"))
        #expect(text.utf8.count < 900 && text.contains("bytes left out"))
        #expect(stage.plan(draft, for: goal) == nil)
    }
}

extension ContentPart {
    fileprivate var plainText: String? { if case .text(let part) = self { part.text } else { nil } }
}

import ContextModel
import Stages
import TestSupport
import Testing

@Suite struct TruncationStageTests {
    /// What is left of a history, a letter a message: its role, or `m` for a marker.
    private func left(_ notation: String, target: Int, by stage: some Stage) -> String {
        let draft = draft(notation)
        var stage = stage
        let goal = goal(TokenCount(target))
        guard let plan = stage.plan(draft, for: goal) else { return "nothing to do" }
        return stage.apply(plan, [], to: draft, for: goal).items.map { item in
            PlaceholderText.isOne(item.message)
                ? "m" : String(item.message.role.rawValue.first ?? "?")
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
        #expect(left(notation, target: 10, by: TruncationStage()) == "suat")
        let aiming = TruncationStage(dropsNotices: false)
        #expect(left(notation, target: 10, by: aiming) == "smuat")
    }

    @Test func `a notice goes where the goal is missed because of it, and stays where it must`() {
        // Two tokens fewer than the notice and what stays take.
        let notation = "U: old ×60 / U: ask ×10"
        let whole = draft("U: \(PlaceholderText.marker(of: 1)) / U: ask ×10").tokens.value
        #expect(left(notation, target: whole, by: TruncationStage()) == "mu")
        #expect(left(notation, target: whole - 2, by: TruncationStage()) == "u")
        // Anthropic's conversations begin with the user.
        let draft = draft("U: old ×60 / A: pinned / U: ask", pinned: [1])
        for (format, count) in [(WireFormat.anthropicMessages, 3), (.chatCompletions, 2)] {
            let goal = goal(TokenCount(20), format: format)
            let plan = TruncationStage().plan(draft, for: goal)
            let made = plan.map { TruncationStage().apply($0, [], to: draft, for: goal) }
            #expect(made?.items.count == count)
        }
    }

    @Test func `what only reads like a summary is no summary`() throws {
        let text = PlaceholderText.summary(
            of: 9, String(repeating: "Step one is done. ", count: 40))
        let notation = "U: x / A: y / U: z"
        let messages = [Message(.user, text)] + history(notation)
        let goal = goal(TokenCount(120))
        let stage = TruncationStage()
        for (made, isCut) in [([0], true), ([], false)] as [(Set<Int>, Bool)] {
            let draft = draft(messages, made: made)
            let plan = try #require(stage.plan(draft, for: goal))
            let first = stage.apply(plan, [], to: draft, for: goal).messages[0]
            #expect((PlaceholderText.summarised(by: first) != nil) == isCut)
        }
    }

    /// A history with a summary of so many sentences, and it truncated.
    private func summary(
        _ sentences: Int, target: Int, after before: [Message] = []
    ) throws -> (before: Draft, after: Draft) {
        let text = (1...sentences).map { "Step \($0) is done in file\($0).swift." }
        let messages =
            before + [
                Message(.user, PlaceholderText.summary(of: 9, text.joined(separator: " "))),
                Message(.assistant, "and so on"), Message(.user, "go on"),
            ]
        let goal = goal(TokenCount(target))
        let items = messages.enumerated().map {
            Draft.Item(
                $1, tokens: goal.cost($1), source: .original($0),
                placeholder: PlaceholderText.claim(of: $1))
        }
        let draft = Draft(items, fixed: .zero)
        let stage = TruncationStage()
        let plan = try #require(stage.plan(draft, for: goal))
        return (draft, stage.apply(plan, [], to: draft, for: goal))
    }

    @Test(arguments: [60, 120, 200, 300])
    func `a summary loses its oldest sentences before it goes`(_ target: Int) throws {
        let (before, after) = try summary(40, target: target)
        #expect(after.tokens.value <= target && after.tokens.value > target - 12)
        #expect(after.items.count == before.items.count)
        #expect(PlaceholderText.summarised(by: after.messages[0]) == 9)
        let text = try #require(PlaceholderText.text(of: after.messages[0]))
        #expect(text.hasPrefix("Step ") && text.hasSuffix("file40.swift."))
        #expect(Array(after.messages[1...]) == Array(before.messages[1...]))
        let stage = TruncationStage()
        #expect(stage.plan(after, for: goal(TokenCount(target))) == nil)
    }

    @Test func `a summary goes where too little of it would be left`() throws {
        #expect(
            try summary(40, target: 37).after.messages.contains {
                PlaceholderText.leftOut(by: $0) == 9
            })
    }

    @Test func `older messages go before a summary is touched`() throws {
        let old = [Message(.user, String(repeating: "old ", count: 300))]
        let (before, after) = try summary(10, target: 150, after: old)
        #expect(PlaceholderText.leftOut(by: after.messages[0]) == 1)
        #expect(after.messages[1] == before.messages[1])
    }

    @Test func `a sentence too long alone keeps its last words`() throws {
        let text = (1...200).map { "word\($0)" }.joined(separator: " ")
        let goal = goal(TokenCount(100))
        let messages = [
            Message(.user, PlaceholderText.summary(of: 3, text)), Message(.user, "go on"),
        ]
        let items = messages.enumerated().map {
            Draft.Item(
                $1, tokens: goal.cost($1), source: .original($0),
                placeholder: PlaceholderText.claim(of: $1))
        }
        let draft = Draft(items, fixed: .zero)
        let plan = try #require(TruncationStage().plan(draft, for: goal))
        let after = TruncationStage().apply(plan, [], to: draft, for: goal)
        #expect(after.tokens.value <= 100 && after.tokens.value > 95)
        #expect(PlaceholderText.text(of: after.messages[0])?.hasSuffix("word199 word200") == true)
    }

    @Test func `the legacy policy parts calls from results`() {
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

import ContextModel
import TestSupport
import Testing
import WireFormats

/// Calls and results, in the three formats.
@Suite struct PairingTests {
    struct Row: CustomTestStringConvertible {
        let notation: String
        var chat: [Finding] = []
        var responses: [Finding] = []
        var anthropic: [Finding] = []

        var testDescription: String { notation }

        func findings(_ rule: WireRule) -> [Finding] {
            switch rule {
            case .chatCompletions: chat
            case .responses: responses
            case .anthropicMessages: anthropic
            }
        }
    }

    static let rows = [
        Row(notation: "U: ask"),
        Row(notation: "S: rules / S: more / U: ask / A: look#1 / T#1: found / A: done / U: so"),
        Row(notation: "U: ask / A: look#1 weigh#2 / T#2: heavy / T#1: found / A: done"),
        Row(notation: "U: ask / A: look#1 / T#1: / A: done"),
        Row(notation: "U: ask / A: look#1"),
        Row(notation: "U: ask / A: look#1 weigh#2 / T#2: heavy"),
        Row(notation: "U: ask / A: one / A: two / U: a / U: b"),
        Row(
            notation: "U: ask / A: look#1 / U: well",
            chat: [Finding(.unansweredCall, 1)], responses: [Finding(.unansweredCall, 1)],
            anthropic: [Finding(.unansweredCall, 1)]),
        Row(
            notation: "U: ask / A: look#1 weigh#2 / T#1: found / A: done",
            chat: [Finding(.unansweredCall, 1)], responses: [Finding(.unansweredCall, 1)],
            anthropic: [Finding(.unansweredCall, 1)]),
        Row(
            notation: "U: ask / T#9: found / A: hm",
            chat: [Finding(.resultWithoutCall, 1)], responses: [Finding(.resultWithoutCall, 1)],
            anthropic: [Finding(.resultWithoutCall, 1)]),
        Row(
            notation: "U: ask / A: look#1 / T#1: a / T#1: b",
            chat: [Finding(.duplicateResult, 3)], responses: [Finding(.duplicateResult, 3)],
            anthropic: [Finding(.duplicateResult, 3)]),
        Row(
            notation: "U: ask / A: look#1 weigh#1 / T#1: a / A: done",
            chat: [Finding(.duplicateCallID, 1)], responses: [Finding(.duplicateCallID, 1)],
            anthropic: [Finding(.duplicateCallID, 1)]),
        // One turn in Anthropic's format, where the result then does not stand first.
        Row(
            notation: "U: ask / A: look#1 / U: well / T#1: found / A: done",
            chat: [Finding(.unansweredCall, 1), Finding(.resultWithoutCall, 3)],
            anthropic: [Finding(.resultNotFirst, 3)]),
        Row(
            notation: "U: ask / A: look#1 / A: wait / T#1: found",
            chat: [Finding(.unansweredCall, 1), Finding(.resultWithoutCall, 3)]),
        Row(
            notation: "U: ask / A: look#1 / A: weigh#2 / T#1: a / T#2: b",
            chat: [Finding(.unansweredCall, 1), Finding(.resultWithoutCall, 3)]),
        Row(
            notation: "U: ask / A: look#1 / T#1: a / A: look#1 / T#1: b",
            anthropic: [Finding(.duplicateCallID, 3)]),
        Row(
            notation: "U: ask / A: look#1 / T#1: a / A: hm / T#1: b",
            chat: [Finding(.resultWithoutCall, 4)], responses: [Finding(.duplicateResult, 4)],
            anthropic: [Finding(.resultWithoutCall, 4)]),
        Row(
            notation: "T#1: found / U: ask / A: look#1",
            chat: [Finding(.resultWithoutCall, 0)], responses: [Finding(.resultWithoutCall, 0)],
            anthropic: [Finding(.resultWithoutCall, 0)]),
        Row(notation: "A: hi / U: ask", anthropic: [Finding(.firstMessage, 0)]),
        Row(notation: "S: rules / A: hi / U: ask", anthropic: [Finding(.firstMessage, 1)]),
        Row(notation: "U: ask / S: rules / A: hi", anthropic: [Finding(.systemPosition, 1)]),
        Row(notation: "S: rules", anthropic: [Finding(.noMessages, nil)]),
    ]

    @Test(arguments: WireRule.allCases, rows)
    func `each history breaks just the rules it should`(rule: WireRule, row: Row) {
        expect(rule, history(row.notation), row.findings(rule))
    }

    @Test(arguments: WireRule.allCases)
    func `an empty history is refused`(rule: WireRule) {
        expect(rule, [], [Finding(.noMessages, nil)])
    }

    @Test(arguments: WireRule.allCases)
    func `results in user messages answer, too`(rule: WireRule) {
        let asked = history("U: ask / A: look#1 weigh#2")
        let answer = Message(.user, parts: [.result("1"), .result("2"), .text("go on")])
        expect(rule, asked + [answer], [])
        expect(rule, asked + [answer, Message(.assistant, "done")], [])
    }

    @Test func `text before the results of a turn is refused`() {
        let asked = history("U: ask / A: look#1")
        let answer = Message(.user, parts: [.text("here"), .result("1")])
        expect(.anthropicMessages, asked + [answer], [Finding(.resultNotFirst, 2)])
        expect(.chatCompletions, asked + [answer], [])
        expect(.responses, asked + [answer], [])
    }

    @Test func `a user message that does not answer is refused at the end`() {
        let half = history("U: ask / A: look#1 weigh#2 / T#1: found / U: well")
        for rule in WireRule.allCases { expect(rule, half, [Finding(.unansweredCall, 1)]) }
    }

    @Test func `the older function calls pair by name and carry no identifiers`() {
        var call = ToolCall(id: nil, name: "look", arguments: .text("{}"))
        call.shape = .functionCall
        let wire = MessageWire(role: "function")
        let result = ToolResult(callID: nil, name: "look", "found")
        let nameless = ToolResult(callID: nil, "found")
        let asked = [Message(.user, "ask"), Message(.assistant, parts: [.toolCall(call)])]
        let answer = Message(.tool, parts: [.toolResult(result)], wire: wire)
        expect(.chatCompletions, asked + [answer], [])
        expect(.chatCompletions, asked + [Message(.user, "well")], [])
        expect(.responses, asked + [answer], [Finding(.callID, 1), Finding(.resultID, 2)])
        expect(
            .chatCompletions,
            asked + [Message(.tool, parts: [.toolResult(nameless)], wire: wire)],
            [Finding(.resultID, 2)])
    }
}

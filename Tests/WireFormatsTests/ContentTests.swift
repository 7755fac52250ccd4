import ContextModel
import StrictJSON
import TestSupport
import Testing
import WireFormats

/// What stands in a message.
@Suite struct ContentTests {
    private func expectEverywhere(_ messages: [Message], _ findings: [Finding]) {
        for rule in WireRule.allCases { expect(rule, messages, findings) }
    }

    @Test func `a message has content`() {
        expectEverywhere(history("U: ask / A: / U: so"), [Finding(.contentMissing, 1)])
        expectEverywhere(history("U: / A: hi"), [Finding(.contentMissing, 0)])
        expectEverywhere(history("S: / U: ask"), [Finding(.contentMissing, 0)])
    }

    @Test func `only Anthropic takes an empty final reply`() {
        expect(.chatCompletions, history("U: ask / A:"), [Finding(.contentMissing, 1)])
        expect(.responses, history("U: ask / A:"), [Finding(.contentMissing, 1)])
        expect(.anthropicMessages, history("U: ask / A:"), [])
    }

    @Test func `a tool message holds a result`() {
        let asked = history("U: ask") + [Message(.tool, parts: []), Message(.user, "so")]
        expectEverywhere(asked, [Finding(.contentMissing, 1)])
        expectEverywhere(
            history("U: ask") + [Message(.tool, parts: [.text("found")])],
            [Finding(.misplacedPart, 1)])
    }

    @Test func `a result has content where the format asks for some`() {
        var result = ToolResult(callID: "1", "")
        result.shape = .null
        let asked = history("U: ask / A: look#1") + [Message(.tool, parts: [.toolResult(result)])]
        expect(.chatCompletions, asked, [Finding(.contentMissing, 2)])
        expect(.responses, asked, [Finding(.contentMissing, 2)])
        expect(.anthropicMessages, asked, [])
    }

    @Test func `Anthropic takes no blank text`() {
        let messages = [
            Message(.user, parts: [.text("ask"), .text(" \n")]), Message(.assistant, "hi"),
        ]
        expect(.anthropicMessages, messages, [Finding(.blankText, 0)])
        expect(.chatCompletions, messages, [])
        expect(.responses, messages, [])
    }

    @Test func `parts stand in roles that may hold them`() {
        expectEverywhere(
            history("U: ask / A: hi", adding: [(0, .call("1")), (1, .image)]),
            [Finding(.misplacedPart, 0), Finding(.misplacedPart, 1)])
        expectEverywhere(
            history("S: rules / U: ask", adding: [(0, .image), (1, .thinking("hm"))]),
            [Finding(.misplacedPart, 0), Finding(.misplacedPart, 1)])
        expectEverywhere(
            history("U: ask / A: hi", adding: [(1, .result("1"))]), [Finding(.misplacedPart, 1)])
        expectEverywhere(history("U: ask / A: hi", adding: [(0, .image)]), [])
    }

    @Test func `only Chat Completions takes no pictures from tools`() {
        let result = ToolResult(callID: "1", content: [.text("see"), .image], shape: .parts)
        let messages =
            history("U: ask / A: look#1") + [Message(.tool, parts: [.toolResult(result)])]
        expect(.chatCompletions, messages, [Finding(.misplacedPart, 2)])
        expect(.responses, messages, [])
        expect(.anthropicMessages, messages, [])
    }

    @Test func `no result holds calls`() {
        let result = ToolResult(callID: "1", content: [.call("2")], shape: .parts)
        expectEverywhere(
            history("U: ask / A: look#1") + [Message(.tool, parts: [.toolResult(result)])],
            [Finding(.misplacedPart, 2)])
    }

    @Test(arguments: [" ", "a b", "<user>", "", String(repeating: "n", count: 65)])
    func `a speaker's name that Chat Completions refuses`(name: String) {
        let messages = [Message(.user, "ask", name: name)]
        expect(.chatCompletions, messages, [Finding(.speakerName, 0)])
        expect(.anthropicMessages, messages, [])
    }

    @Test func `thinking begins its turn`() {
        func turn(_ parts: ContentPart...) -> [Message] {
            history("U: ask") + parts.map { Message(.assistant, parts: [$0]) }
        }
        expect(.anthropicMessages, turn(.text("hi"), .thinking("hm")), [Finding(.thinkingFirst, 2)])
        expect(.anthropicMessages, turn(.thinking("hm"), .text("hi"), .thinking("so")), [])
        let redacted = JSONValue.object(JSONObject([("type", .string("redacted_thinking"))]))
        expect(
            .anthropicMessages, turn(.text("hi"), .opaque(redacted)), [Finding(.thinkingFirst, 2)])
        expect(.anthropicMessages, turn(.opaque(redacted), .thinking("so"), .text("hi")), [])
    }

    @Test func `a turn ends where the user's side begins`() {
        var messages = history("U: ask / A: look#1 / T#1: found / A: done / U: so")
        messages[3].parts.insert(.thinking("hm"), at: 0)
        expect(.anthropicMessages, messages, [])
    }

    @Test func `thinking has its signature`() {
        let messages = [
            Message(.user, "ask"),
            Message(.assistant, parts: [.thinking("hm", signature: nil), .text("hi")]),
        ]
        expect(.anthropicMessages, messages, [Finding(.thinkingSignature, 1)])
        expect(.chatCompletions, messages, [])
        expect(.responses, messages, [])
    }

    @Test func `a final text does not end in white space`() {
        let open = [Message(.user, "ask"), Message(.assistant, "It is\u{3000}")]
        expect(.anthropicMessages, open, [Finding(.trailingWhitespace, 1)])
        expect(.anthropicMessages, open + [Message(.user, "so ")], [])
        expect(.chatCompletions, open, [])
    }

    @Test func `reasoning goes with what it led to`() {
        let thinking = Message(.assistant, parts: [.thinking("hm")])
        let asked = [Message(.user, "ask"), thinking]
        expect(.responses, asked + [Message(.assistant, "hi")], [])
        expect(.responses, asked + [Message(.user, "so")], [Finding(.reasoningAlone, 1)])
        expect(.responses, asked, [Finding(.reasoningAlone, 1)])
        expect(.chatCompletions, asked, [Finding(.contentMissing, 1)])
    }
}

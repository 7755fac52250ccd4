import ContextModel
import StrictJSON
import TestSupport
import Testing
import WireFormats

/// Names, identifiers, arguments, tool definitions.
@Suite struct NameTests {
    private func calling(_ call: ContentPart) -> [Message] {
        [Message(.user, "ask"), Message(.assistant, parts: [call])]
    }

    @Test(arguments: WireRule.allCases, ["", "look up", "größe", "a.b", "x\u{0}"])
    func `a tool's name is plain`(rule: WireRule, name: String) {
        expect(rule, calling(.call("1", name)), [Finding(.toolName, 1)])
    }

    @Test func `a tool's name is not too long`() {
        let name = String(repeating: "n", count: 65)
        expect(.chatCompletions, calling(.call("1", name)), [Finding(.toolName, 1)])
        expect(.responses, calling(.call("1", name)), [Finding(.toolName, 1)])
        expect(.anthropicMessages, calling(.call("1", name)), [])
        expect(.anthropicMessages, calling(.call("1", name + name)), [Finding(.toolName, 1)])
    }

    @Test(arguments: WireRule.allCases)
    func `calls and results have identifiers`(rule: WireRule) {
        for id in [nil, ""] {
            expect(rule, calling(.call(id)), [Finding(.callID, 1)])
            let answer = Message(.tool, parts: [.result(id)])
            expect(rule, calling(.call("1")) + [answer], [Finding(.resultID, 2)])
        }
    }

    @Test func `identifiers have the format's form`() {
        expect(.anthropicMessages, calling(.call("call.1")), [Finding(.callID, 1)])
        expect(.chatCompletions, calling(.call("call.1")), [])
        let long = String(repeating: "i", count: 65)
        expect(.responses, calling(.call(long)), [Finding(.callID, 1)])
        expect(.anthropicMessages, calling(.call(long)), [])
    }

    @Test(arguments: ["", "[1]", "{\"cut\": \"off", "plain"])
    func `Anthropic wants an object of arguments`(text: String) {
        expect(.anthropicMessages, calling(.call("1", "look", text)), [Finding(.arguments, 1)])
        expect(.chatCompletions, calling(.call("1", "look", text)), [])
    }

    @Test func `arguments as a value are an object, too`() {
        func call(_ value: JSONValue) -> ContentPart {
            .toolCall(ToolCall(id: "1", name: "look", arguments: .value(value)))
        }
        expect(.anthropicMessages, calling(call(.null)), [Finding(.arguments, 1)])
        expect(.anthropicMessages, calling(call(.object(JSONObject()))), [])
        expect(.anthropicMessages, calling(.call("1", "look", " { } \n")), [])
    }

    @Test func `tool definitions have plain names of their own`() throws {
        let tools = try [
            #"{"type":"function","function":{"name":"look"}}"#,
            #"{"name":"look","input_schema":{}}"#,
            #"{"type":"web_search"}"#, #"{"type":"function","function":{}}"#,
        ].map { try JSONValue(parsing: $0) }
        let messages = [Message(.user, "ask")]
        expect(.chatCompletions, messages, tools: tools, [Finding(.toolName, nil)])
        expect(
            .anthropicMessages, messages, tools: tools,
            [Finding(.duplicateTool, nil), Finding(.toolName, nil)])
    }

    @Test func `a violation says place, rule and what was expected`() {
        let found = WireRule.chatCompletions.violations(in: history("U: ask / A: look#1 / U: so"))
        #expect(
            found.map(\.description) == [
                "messages[1]: unansweredCall: call \"1\" of \"look\" has no result: "
                    + "expected a tool message before any other message"
            ])
    }

    @Test func `a conversation's format has its rules`() {
        #expect(WireRule(.chatCompletions) == .chatCompletions)
        #expect(WireRule(.anthropicMessages) == .anthropicMessages)
    }
}

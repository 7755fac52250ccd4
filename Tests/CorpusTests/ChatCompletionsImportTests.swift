import ContextModel
import Corpus
import StrictJSON
import Testing
import WireFormats

@Suite struct ChatCompletionsImportTests {
    private static let request = """
        {"id": "r-7", "model": "m", "tools": [{"type": "function"}], "messages": [
          {"role": "assistant", "content": "Hello!"},
          {"role": "user", "content": "Hi"},
          {"role": "assistant", "content": null, "tool_calls": [
            {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
          {"role": "tool", "tool_call_id": "a", "content": "1"},
          {"role": "assistant", "content": "One."}]}
        """
    private static let line = request.split(separator: "\n").joined()
    private static let array = #"[{"role": "user", "content": "Q"}, {"role": "assistant"}]"#
    private static let notation = "A: Hello! / U: Hi / A: f#a({}) / T: #a=1 / A: One."

    @Test func `a request is one conversation with a request for each answer`() {
        let reading = Reading(Self.request)
        #expect(reading.format == .chatCompletions)
        #expect(reading.notation == Self.notation)
        #expect(reading.transcripts.first?.requests.counts == [2, 4])
        #expect(reading.transcripts.first?.timestamps == [])
        #expect(reading.transcripts.first?.conversation.id == "r-7")
        #expect(reading.transcripts.first?.conversation.tools.count == 1)
        #expect(reading.transcripts.first?.conversation.extra["model"]?.string == "m")
    }

    @Test func `an array of messages is one conversation`() {
        for text in [Self.array, Self.array.replacing("}, {", with: "},\n {")] {
            let reading = Reading(text)
            #expect(reading.format == .chatCompletions)
            #expect(reading.notation == "U: Q / A: ")
            #expect(reading.transcripts.first?.conversation.container == .array)
        }
    }

    @Test(arguments: [
        "[\(request),\n\(array)]", "\(line)\n\(array)\n", "\(line)\r\n\r\n\(array)",
        "\n\(line)\n \(array)",
    ])
    func `an array and lines hold requests and arrays of messages`(text: String) {
        let reading = Reading(text)
        #expect(reading.format == .chatCompletions)
        #expect(reading.errors == [])
        #expect(reading.transcripts.map(\.conversation.messages.count) == [5, 2])
        #expect(reading.transcripts.map(\.conversation.id) == ["r-7", "2"])
    }

    @Test func `lines of arrays alone are lines`() {
        let reading = Reading("\(Self.array)\n\(Self.array)")
        #expect(reading.transcripts.map(\.source.record) == [0, 1])
    }

    @Test func `user turns alone are requests that were not recorded`() {
        let reading = Reading(
            #"[{"role":"system","content":"S"},{"role":"user","content":"a"},"#
                + #"{"role":"user","content":"b"}]"#)
        #expect(
            reading.transcripts.first?.requests == [
                RequestPoint(messageCount: 2, isSynthetic: true),
                RequestPoint(messageCount: 3, isSynthetic: true),
            ])
    }

    @Test func `a record that cannot be read is refused with line and field`() {
        let bad = #"{"messages": [{"role": "user", "content": "a"}, {"role": "robot"}]}"#
        let reading = Reading("\(Self.line)\n\(bad)\n\(Self.array)", path: "c.jsonl")
        #expect(reading.transcripts.count == 2)
        #expect(
            reading.errors == [
                TranscriptError(
                    path: "c.jsonl", line: 2, field: "messages[1].role",
                    expected: "one of system, developer, user, assistant, tool, function",
                    found: "\"robot\"")
            ])
    }
}

@Suite struct AnthropicMessagesImportTests {
    private static let messages = """
        "messages": [
          {"role": "user", "content": "Q"},
          {"role": "assistant", "content": [
            {"type": "tool_use", "id": "a", "name": "f", "input": {}}]},
          {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": "a", "content": "1"}]},
          {"role": "assistant", "content": "One."}]
        """

    @Test func `a request is one conversation with its system prompt first`() {
        let reading = Reading(#"{"id": "x", "system": "S", \#(Self.messages)}"#)
        #expect(reading.format == .anthropicMessages)
        #expect(reading.notation == "S: S / U: Q / A: f#a({}) / U: #a=1 / A: One.")
        #expect(reading.transcripts.first?.requests.counts == [2, 4])
        #expect(reading.transcripts.first?.conversation.id == "x")
        #expect(reading.transcripts.first?.conversation.format == .anthropicMessages)
    }

    @Test(arguments: [
        #"{"system": "S", "messages": [{"role": "user", "content": "Q"}]}"#,
        #"{"messages": [{"role": "user", "content": "Q"}], "tools": [{"input_schema": {}}]}"#,
        #"[{"role": "user", "content": [{"type": "image", "source": {}}]}]"#,
        #"{"messages": [{"role": "assistant", "content": [{"type": "thinking"}]}]}"#,
        #"[{"messages": [{"role": "user", "content": "Q"}]},"#
            + #"{"messages": [{"role": "user", "content": [{"type": "tool_result"}]}]}]"#,
    ])
    func `one thing of Anthropic's alone shows the format`(text: String) {
        let reading = Reading(text)
        #expect(reading.format == .anthropicMessages)
        #expect(reading.errors == [] && !reading.transcripts.isEmpty)
    }

    @Test(arguments: [
        #"{"messages": [{"role": "user", "content": "Q"}]}"#,
        #"{"system": "S", "messages": [{"role": "tool", "content": "1"}]}"#,
        #"[{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]"#,
        #"[{"role": "user", "content": [{"type": "thinking"}]}, {"role": "developer"}]"#,
    ])
    func `what both formats have, or only the other has, does not`(text: String) {
        #expect(Reading(text).format == .chatCompletions)
    }

    @Test func `a request that shows its format is read in it, whatever its file is`() {
        let chat = #"{"messages": [{"role": "user", "content": "Q"}]}"#
        let own = #"{"messages": [{"role": "tool", "tool_call_id": "a", "content": "1"}]}"#
        let anthropic = "{\(Self.messages)}".split(separator: "\n").joined()
        let late = Reading(
            (Array(repeating: chat, count: 20) + [anthropic]).joined(separator: "\n"))
        #expect(late.format == .chatCompletions)
        #expect(late.transcripts.last?.conversation.format == .anthropicMessages)
        let mixed = Reading([own, chat, anthropic].joined(separator: "\n"))
        #expect(mixed.errors == [])
        #expect(
            mixed.transcripts.map(\.conversation.format)
                == [.chatCompletions, .anthropicMessages, .anthropicMessages])
        let turn = #"{"role": "user", "content": "Q"},"#
        let long = Reading(
            "[\(String(repeating: turn, count: 20))"
                + #"{"role": "user", "content": [{"type": "tool_result"}]}]"#)
        #expect(long.transcripts.first?.conversation.format == .anthropicMessages)
        #expect(long.transcripts.first?.conversation.messages.last?.toolResults.count == 1)
    }

    @Test func `lines are read one by one`() {
        let line = #"{"system": "S", \#(Self.messages)}"#.split(separator: "\n").joined()
        let reading = Reading("\(line)\n\(#"{"messages": 3}"#)\n\(line)")
        #expect(reading.transcripts.map(\.source.record) == [0, 2])
        #expect(reading.errors.map(\.line) == [2])
        #expect(reading.errors.map(\.field) == ["messages"])
    }
}

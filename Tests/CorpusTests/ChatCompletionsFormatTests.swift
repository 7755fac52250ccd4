import ContextModel
import Corpus
import StrictJSON
import Testing
import WireFormats

@Suite struct ChatCompletionsFormatTests {
    /// Each way of writing what the format allows, or recordings write.
    static let messages = [
        #"{"role":"user","content":"Hi"}"#, #"{"role":"user","content":""}"#,
        #"{"role":"user","content":[]}"#, #"{"role":"assistant","content":null}"#,
        #"{"role":"assistant"}"#, #"{"role":"assistant","content":[{"type":"text","text":"a"}]}"#,
        #"{"role":"developer","content":"x","name":"n"}"#,
        #"{"role":"function","name":"f","content":"1"}"#,
        #"{"role":"tool","tool_call_id":"c","name":"f","content":[{"type":"text","text":"1"}]}"#,
        #"{"role":"tool","tool_call_id":null,"content":null}"#,
        #"{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"x"}}]}"#,
        #"{"role":"user","content":[{"type":"input_audio","input_audio":{}},"bare",1.50]}"#,
        #"{"role":"assistant","content":null,"refusal":null,"annotations":[],"tool_calls":[]}"#,
        #"{"role":"assistant","reasoning_content":"hm","content":"a","tool_calls":null}"#,
        #"{"role":"assistant","content":"","function_call":{"name":"f","arguments":"{}"}}"#,
        #"{"role":"assistant","tool_calls":[{"id":"c","type":"function","index":0,"#
            + #""function":{"name":"f","arguments":"{\"a\": 1}","strict":true}}]}"#,
        #"{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":{}}}]}"#,
        #"{"role":"assistant","tool_calls":[{"name":"f","arguments":{"n":1.0},"requestor":"u"}]}"#,
        #"{"role":"assistant","tool_calls":[{"id":"c","type":"custom","#
            + #""custom":{"name":"f","input":"x = 1"}}]}"#,
    ]

    private static let thoughts = [
        #"{"role":"assistant","reasoning":"hm","content":"a"}"#,
        #"{"role":"assistant","reasoning_content":"hm","content":"a","reasoning":"hm"}"#,
        #"{"role":"assistant","reasoning":{"effort":"high"},"content":"a"}"#,
    ]

    @Test(arguments: messages + thoughts)
    func `a message comes back as it was`(text: String) throws {
        let message = try JSONValue(parsing: text)
        #expect(
            ChatCompletionsFormat.encode(try ChatCompletionsFormat.decodeMessage(message))
                == [message])
    }

    @Test(arguments: [
        #"{"messages":[],"tools":[],"model":"m"}"#, #"{"messages":[],"tools":null}"#,
        #"{"model":"m","messages":[{"role":"user","content":"a"}],"tools":[{"x":1}],"n":1.0}"#,
        #"[{"role":"user","content":"a"}]"#, "[]",
    ])
    func `a request comes back as it was`(text: String) throws {
        let request = try JSONValue(parsing: text)
        #expect(
            ChatCompletionsFormat.encode(try ChatCompletionsFormat.decode(request)) == request)
    }

    @Test func `messages mean what they say`() throws {
        let read = try Self.messages.map {
            try ChatCompletionsFormat.decodeMessage(JSONValue(parsing: $0))
        }
        #expect(
            describe(Array(read[5...8])) == "A: a / S: x / T: #-=1 / T: #c=1")
        #expect(
            describe(Array(read[13...])) == """
                A: (hm)|a / A: f#-({}) / A: f#c({"a": 1}) / A: f#c({}) / A: f#-({"n":1.0}) \
                / A: f#c(x = 1)
                """)
        #expect(read[6].name == "n" && read[6].wire.role == "developer")
    }

    @Test func `a picture in a data URL has its size`() throws {
        let png = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAC0lEQVR4nGNgQAcAABIAAbNoUoAA"
        let message = try ChatCompletionsFormat.decodeMessage(
            JSONValue(
                parsing: """
                    {"role": "user", "content": [
                      {"type": "image_url", "image_url": {"url": "data:image/png;base64,\(png)"}}]}
                    """))
        guard case .image(let image)? = message.parts.first else {
            Issue.record("no picture")
            return
        }
        #expect(image.size == PixelSize(width: 3, height: 2))
    }

    @Test(arguments: [
        (#"3"#, "", "a number"), (#"{}"#, "messages", "nothing"),
        (#"{"messages":"no"}"#, "messages", "\"no\""),
        (#"{"messages":[{"role":"user","content":""},7]}"#, "messages[1]", "a number"),
        (#"[{"role":"robot"}]"#, "[0].role", "\"robot\""),
        (#"[{"content":"x"}]"#, "[0].role", "nothing"),
        (#"[{"role":"user","content":{}}]"#, "[0].content", "an object"),
        (#"[{"role":"assistant","tool_calls":[{}]}]"#, "[0].tool_calls[0].function", "nothing"),
        (
            #"[{"role":"assistant","tool_calls":[{"function":{"arguments":""}}]}]"#,
            "[0].tool_calls[0].function.name", "nothing"
        ),
        (
            #"[{"role":"assistant","tool_calls":[{"type":"custom","custom":{"name":"f"}}]}]"#,
            "[0].tool_calls[0].custom.input", "nothing"
        ),
        (
            #"[{"role":"assistant","function_call":{"name":1}}]"#, "[0].function_call.name",
            "a number"
        ),
    ])
    func `what is wrong is refused with its field`(
        text: String, field: String, found: String
    ) throws {
        let value = try JSONValue(parsing: text)
        let error = #expect(throws: TranscriptError.self) {
            try ChatCompletionsFormat.decode(value)
        }
        #expect(error?.field == field)
        #expect(error?.found == found)
    }

    @Test func `an Anthropic request becomes one of Chat Completions`() throws {
        let conversation = try AnthropicMessagesFormat.decode(
            JSONValue(
                parsing: """
                    {"system": [{"type": "text", "text": "S"}], "max_tokens": 9,
                     "tools": [{"name": "f", "description": "d", "input_schema": {"a": 1}}],
                     "messages": [
                       {"role": "user", "content": "Q"},
                       {"role": "assistant", "content": [
                         {"type": "thinking", "thinking": "hm", "signature": "s"},
                         {"type": "tool_use", "id": "c", "name": "f", "input": {"n": 1.0}}]},
                       {"role": "user", "content": [
                         {"type": "tool_result", "tool_use_id": "c", "content": "R"},
                         {"type": "text", "text": "and?"},
                         {"type": "image", "source":
                           {"type": "base64", "media_type": "image/png", "data": "AA"}}]}]}
                    """))
        let expected = try JSONValue(
            parsing: """
                {"max_tokens": 9,
                 "tools": [{"type": "function", "function":
                   {"name": "f", "description": "d", "parameters": {"a": 1}}}],
                 "messages": [
                   {"role": "system", "content": [{"type": "text", "text": "S"}]},
                   {"role": "user", "content": "Q"},
                   {"role": "assistant", "reasoning_content": "hm", "content": null,
                    "tool_calls": [{"id": "c", "type": "function",
                      "function": {"name": "f", "arguments": "{\\"n\\":1.0}"}}]},
                   {"role": "tool", "tool_call_id": "c", "content": "R"},
                   {"role": "user", "content": [{"type": "text", "text": "and?"},
                     {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}]}]}
                """)
        #expect(ChatCompletionsFormat.encode(conversation) == expected)
    }
}

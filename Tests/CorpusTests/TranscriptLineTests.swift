import ContextModel
import Corpus
import StrictJSON
import Testing
import WireFormats

@Suite struct TranscriptLineTests {
    private static let messages =
        #""messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]"#

    private func read(_ notes: String) -> Reading {
        Reading(#"{\#(Self.messages),"id":"outer","winnow":\#(notes)}"#, path: "c.jsonl")
    }

    @Test func `what winnow says goes before what the request implies`() {
        let reading = read(
            #"{"id":"own","timestamps":[1500,null],"requests":[1,-2],"source":{"path":"x"}}"#)
        #expect(reading.format == .chatCompletions)
        let transcript = reading.transcripts.first
        #expect(transcript?.conversation.id == "own")
        #expect(transcript?.timestamps == [1500, nil])
        #expect(
            transcript?.requests == [
                RequestPoint(messageCount: 1), RequestPoint(messageCount: 2, isSynthetic: true),
            ])
        #expect(transcript?.conversation.extra["winnow"] == nil)
        #expect(transcript?.source.path == "c.jsonl")
    }

    @Test func `what winnow does not say is taken from the request`() {
        let transcript = read("{}").transcripts.first
        #expect(transcript?.conversation.id == "outer")
        #expect(transcript?.timestamps == [])
        #expect(transcript?.requests == [RequestPoint(messageCount: 1)])
        #expect(read(#"{"requests":[]}"#).transcripts.first?.requests == [])
    }

    @Test(arguments: [
        ("7", "winnow", "a number"), ("null", "winnow", "null"),
        (#"{"id":3}"#, "winnow.id", "a number"),
        (#"{"timestamps":[1]}"#, "winnow.timestamps", "1"),
        (#"{"timestamps":[1,"2"]}"#, "winnow.timestamps[1]", "\"2\""),
        (#"{"timestamps":[1,2.5]}"#, "winnow.timestamps[1]", "a number"),
        (#"{"requests":2}"#, "winnow.requests", "a number"),
        (#"{"requests":[0]}"#, "winnow.requests[0]", "0"),
        (#"{"requests":[1,3]}"#, "winnow.requests[1]", "3"),
        (#"{"requests":[2,-1]}"#, "winnow.requests[1]", "-1"),
        (#"{"requests":[-9223372036854775808]}"#, "winnow.requests[0]", "-9223372036854775808"),
        (#"{"requests":["1"]}"#, "winnow.requests[0]", "a string"),
        (#"{"source":"x"}"#, "winnow.source", "\"x\""),
        (#"{"format":"x"}"#, "winnow.format", "\"x\""),
        (#"{"container":"object"}"#, "winnow.container", "\"object\""),
        (#"{"usage":[{},{}]}"#, "winnow.usage", "2"),
        (#"{"usage":[{"read":-1}]}"#, "winnow.usage.read", "a number"),
        (#"{"stretch":{"cause":"x"}}"#, "winnow.stretch.cause", "\"x\""),
        (
            #"{"stretch":{"cause":"rewind","repeated":[[1]]}}"#, "winnow.stretch.repeated",
            "an array"
        ),
        (#"{"leftOut":{"a":"b"}}"#, "winnow.leftOut.a", "a string"),
    ])
    func `malformed notes are refused with their field`(
        notes: String, field: String, found: String
    ) {
        let reading = read(notes)
        #expect(reading.transcripts.isEmpty)
        #expect(reading.errors.map(\.field) == [field])
        #expect(reading.errors.map(\.found) == [found])
        #expect(reading.errors.map(\.path) == ["c.jsonl"])
    }

    @Test(arguments: [
        (#"{"role":"x","content":[],"winnow":{"content":"null"}}"#, "role"),
        (#"{"role":"user","content":"","winnow":{"content":"null"}}"#, "content"),
        (#"{"role":"user","content":[{"type":"x"}],"winnow":{}}"#, "content[0].type"),
        (
            #"{"role":"user","content":[{"type":"tool_call","call":{}}],"winnow":{}}"#,
            "content[0].call.shape"
        ),
        (
            #"{"role":"user","content":[{"type":"tool_result","content":[3]}],"winnow":{}}"#,
            "content[0].content[0]"
        ),
        (#"{"role":"user","content":[],"winnow":{}}"#, "winnow.content"),
        (#"{"role":"user","content":[],"winnow":7}"#, "winnow"),
    ])
    func `a malformed message in blocks is refused with its field`(text: String, field: String) {
        let reading = Reading(#"{"messages":[\#(text)],"winnow":{}}"#)
        #expect(reading.transcripts.isEmpty)
        #expect(reading.errors.map(\.field) == ["messages[0].\(field)"])
    }

    @Test func `a transcript is one line of Chat Completions`() {
        let transcript = Transcript(
            conversation: Conversation(id: "c", messages: [Message(.user, "a\nb")]),
            timestamps: [nil], requests: [RequestPoint(messageCount: 1, isSynthetic: true)],
            source: TranscriptSource(path: "q/m.json", record: 4, format: .qmsum))
        #expect(
            ChatCompletionsFormat.line(of: transcript) == """
                {"messages":[{"role":"user","content":"a\\nb"}],"winnow":{"id":"c",\
                "timestamps":[null],"requests":[-1],\
                "source":{"path":"q/m.json","record":4,"format":"qmsum"}}}
                """)
    }

    @Test func `lines of other formats' conversations read as before, whatever they hold`() {
        let parts = #"[{"type": "opaque", "value": 1}, {"type": "text", "value": "a"}]"#
        let llama = Reading(#"{"messages": [{"role": "user", "content": \#(parts)}]}"#)
        #expect(llama.format == .llamaFactory)
        let lines = llama.transcripts.map { ChatCompletionsFormat.line(of: $0) }
        let again = Reading((lines + lines).joined(separator: "\n"))
        #expect(again.format == .chatCompletions)
        #expect(
            again.transcripts.map(\.conversation)
                == (llama.transcripts + llama.transcripts).map(\.conversation))
    }

    @Test func `notes are understood in any record of a file`() {
        let plain = Array(repeating: "{\(Self.messages)}", count: 40)
        let noted = #"{\#(Self.messages),"winnow":{"id":"own"}}"#
        let reading = Reading((plain + [noted]).joined(separator: "\n"))
        #expect(reading.transcripts.last?.conversation.id == "own")
        #expect(reading.transcripts.first?.conversation.id == "1")
    }
}

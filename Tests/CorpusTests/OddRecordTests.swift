import ContextModel
import Corpus
import StrictJSON
import Testing
import WireFormats

/// One odd record costs itself, and what is read otherwise than it is written is told with its place.
@Suite struct OddRecordTests {
    @Test func `a record that closes a conversation is told and passed over`() {
        let reading = Reading(
            #"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},"#
                + #"{"role":"assistant","content":"a"},{"role":"exit","content":"","extra":{}}],"#
                + #""trajectory_format":"mini-swe-agent-1.1"}"#, path: "a.traj.json")
        #expect(reading.notation == "S: s / U: u / A: a")
        #expect(reading.refusedRecords == 0)
        #expect(
            reading.remarks == [
                TranscriptError(
                    path: "a.traj.json", line: 1, field: "messages[3].role",
                    expected: "one of system, developer, user, assistant, tool, function",
                    found: #""exit""#, hint: "the message was passed over")
            ])
        #expect(reading.transcripts.first?.leftOut.counts == ["message of role exit": 1])
    }

    @Test func `where a file is one conversation, a message of no known role costs itself`() {
        let reading = Reading(
            "[" + #"{"role":"user","content":"u"},"# + "\n" + #"{"role":"critic","content":"c"},"#
                + "\n" + #"{"role":"assistant","content":"a"}]"#)
        #expect(reading.notation == "U: u / A: a")
        #expect(reading.remarks.map(\.field) == ["[1].role"])
        #expect(reading.remarks.map(\.line) == [2])
    }

    @Test func `half of a surrogate pair is told with file, message and offset`() {
        let reading = Reading(
            #"{"messages":[{"role":"user","content":"hi \ud83d"},"#
                + #"{"role":"assistant","content":"a"}]}"#, path: "c.json")
        #expect(reading.notation == "U: hi \u{FFFD} / A: a")
        #expect(reading.errors.isEmpty)
        #expect(
            reading.remarks.map(\.description) == [
                #"c.json:1: messages[0].content: expected surrogate escapes in pairs, high then "#
                    + #"low; found \ud83d at byte 42; read as U+FFFD"#
            ])
    }

    @Test(arguments: [
        (#"\ud83d\ude00"#, "\u{1F600}", 0), (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}", 1),
        (#"\ud83d\ud83d\ude00"#, "\u{FFFD}\u{1F600}", 1), (#"\\ud83d"#, #"\ud83d"#, 0),
        (#"\ud83dx"#, "\u{FFFD}x", 1), (#"\\\ud83d"#, "\\\u{FFFD}", 1),
    ])
    func `only halves are replaced`(escape: String, text: String, remarks: Int) {
        let line = #"{"messages":[{"role":"user","content":"\#(escape)"}]}"#
        for file in [line, line + "\n" + line, "[\(line),\(line)]"] {
            let reading = Reading(file)
            #expect(reading.transcripts.first?.conversation.messages.first?.texts == [text])
            #expect(reading.remarks.count == remarks * reading.transcripts.count)
        }
    }

    @Test func `several halves of a record are one remark in its line`() {
        let odd = #"{"messages":[{"role":"user","content":"\ud83d \ud83d \udc00"}]}"#
        let reading = Reading(#"{"messages":[{"role":"user","content":"a"}]}"# + "\n" + odd)
        #expect(reading.remarks.map(\.line) == [2])
        #expect(reading.remarks.first?.hint == "read as U+FFFD, and 2 more in this record")
    }
}

/// What stands beside a message's content counts or is named.
@Suite struct MessageExtrasTests {
    @Test func `parts are content where there is no other`() {
        let reading = Reading(
            #"[{"role":"user","parts":[{"type":"text","text":"Weather in Oslo?"}]},"#
                + #"{"role":"assistant","parts":[{"text":"Cold."}]}]"#)
        #expect(reading.notation == "U: Weather in Oslo? / A: Cold.")
        #expect(reading.transcripts.first?.leftOut.total == 0)
    }

    private func reading(_ fields: String) -> Transcript? {
        Reading(
            #"{"messages":[{"role":"user","content":"hi"},"#
                + #"{"role":"assistant","content":"a",\#(fields)}]}"#
        ).transcripts.first
    }

    @Test func `reasoning is thought and is written again where it was`() throws {
        let transcript = try #require(reading(#""reasoning":"LONG THOUGHT""#))
        #expect(describe(transcript.conversation.messages) == "U: hi / A: (LONG THOUGHT)|a")
        let answer = transcript.conversation.messages[1]
        #expect(answer.wire.reasoning == "reasoning")
        let again = ChatCompletionsFormat.encode(answer)
        #expect(again.first?["reasoning"]?.string == "LONG THOUGHT")
        #expect(again.first?["reasoning_content"] == nil)
        #expect(Reading(ChatCompletionsFormat.line(of: transcript)).notation.contains("LONG"))
    }

    @Test(arguments: [
        (#""reasoning_details":[{"type":"reasoning.text","text":"T"}]"#, "reasoning_details"),
        (#""reasoning_details":[{"type":"reasoning.encrypted","data":"Q"}]"#, "reasoning_details"),
        (#""thinking_blocks":[{"type":"thinking","thinking":"T"}]"#, "thinking_blocks"),
        (#""refusal":"No.""#, "refusal"), (#""text":"more""#, "text"),
        (#""parts":[{"type":"text","text":"more"}]"#, "parts"),
    ])
    func `what is not counted is named`(fields: String, name: String) {
        #expect(reading(fields)?.leftOut.counts == [name: 1])
    }

    @Test(arguments: [
        #""refusal":null"#, #""text":"""#, #""reasoning_details":[]"#, #""text":"a""#,
        #""reasoning_content":"T","reasoning":"T""#,
        #""reasoning":"T","reasoning_details":[{"type":"reasoning.text","text":"T"}]"#,
    ])
    func `what is empty, or said already, is not`(fields: String) {
        #expect(reading(fields)?.leftOut.total == 0)
    }

    @Test func `a response beside the messages is named`() {
        let reading = Reading(
            #"{"messages":[{"role":"user","content":"hi"}],"response":{"choices":[{"text":"x"}]}}"#)
        #expect(reading.transcripts.first?.leftOut.counts == ["response": 1])
    }
}

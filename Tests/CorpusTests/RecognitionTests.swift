import ContextModel
import Corpus
import Testing
import WireFormats

@Suite struct RecognitionTests {
    @Test(arguments: [
        "", " \n", "a,b\n1,2\n", "# Notes\n", "{}", "[]", "[1, 2]", "3",
        #"{"messages": []}"#, #"{"messages": "none"}"#, #"{"history": []}"#,
        #"{"messages": [{"role": "usr", "content": "a"}]}"#, #"[{"task_id": 1}]"#,
        #"[{"role": "speaker", "content": "a"}]"#, #"{"winnow": {}}"#,
        #"{"a": {"messages": [{"role": "user", "content": "a"}]}}"#,
        #"{"id": "q", "question": [[{"role": "user", "content": "a"}]]}"#,
        #"{"id": "q", "question": [[{"role": "user", "content": "a"}]]}"# + "\n" + "{}",
        #"{"trajectory": [{"type": "step"}]}"#, #"{"timestamp": 1}"# + "\n" + #"{"timestamp": 2}"#,
    ])
    func `what is no transcript is unknown`(text: String) {
        #expect(Reading(text).isUnknown)
    }

    @Test func `bytes that are no text are unknown`() {
        #expect(Reading([0x89, 0x50, 0x4E, 0x47, 0x00, 0xFF]).isUnknown)
    }

    @Test func `JSON that breaks before its format shows is malformed`() {
        let reading = Reading("{\"model\": \"m\",\n \"messages\" [1]}", path: "a/b.json")
        #expect(reading.format == nil && !reading.isUnknown)
        let expected = TranscriptError(
            path: "a/b.json", line: 2, field: "messages", expected: "\":\" after the key",
            found: "\"[\"")
        #expect(reading.errors == [expected])
    }
}

/// What Claude Code keeps beside its sessions.
@Suite struct SessionFolderTests {
    private static let session = "01234567-89ab-cdef-0123-456789abcdef"

    @Test(arguments: [
        ("p/\(session)/tool-results/a.txt", "anything", CompanionFile.toolResult),
        ("p/\(session)/tool-results/b.json", #"{"messages":[{"role":"user"}]}"#, .toolResult),
        ("-home-p/memory/MEMORY.md", "# Notes", .note), ("memory/build.md", "Use make", .note),
        (
            "p/sessions-index.json",
            #"{"version":1,"entries":[{"sessionId":"s","fullPath":"s.jsonl"}]}"#, .index
        ),
        ("p/sessions-index.json", #"{"version":1,"entries":[],"originalPath":"x"}"#, .index),
        ("p/\(session)/subagents/agent-a.meta.json", #"{"agentType":"Explore"}"#, .index),
    ])
    func `files beside sessions are known`(path: String, text: String, kind: CompanionFile) {
        #expect(Reading(text, path: path).companion == kind)
    }

    @Test(arguments: ["p/tool-results/a.txt", "p/memory/a.txt", "p/memory/a.md", "p/a.md"])
    func `files that only have such a name are not`(path: String) {
        #expect(Reading("anything", path: path).isUnknown)
    }
}

@Suite struct RefusalTests {
    private static let good = #"{"conversations": [{"from": "human", "value": "?"}]}"#

    @Test func `a line that is no JSON is refused and the rest is read`() {
        let reading = Reading(
            [Self.good, #"{"conversations": [}"#, "", Self.good].joined(separator: "\n"))
        #expect(reading.transcripts.map(\.source.record) == [0, 2])
        #expect(reading.refusedRecords == 1)
        #expect(reading.errors.first?.line == 2)
        #expect(reading.errors.first?.field == "conversations[0]")
    }

    @Test func `a first line that is cut short does not hide the format`() {
        let reading = Reading(
            [#"{"conversations": [{"from": "hum"#, Self.good].joined(separator: "\n"))
        #expect(reading.format == .shareGPT)
        #expect(reading.transcripts.count == 1)
        #expect(reading.errors.map(\.line) == [1])
    }

    @Test func `an array that breaks off keeps the records before the break`() {
        let reading = Reading("[\(Self.good),\n\(Self.good)\n\(Self.good)]")
        #expect(reading.transcripts.count == 2)
        let expected = TranscriptError(
            path: "corpus/file.txt", line: 3, field: "[1]", expected: "\",\" or \"]\"",
            found: "\"{\"")
        #expect(reading.errors == [expected])
    }

    @Test func `a document that breaks is refused with line and field`() {
        let reading = Reading(
            """
            {"meeting_transcripts": [
              {"speaker": "Ann", "content": "Hello."},
              {"speaker": "Bo", "content": nul}]}
            """)
        #expect(reading.format == .qmsum)
        #expect(reading.transcripts.isEmpty)
        #expect(reading.errors.first?.line == 3)
        #expect(reading.errors.first?.field == "meeting_transcripts[1].content")
    }

    @Test func `errors are told one by one up to a limit and counted beyond it`() {
        let lines = [Self.good] + Array(repeating: "{}", count: TranscriptReader.errorLimit + 5)
        let reading = Reading(lines.joined(separator: "\n"))
        #expect(reading.errors.count == TranscriptReader.errorLimit)
        #expect(reading.refusedRecords == TranscriptReader.errorLimit + 5)
    }
}

import ContextModel
import Corpus
import Testing
import WireFormats

@Suite struct ClaudeCodeImportTests {
    private static func line(
        _ type: String, _ uuid: String, parent: String? = nil, sidechain: Bool = false,
        _ message: String
    ) -> String {
        let parent = parent.map { #""\#($0)""# } ?? "null"
        return """
            {"type": "\(type)", "uuid": "\(uuid)", "parentUuid": \(parent), "sessionId": "s1", \
            "isSidechain": \(sidechain), "timestamp": "1970-01-01T00:00:0\(uuid.count).000Z", \
            "message": \(message)}
            """
    }

    private static func answer(_ uuid: String, _ id: String, _ block: String) -> String {
        line("assistant", uuid, #"{"id": "\#(id)", "role": "assistant", "content": [\#(block)]}"#)
    }

    private static let log = [
        #"{"type": "file-history-snapshot", "messageId": "m", "snapshot": {}}"#,
        #"{"type": "progress", "uuid": "p", "sessionId": "s1", "isSidechain": false}"#,
        line("user", "u1", #"{"role": "user", "content": "Fix it."}"#),
        answer("a1", "m1", #"{"type": "thinking", "thinking": "Hm", "signature": ""}"#),
        answer("a2", "m1", #"{"type": "tool_use", "id": "t1", "name": "Read", "input": {"p": 1}}"#),
        line(
            "user", "u2",
            #"""
            {"role": "user", "content": [{"tool_use_id": "t1", "type": "tool_result", "content": [\#
            {"type": "text", "text": "a"}, {"type": "image", "source": {}}]}]}
            """#),
        answer("a3", "m2", #"{"type": "text", "text": "Done."}"#),
    ]

    @Test func `the lines of one answer are one message, and results messages of their own`() {
        let reading = Reading(Self.log.joined(separator: "\n"))
        #expect(reading.format == .claudeCode)
        #expect(reading.transcripts.first?.conversation.id == "s1")
        #expect(
            reading.notation == """
                U: Fix it. / A: (Hm)|Read#t1({"p":1}) / T: #t1=a|[image] / A: Done.
                """)
        #expect(reading.transcripts.first?.requests.counts == [1, 3])
        #expect(reading.transcripts.first?.timestamps == [2000, 2000, 2000, 2000])
        #expect(reading.errors.isEmpty)
    }

    @Test func `a sidechain is a conversation of its own`() {
        let side = [
            Self.line(
                "user", "x1", parent: "a2", sidechain: true,
                #"{"role": "user", "content": "Sub"}"#),
            Self.line(
                "assistant", "x2", parent: "x1", sidechain: true,
                #"{"id": "m9", "role": "assistant", "content": "Yes"}"#),
            Self.line(
                "user", "y1", parent: "a2", sidechain: true,
                #"{"role": "user", "content": "Two"}"#),
        ]
        let lines = Self.log[..<5] + side[..<1] + Self.log[5...] + side[1...]
        let transcripts = Reading(lines.joined(separator: "\n")).transcripts
        #expect(
            transcripts.map { describe($0.conversation.messages) }.dropFirst() == [
                "U: Sub / A: Yes", "U: Two",
            ])
        #expect(transcripts.first?.conversation.messages.count == 4)
        #expect(Set(transcripts.map(\.conversation.id)).count == 3)
    }

    @Test func `an answer the program made up makes no request`() {
        let error = Self.line(
            "assistant", "a4",
            #"{"id": "m3", "model": "<synthetic>", "role": "assistant", "content": "API error"}"#)
        let transcript = Reading((Self.log + [error]).joined(separator: "\n")).transcripts.first
        #expect(transcript?.conversation.messages.count == 5)
        #expect(transcript?.requests.counts == [1, 3])
    }

    @Test func `a broken line is refused and the rest of the session is read`() {
        var lines = Self.log
        lines.insert(#"{"type": "user", "uuid": "#, at: 3)
        lines.append(Self.line("user", "u3", #"{"role": "user", "content": [{"type": "text"}]}"#))
        let reading = Reading(lines.joined(separator: "\n"))
        #expect(reading.transcripts.first?.conversation.messages.count == 4)
        #expect(reading.errors.map(\.line) == [4, 9])
        #expect(reading.errors.last?.field == "message.content[0].text")
        #expect(reading.errors.last?.expected == "a string")
        #expect(reading.errors.last?.found == "nothing")
    }
}

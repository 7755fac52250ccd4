import Foundation
import Testing

@Suite struct CorpusVerifyTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
    }

    /// The public recordings beside the checkout, where they are to be had.
    private static let recordings: String? = {
        var parts = #filePath.split(separator: "/").dropLast()
        while !parts.isEmpty {
            let folder = "/" + parts.joined(separator: "/") + "/shared/corpora"
            if FileManager.default.fileExists(atPath: folder + "/manifest.json") { return folder }
            parts.removeLast()
        }
        return nil
    }()

    @Test(.enabled(if: recordings != nil, "the shared corpora are not beside the checkout"))
    func `public recordings are what their manifest says, tokens and hashes included`() throws {
        let run = try winnow("corpus", "verify", "--corpora", try #require(Self.recordings))
        let lines = run.text.split(separator: "\n")
        #expect(lines.count > 100)
        #expect(lines.filter { !$0.hasSuffix("\tas it should be") } == [])
        #expect(run.status == 0 && run.messages.isEmpty)
    }

    /// Three sessions: one with an answer, one that the program alone speaks in, one of its heading.
    private static let sessions = """
        # aider chat started at 2026-01-02 03:04:05

        #### rename it

        Done.

        # aider chat started at 2026-01-02 03:05:05

        > Added a.py to the chat

        # aider chat started at 2026-01-02 03:06:05


        """

    /// A turn with two calls, answered together, and tools as a text.
    private static let calls = #"""
        [{"conversations": [{"from": "human", "value": "Both?"}, {"from": "function_call", "value":
          "[{\"name\": \"a\", \"arguments\": {}}, {\"name\": \"b\", \"arguments\": {}}]"},
          {"from": "observation", "value": "1 and 2"}, {"from": "gpt", "value": "Three."}],
          "tools": "[{\"name\": \"a\"}, {\"name\": \"b\"}]"}]
        """#

    private func verify(_ path: String, _ text: String, _ numbers: String) throws -> String {
        try scratch.file("corpora/" + path, text)
        try scratch.file(
            "corpora/manifest.json", #"{"entries": [{"path": "\#(path)", \#(numbers)}]}"#)
        let run = try winnow("corpus", "verify", "--corpora", "corpora")
        #expect(run.status == (run.text.hasSuffix("\tas it should be\n") ? 0 : 65))
        return run.text
    }

    @Test func `a session without a message is no conversation of an aider history`() throws {
        let numbers =
            #""conversations": 2, "messages": 3, "tokens_cl100k": 10, "#
            + #""longest_conversation": {"tokens": 6}"#
        let good = try verify("aider/chat.md", Self.sessions, numbers)
        #expect(good == "aider/chat.md\tas it should be\n")
        let more = numbers.replacing(#"conversations": 2"#, with: #"conversations": 3"#)
        let bad = try verify("aider/chat.md", Self.sessions, more)
        #expect(bad == "aider/chat.md\tconversations: expected 3, found 2\n")
    }

    @Test func `each call of a turn is one, and tool definitions are one message`() throws {
        let numbers =
            #""conversations": 1, "messages": 6, "tool_calls": 2, "tool_results": 1, "#
            + #""tokens_cl100k": 44, "tokens_tool_result": 4, "#
            + #""longest_conversation": {"tokens": 44}"#
        let good = try verify("glaive/demo.json", Self.calls, numbers)
        #expect(good == "glaive/demo.json\tas it should be\n")
    }
}

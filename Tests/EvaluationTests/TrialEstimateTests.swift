import ContextModel
import Corpus
import Evaluation
import Testing

@Suite struct TrialEstimateTests {
    private func measured(
        _ transcripts: [Transcript], _ settings: [String: String]
    ) async throws -> [String: MeasuredValue] {
        let result = try await CorpusReplayer(transcripts, environment: .words())
            .run(cell(settings), key: "k")
        return Dictionary(
            uniqueKeysWithValues: result.measurements.map { ($0.name, $0.value) })
    }

    @Test func `an estimate is told beside what is exact`() async throws {
        // Half the words, rounded up: 5 + 3, and 5 + 5 + 6 + 3.
        let found = try await measured([SmallTalk.long], ["counter": "characters/4"])
        #expect(found["tokens.in"] == .integer(8 + 19))
        #expect(found["tokens.exact"] == .integer(9 + 21))
    }

    @Test func `an overflow that a low estimate overlooks is missed`() async throws {
        let found = try await measured(
            [SmallTalk.long], ["counter": "characters/4", "context.limit": "20"])
        #expect(found["risk.overflow"] == .integer(0))
        #expect(found["overflow.missed"] == .integer(1))
        #expect(found["overflow.false"] == .integer(0))
    }

    @Test func `an overflow that a high estimate sees alone is false`() async throws {
        // Twice the words: 12, and 9 + 7 + 11 + 3.
        let settings = ["counter": "characters/3.5", "context.limit": "25"]
        let found = try await measured([SmallTalk.long], settings)
        #expect(found["tokens.in"] == .integer(12 + 30))
        #expect(found["overflow.missed"] == .integer(0))
        #expect(found["overflow.false"] == .integer(1))
    }

    @Test func `room kept for the answer counts on both sides`() async throws {
        let settings = [
            "counter": "characters/4", "context.limit": "25", "context.reservedOutput": "5",
        ]
        #expect(try await measured([SmallTalk.long], settings)["overflow.missed"] == .integer(1))
    }

    @Test func `a share is one of the exact size, whatever estimates`() async throws {
        // 100 % of 21 tokens is 21: 19 by the low estimate is critical, 30 by the high one too much.
        let low = ["counter": "characters/4", "context.limit": "100%"]
        #expect(try await measured([SmallTalk.long], low)["risk.critical"] == .integer(1))
        let high = ["counter": "characters/3.5", "context.limit": "100%"]
        #expect(try await measured([SmallTalk.long], high)["overflow.false"] == .integer(1))
    }

    @Test func `errors are told by class, each message once`() async throws {
        let call = ToolCall(id: "1", name: "find", arguments: .text("one two three"))
        let transcript = SmallTalk.transcript(
            messages: [
                Message(.user, "three plain words"),
                Message(.user, #"{"key": "value", "other": 1}"#),
                Message(.user, "今天 天气 好 吗 我们"),
                Message(.assistant, parts: [.toolCall(call)]),
                Message(.tool, parts: [.toolResult(ToolResult(callID: "1", "a b c d"))]),
                Message(.assistant, "thanks"),
            ], requests: [3, 5])
        let found = try await measured([transcript], ["counter": "characters/4"])
        #expect(found["content.tokens.prose"] == .integer(3 + 1))
        #expect(found["content.error.prose"] == .integer(1))
        #expect(found["content.tokens.json"] == .integer(4))
        #expect(found["content.error.json"] == .integer(2))
        #expect(found["content.tokens.cjk"] == .integer(5))
        #expect(found["content.error.cjk"] == .integer(2))
        // The name, the arguments and the result: 1, 3 and 4 words for 1, 2 and 2.
        #expect(found["content.tokens.tools"] == .integer(1 + 3 + 4))
        #expect(found["content.error.tools"] == .integer(0 + 1 + 2))
        #expect(found["content.tokens.code"] == nil)
        #expect(found["content.error.code"] == nil)
    }

    @Test func `an exact counter has no errors to tell`() async throws {
        for counter in ["cl100k_base", "o200k_base"] {
            let names = try await measured([SmallTalk.long], ["counter": counter]).keys
            #expect(!names.contains { $0.hasPrefix("content.") || $0.hasPrefix("overflow.") })
        }
    }
}

import ContextModel
import Corpus
import StrictJSON
import Testing

@Suite struct CorpusStatisticsTests {
    private static func statistics(_ text: String) -> CorpusStatistics {
        let reading = Reading(text)
        var statistics = CorpusStatistics(path: "f", format: reading.format ?? .chatCompletions)
        for transcript in reading.transcripts { statistics.add(transcript, counter: WordCounter()) }
        return statistics
    }

    private static let tools = """
        {"instance_id": "i", "trajectory": [
          {"type": "llm_call", "output": {"content": "two words"},
           "task_prompt": [{"role": "user", "content": "one two three"}]},
          {"type": "tool_call", "tool": "t", "arguments": {"a": 1, "b": 2}, "result": "r s t u v"},
          {"type": "tool_call", "tool": "t", "arguments": {}, "result": ""},
          {"type": "llm_call", "output": {"content": "two words"}},
          {"type": "llm_call", "output": {"content": "two words"}}]}
        """

    @Test func `messages, requests, calls and results are counted`() {
        let statistics = Self.statistics(Self.tools)
        #expect(statistics.conversations == 1)
        #expect(statistics.messages == 6)
        #expect(statistics.requests == 3)
        #expect(statistics.toolCalls == 2)
        #expect(statistics.toolResults == 2)
        #expect(statistics.contentItems == 8)
    }

    @Test func `content is text, arguments and results`() {
        let statistics = Self.statistics(Self.tools)
        #expect(statistics.contentTokens == TokenCount(3 + 2 + 4 + 1 + 5 + 0 + 2 + 2))
        #expect(statistics.toolResultTokens == TokenCount(5))
        #expect(statistics.toolResultShare == 5.0 / 19)
        #expect(statistics.longest?.id == "i")
        #expect(statistics.longest?.tokens == statistics.contentTokens)
    }

    @Test func `a message that occurred before is a repeat`() {
        #expect(Self.statistics(Self.tools).repeatedTokens == TokenCount(2))
    }

    @Test func `nothing has a share of nothing`() {
        let empty = CorpusStatistics(path: "f", format: .aider)
        #expect(empty.toolResultShare == 0 && empty.repeatedShare == 0)
        #expect(empty.longest == nil)
    }

    @Test func `a manifest's entry is compared number by number`() throws {
        let manifest = try JSONValue(
            parsing: """
                {"entries": [{"path": "f", "conversations": 1, "messages": 8, "tool_calls": 2,
                  "tool_results": 3, "tokens_cl100k": 19, "tokens_tool_result": 5,
                  "longest_conversation": {"id": "i", "tokens": 20}}, {"kind": "no path"}]}
                """)
        let entries = try #require(ManifestEntry.all(in: manifest))
        #expect(entries.map(\.path) == ["f"])
        let statistics = Self.statistics(Self.tools)
        let deviations = CorpusVerification.deviations(of: statistics, from: entries[0])
        #expect(deviations.map(\.field) == ["tool_results", "longest_conversation"])
        #expect(deviations.map(\.expected) == [3, 20])
        #expect(deviations.map(\.found) == [2, 19])
        let counts = CorpusVerification.deviations(
            of: statistics, from: entries[0], comparingTokens: false)
        #expect(counts.map(\.field) == ["tool_results"])
        #expect(ManifestEntry.all(in: .array([])) == nil)
    }
}

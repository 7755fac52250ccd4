import ContextModel
import Corpus
import Testing
import WireFormats

@Suite struct SessionJoinerTests {
    private typealias Log = ClaudeCodeLog

    private static let session = [
        Log.user("u1", after: nil), Log.answer("a1", after: "u1"), Log.user("u2", after: "a1"),
        Log.answer("a2", after: "u2"),
    ]

    private func joined(_ logs: [[String]]) -> (transcripts: [Transcript], joiner: SessionJoiner) {
        var joiner = SessionJoiner()
        var transcripts: [Transcript] = []
        for (number, log) in logs.enumerated() {
            let reading = Reading(log.joined(separator: "\n"), path: "c/\(number).jsonl")
            for transcript in reading.transcripts { transcripts += joiner.add(transcript) }
        }
        return (transcripts + joiner.finish(), joiner)
    }

    @Test func `a conversation in two files counts once`() {
        let (transcripts, joiner) = joined([Self.session, Self.session])
        #expect(transcripts.map(\.source.path) == ["c/0.jsonl"])
        #expect(joiner.copies.map(\.path) == ["c/1.jsonl"])
        #expect(joiner.copies.map(\.conversation) == ["s"])
    }

    @Test func `a fork counts from where it went on by itself`() {
        let fork = Self.session + [Log.user("u3", after: "a2"), Log.answer("a3", after: "u3")]
        let (transcripts, joiner) = joined([Self.session, fork])
        #expect(transcripts.map(\.requests.counts) == [[1, 3], [5]])
        #expect(
            transcripts.last?.stretch == Stretch(number: 1, cause: .copy, repeated: [0..<4]))
        #expect(joiner.copies.isEmpty)
        var statistics = CorpusStatistics(path: "c", format: .claudeCode)
        for transcript in transcripts { statistics.add(transcript, counter: WordCounter()) }
        #expect(statistics.messages == 6)
        #expect(statistics.conversations == 2)
        #expect(statistics.requests == 3)
    }

    @Test func `conversations that only have the same identifiers are two`() {
        let other = Self.session.map { $0.replacing(#""content":"u1""#, with: #""content":"x""#) }
        #expect(joined([Self.session, other]).transcripts.map(\.requests.count) == [2, 2])
        let later = Self.session.map { $0.replacing("2026-01-01", with: "2026-01-02") }
        #expect(joined([Self.session, later]).transcripts.map(\.requests.count) == [2, 2])
    }
}

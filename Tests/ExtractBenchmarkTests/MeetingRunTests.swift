import ContextModel
import Corpus
import ExtractBenchmark
import Statistics
import TestSupport
import Testing

/// Scores of meetings small enough to summarise whole.
@Suite struct MeetingRunTests {
    private let run = MeetingRun(counter: WordTestCounter())
    private let text = "The remote control is yellow. It has no display."

    private func questions(_ answers: [String]) throws -> QMSumQuestions {
        let list = answers.map { #"{"query": "Summarize.", "answer": "\#($0)"}"# }
        let file = #"{"general_query_list": [\#(list.joined(separator: ","))]}"#
        return try Array(file.utf8).withUnsafeBytes { try QMSumQuestions($0, path: "m.json") }
    }

    private func meeting(_ texts: [String]) -> Transcript {
        SmallMeeting.transcript(texts)
    }

    @Test func `a meeting that is its own summary scores all there is`() throws {
        let sample = try #require(run.sample(meeting([text]), questions([text])))
        #expect(sample.count == MeetingRun.measures.count)
        for ratios in sample {
            #expect(ratios.count == MeetingRun.methods.count)
            #expect(ratios[1].value == 1)
        }
    }

    @Test func `the score over several references is their mean`() throws {
        let sample = try #require(
            run.sample(meeting([text]), questions([text, "nothing of it"])))
        let lead = sample[0][1]
        #expect(lead.denominator == 2_000_000)
        #expect(try #require(lead.value) < 0.7)
    }

    @Test func `a summary never has too many words`() {
        let words = ["budget", "remote", "battery", "design", "market", "kinetic", "rubber"]
        let turns = (0..<80).map { turn in
            (0..<12).map { words[(turn * 5 + $0 * $0) % words.count] + "\(turn % 9)" }
                .joined(separator: " ") + "."
        }
        let summary = run.extract(of: meeting(turns).conversation.messages)
        let count = MeetingRun.wordCount(of: summary)
        #expect(count <= MeetingRun.words)
        #expect(count > MeetingRun.words / 2)
    }

    @Test func `without a reference there is no score`() throws {
        #expect(try run.sample(meeting([text]), questions([])) == nil)
    }
}

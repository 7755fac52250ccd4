import ContextModel
import Corpus
import Evaluation
import Testing

/// One conversation of a cell, request by request.
@Suite struct InspectionTests {
    /// Ten questions of 150 words and their answers; the last answer takes a number from the first question.
    private static let talk = SmallTalk.transcript(
        (0..<20).map { place in
            let words = Array(repeating: "word\(place)", count: place % 2 == 0 ? 150 : 20)
            let number = place == 0 || place == 19 ? ["774411"] : []
            return (words + number).joined(separator: " ") + "."
        }, requests: Array(stride(from: 1, to: 20, by: 2)))

    private static let other = SmallTalk.transcript(
        (0..<8).map { "Another talk \($0)." }, requests: [1, 3, 5, 7])

    private static let settings = [
        "context.limit": "800", "price.rule": "openai", "price.model": "gpt-4o",
    ]

    @Test(arguments: ["off", "chunked", "full", "legacy", "compaction"], ReplayMode.allCases)
    func `its requests sum up to the cell's record`(policy: String, mode: ReplayMode) async throws {
        let cell = cell(Self.settings.merging(["management": policy]) { $1 }, mode: mode)
        let transcripts = [Self.other, Self.talk]
        let replayer = CorpusReplayer(transcripts, environment: .words())
        let stored = try await replayer.run(cell, key: "k").conversations[1]
        let found = try await CorpusReplayer(transcripts, environment: .words())
            .inspect(cell, conversation: 1)
        #expect(found.differences(from: stored) == [])
        let requests = found.requests
        #expect(requests.map(\.number) == Array(1...10))
        #expect(requests.reduce(0) { $0 + $1.recorded } == stored.recorded)
        #expect(requests.reduce(0) { $0 + $1.tokens } == stored.sent)
        #expect(requests.allSatisfy { $0.tokens == $0.cacheRead + $0.cacheWritten + $0.uncached })
        #expect(requests.reduce(0) { $0 + $1.bill } == stored.bill)
        #expect(requests.reduce(0) { $0 + $1.refetchBill } == stored.refetchBill)
        #expect(requests.count { $0.isTooLong } == stored.notFitting)
        #expect(requests.reduce(0) { $0 + $1.references.count } == stored.referencesNeeded)
        #expect(found.count(.visible) == stored.referencesVisible)
        #expect(found.count(.lost) == stored.referencesLost)
        #expect(requests.allSatisfy { $0.sent.count == $0.places.count })
    }

    @Test func `a request says what was made, where its prefix broke and what its answer lacks`()
        async throws
    {
        let cell = cell(Self.settings.merging(["management": "legacy"]) { $1 })
        let replayer = CorpusReplayer([Self.talk], environment: .words())
        let found = try await replayer.inspect(cell, conversation: 0)
        let first = found.requests[0]
        #expect(first.steps.isEmpty && first.prefixBreak == nil && first.places == [0])
        let broken = try #require(found.requests.first { $0.prefixBreak != nil })
        #expect(broken.prefixBreak?.stages == broken.steps.map(\.stage))
        #expect(!broken.steps.isEmpty)
        let last = try #require(found.requests.last)
        #expect(last.references.map(\.identifier.text) == ["774411"])
        #expect(last.references.map(\.outcome) == [.lost])
        #expect(!last.places.contains(0))
        let pieces = last.pieces(of: "See 774411, not 7744112.")
        #expect(pieces.map(\.text) == ["See ", "774411", ", not 7744112."])
        #expect(pieces.map(\.outcome) == [nil, .lost, nil])
    }

    @Test func `what is not there is refused`() async throws {
        let replayer = CorpusReplayer([Self.talk], environment: .words())
        await #expect(throws: TrialError.self) {
            try await replayer.inspect(cell(["management": "off"]), conversation: 1)
        }
        await #expect(throws: TrialError.self) {
            try await replayer.inspect(cell(["replay.arrivals": "poisson:1"]), conversation: 0)
        }
    }
}

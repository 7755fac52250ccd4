import ContextModel
import Summarization
import Synchronization
import TestSupport
import Testing

@Suite struct RecordedSummarizerTests {
    let cassette = CassetteInMemory()
    let hasher = PlainTestHasher()
    let extract = ExtractiveSummarizer(counter: WordTestCounter())
    let request = SummaryRequest(history("U: move order_77 / A: moved"), budget: TokenCount(20))

    @Test func `what was recorded is replayed without asking`() async throws {
        let upstream = ScriptedSummarizer(extract, script: [:])
        let recorder = RecordedSummarizer(cassette, recording: upstream, hasher: hasher)
        let first = try await recorder.summarize(request)
        #expect(try await recorder.summarize(request) == first)
        #expect(upstream.calls == 1)
        let player = RecordedSummarizer(
            cassette, of: extract.identity, inputLimit: TokenCount(9), hasher: hasher)
        #expect(try await player.summarize(request) == first)
    }

    @Test func `failures are recorded and given up calls are not`() async {
        let upstream = ScriptedSummarizer(
            extract, script: [1: .failure(.cancelled), 2: .failure(.timedOut)])
        let recorder = RecordedSummarizer(cassette, recording: upstream, hasher: hasher)
        await #expect(throws: SummarizerError.cancelled) { try await recorder.summarize(request) }
        await #expect(throws: SummarizerError.timedOut) { try await recorder.summarize(request) }
        await #expect(throws: SummarizerError.timedOut) { try await recorder.summarize(request) }
        #expect(upstream.calls == 2)
    }

    @Test func `without somebody to ask what is missing is an error`() async {
        let player = RecordedSummarizer(
            cassette, of: "nobody", inputLimit: TokenCount(9), hasher: hasher)
        await #expect(throws: SummarizerError.notRecorded) { try await player.summarize(request) }
    }

    @Test func `every field of a request and the identity are in the key`() {
        var others = [SummaryRequest](repeating: request, count: 6)
        others[0].messages.append(Message(.user, "more"))
        others[1].overlap = [Message(.user, "before")]
        others[2].focus = "box"
        others[3].budget = TokenCount(21)
        others[4].style = .keyPoints
        others[5].overlap = [others[5].messages.removeFirst()]
        let keys = ([request] + others).map { $0.digest(for: "a", hasher) }
        #expect(Set(keys).count == 7)
        #expect(request.digest(for: "b", hasher) != keys[0])
        #expect(request.digest(for: "a", hasher) == keys[0])
    }
}

final class CassetteInMemory: SummaryCassette {
    private let answers = Mutex<[ContentDigest: Result<SummaryAnswer, SummarizerError>]>([:])

    func answer(to key: ContentDigest) -> Result<SummaryAnswer, SummarizerError>? {
        answers.withLock { $0[key] }
    }

    func record(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest
    ) {
        answers.withLock { $0[key] = $0[key] ?? answer }
    }
}

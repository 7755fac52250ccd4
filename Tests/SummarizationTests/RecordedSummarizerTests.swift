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

    @Test(arguments: [SummarizerError.tooLong, .failed("HTTP 400: no")])
    func `what is said of the request is recorded`(refusal: SummarizerError) async {
        let upstream = ScriptedSummarizer(extract, script: [1: .failure(refusal)])
        let recorder = RecordedSummarizer(cassette, recording: upstream, hasher: hasher)
        for _ in 1...2 {
            await #expect(throws: refusal) { try await recorder.summarize(request) }
        }
        #expect(upstream.calls == 1)
    }

    @Test(arguments: [
        SummarizerError.timedOut, .cancelled, .notRecorded,
        .unavailable("the server cannot be reached"),
    ])
    func `what passes is not recorded, and asked again`(error: SummarizerError) async throws {
        let upstream = ScriptedSummarizer(extract, script: [1: .failure(error)])
        let recorder = RecordedSummarizer(cassette, recording: upstream, hasher: hasher)
        await #expect(throws: error) { try await recorder.summarize(request) }
        let key = request.digest(for: upstream.identity, hasher)
        #expect(cassette.answer(to: key) == nil)
        let answer = try await recorder.summarize(request)
        #expect(upstream.calls == 2 && cassette.answer(to: key) == .success(answer))
    }

    @Test func `an earlier recording's time-out is replayed, and asked again where that can be`()
        async throws
    {
        let key = request.digest(for: extract.identity, hasher)
        cassette.record(.failure(.timedOut), to: request, by: extract.identity, key: key)
        let player = RecordedSummarizer(
            cassette, of: extract.identity, inputLimit: TokenCount(9), hasher: hasher)
        await #expect(throws: SummarizerError.timedOut) { try await player.summarize(request) }
        let recorder = RecordedSummarizer(cassette, recording: extract, hasher: hasher)
        let answer = try await recorder.summarize(request)
        #expect(try await player.summarize(request) == answer)
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
        answers.withLock { if $0[key]?.isPassing ?? true { $0[key] = answer } }
    }
}

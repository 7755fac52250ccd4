import Backends
import ContextModel
import FoundationEssentials
import HTTPBackends
import TestSupport
import Testing

/// Where the real model is; nil where none was started.
let realModelAddress = ProcessInfo.processInfo.environment["WINNOW_LLM_URL"]

/// A real model behind a real server, where `Tests/run --with-llm` started one. It shows that
/// both sides mean the same by the protocols, nothing about the quality of summaries.
@Suite(
    .serialized,
    .enabled(
        if: realModelAddress != nil, "no WINNOW_LLM_URL: use Tests/run --with-llm"))
struct RealModelTests {
    private func summarizer(
        _ wire: WireProtocol, streaming: Bool, output: Int = 48
    ) throws -> HTTPSummarizer {
        var endpoint = Endpoint(
            wire, baseURL: try #require(realModelAddress), model: "smollm2",
            inputLimit: TokenCount(1500))
        endpoint.isStreaming = streaming
        endpoint.temperature = 0
        endpoint.maximumOutput = TokenCount(output)
        return try HTTPSummarizer(endpoint, promptVersion: "test") { request in
            [Message(.system, "Summarise the conversation in one sentence.")] + request.messages
                + [Message(.user, "Summarise what was said so far, in one sentence.")]
        }
    }

    private let conversation = history(
        """
        U: Our build fails on Sundays. / A: Then a date is compared somewhere. \
        / U: Yes, in the release script. / A: It takes the week to begin on Monday.
        """)

    @Test(arguments: WireProtocol.allCases, [false, true])
    func `a conversation is summarised in either protocol, streamed or not`(
        wire: WireProtocol, streaming: Bool
    ) async throws {
        let request = SummaryRequest(conversation, budget: TokenCount(48))
        let answer = try await summarizer(wire, streaming: streaming).summarize(request)
        let promptTokens = try #require(answer.promptTokens)
        let outputTokens = try #require(answer.outputTokens)
        #expect((40...200).contains(promptTokens))
        #expect((1...48).contains(outputTokens))
        #expect(answer.isComplete == (outputTokens < 48))
        print("  \(wire) streaming=\(streaming):", promptTokens, outputTokens, answer.text)
    }

    @Test(arguments: WireProtocol.allCases, [false, true])
    func `a conversation longer than the window is too long`(
        wire: WireProtocol, streaming: Bool
    ) async throws {
        let words = String(repeating: "again and ", count: 3000)
        let request = SummaryRequest([Message(.user, words)], budget: TokenCount(48))
        await #expect(throws: SummarizerError.tooLong) {
            try await summarizer(wire, streaming: streaming).summarize(request)
        }
    }

    @Test(arguments: WireProtocol.allCases)
    func `an answer cut at its limit is incomplete`(wire: WireProtocol) async throws {
        let request = SummaryRequest(conversation, budget: TokenCount(48))
        let answer = try await summarizer(wire, streaming: true, output: 4).summarize(request)
        #expect(!answer.isComplete)
        #expect(answer.outputTokens == 4)
    }
}

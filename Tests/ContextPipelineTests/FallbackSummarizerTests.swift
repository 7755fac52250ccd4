import ContextModel
import ContextPipeline
import Settings
import Stages
import Summarization
import TestSupport
import Testing

/// A task's models, tried one after the other.
@Suite struct FallbackSummarizerTests {
    /// Does as it is told, after some time.
    private struct Scripted: Summarizer {
        var identity = "scripted"
        var inputLimit = TokenCount(100_000)
        var answer: @Sendable (SummaryRequest) async throws(SummarizerError) -> SummaryAnswer

        func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer {
            try await answer(request)
        }
    }

    private static let counter = WordTestCounter()

    private func good() -> Scripted {
        Scripted { ExtractiveSummarizer(counter: Self.counter).summary(of: $0) }
    }

    private func failing(_ error: SummarizerError = .failed("refused")) -> Scripted {
        Scripted { _ throws(SummarizerError) in throw error }
    }

    private func saying(_ text: String, isComplete: Bool = true) -> Scripted {
        Scripted { _ in SummaryAnswer(text, isComplete: isComplete) }
    }

    private func chain(
        _ summarizers: [any Summarizer], within time: Duration = .seconds(8),
        clock: PipelineClock = .stopped
    ) -> FallbackSummarizer {
        let tiers = ["FAST", "GENERAL", "REASONING"]
        return FallbackSummarizer(
            zip(tiers, summarizers).map { tier, summarizer in
                .init(tier, model: "m-" + tier.lowercased(), summarizer)
            }, counter: Self.counter, within: time, clock: clock)
    }

    private let request = SummaryRequest(
        history(
            "U: see /etc/hosts.conf and https://a.test/1 ×9 / A: parser.swift failed with E4711 ×9"),
        budget: TokenCount(40))

    @Test func `the first is asked alone while it answers`() async throws {
        let chain = chain([good(), failing()])
        let answer = try await chain.summarize(request)
        #expect(answer == ExtractiveSummarizer(counter: Self.counter).summary(of: request))
        #expect(chain.attempts.map(\.calls) == [1, 0])
        let first = chain.attempts[0]
        #expect(first.used == 1 && first.name == "FAST" && first.model == "m-fast")
        // No server counted: the texts do.
        #expect(first.input.value > 30 && first.output == Self.counter.count(answer.text))
    }

    @Test func `who fails, refuses or answers nonsense gives way to the next`() async throws {
        let nonsense: [any Summarizer] = [
            failing(), failing(.tooLong), failing(.timedOut), saying(" "),
            saying("It says", isComplete: false), saying("See /usr/bin/none.txt and so on"),
        ]
        for wrong in nonsense {
            let chain = chain([wrong, good()])
            _ = try await chain.summarize(request)
            #expect(chain.attempts.map(\.calls) == [1, 1])
            #expect(chain.attempts[0].failed + chain.attempts[0].refused == 1)
            #expect(chain.attempts[0].lastReason != nil && chain.attempts[1].used == 1)
        }
    }

    @Test func `what servers count is what is told`() async throws {
        let counting = Scripted { request in
            var answer = ExtractiveSummarizer(counter: Self.counter).summary(of: request)
            (answer.promptTokens, answer.outputTokens) = (700, 30)
            return answer
        }
        let chain = chain([failing(), counting])
        for _ in 0..<2 { _ = try await chain.summarize(request) }
        #expect(chain.attempts.map(\.input.value) == [0, 1_400])
        #expect(chain.attempts.map(\.output.value) == [0, 60])
    }

    @Test func `where all fail, what was wrong with each is said`() async throws {
        let chain = chain([failing(), failing(.timedOut), saying("")])
        await #expect(
            throws: SummarizerError.failed(
                "FAST m-fast: refused; GENERAL m-general: timed out; REASONING m-reasoning: empty")
        ) { try await chain.summarize(request) }
        #expect(chain.attempts.map(\.calls) == [1, 1, 1])
    }

    @Test func `an answer that keeps little is used if nobody says more`() async throws {
        let chain = chain([saying("All is well."), failing()])
        #expect(try await chain.summarize(request).text == "All is well.")
        #expect(chain.attempts[0].used == 1 && chain.attempts[0].refused == 0)
        let better = self.chain([saying("All is well."), good()])
        #expect(try await better.summarize(request).text != "All is well.")
        #expect(better.attempts[0].refused == 1)
    }

    @Test func `that the caller gave up is no reason to ask others`() async throws {
        let chain = chain([failing(.cancelled), good()])
        await #expect(throws: SummarizerError.cancelled) { try await chain.summarize(request) }
        #expect(chain.attempts.map(\.calls) == [1, 0])
    }

    @Test func `who hangs does not take the time of those behind`() async throws {
        let (elapsed, attempts, text) = try await VirtualTime.run { [request] time in
            let hanging = Scripted { _ throws(SummarizerError) in
                do { try await time.wait(.seconds(10_000)) } catch { throw .cancelled }
                return SummaryAnswer("never")
            }
            let slow = Scripted { request throws(SummarizerError) in
                do { try await time.wait(.seconds(1)) } catch { throw .cancelled }
                return ExtractiveSummarizer(counter: Self.counter).summary(of: request)
            }
            let chain = self.chain(
                [hanging, slow],
                clock: PipelineClock(now: { time.now }, wait: { try await time.wait($0) }))
            let text = try await chain.summarize(request).text
            return (time.now, chain.attempts, text)
        }
        // Half of eight seconds, and one more.
        #expect(elapsed == .seconds(5) && !text.isEmpty)
        #expect(attempts[0].failed == 1 && attempts[0].lastReason == "timed out")
        #expect(attempts[1].used == 1)
    }

    @Test func `the chain is known by all of its members, and reads what the least can`() {
        var small = good()
        small.identity = "small"
        small.inputLimit = TokenCount(100)
        let chain = chain([good(), small])
        #expect(chain.identity == "chain FAST: scripted | GENERAL: small")
        #expect(chain.inputLimit == TokenCount(100))
        #expect(self.chain([small]).identity == "small")
    }

    @Test func `a session whose models all fail gets an extract, and says why`() async throws {
        var session = try ContextSession(
            configuration: try PipelineConfiguration(settings: [
                ("management", "compaction"), ("context.limit", "3000"),
            ]), counter: Self.counter,
            dependencies: PipelineDependencies(
                hasher: PlainTestHasher(), summarizer: chain([failing(), failing(.timedOut)])))
        let messages = history(
            (["S: rules"] + (1...30).map { "U: q\($0) ×16 / A: a\($0) ×16" })
                .joined(separator: " / "))
        let outcome = await session.process(messages)
        #expect(outcome.action == .compaction && outcome.trace[0].requests.degraded == 1)
        #expect(
            outcome.trace[0].reason.contains("FAST m-fast: refused; GENERAL m-general: timed out"))
        // Nobody answered, and the extract is free; what calls would have read is known.
        #expect(session.compaction.count == 1)
        #expect(outcome.trace[0].callsInput.value > 1_000)
    }
}

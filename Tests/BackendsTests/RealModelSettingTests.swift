import Backends
import ContextModel
import ContextPipeline
import FoundationEssentials
import HTTPBackends
import Settings
import Summarization
import Synchronization
import TestSupport
import Testing

/// The settings that bound a summariser (doc 002) with a real model behind a real server, where
/// `Tests/run --with-llm` started one: that each acts, not how long anything takes.
extension RealModelTests {
    @Suite struct SummarizerSettings {
        /// Asks a model, and notes how many requests were made, answered and under way.
        private final class Watched: Summarizer {
            private let model: any Summarizer
            private let state = Mutex<(calls: Int, answers: Int, underWay: Int, most: Int)>(
                (0, 0, 0, 0))

            init(_ model: any Summarizer) { self.model = model }

            var identity: String { model.identity }
            var inputLimit: TokenCount { model.inputLimit }
            var calls: Int { state.withLock(\.calls) }
            var answers: Int { state.withLock(\.answers) }
            var mostAtOnce: Int { state.withLock(\.most) }

            func summarize(
                _ request: SummaryRequest
            ) async throws(SummarizerError) -> SummaryAnswer {
                state.withLock { state in
                    state.calls += 1
                    state.underWay += 1
                    state.most = max(state.most, state.underWay)
                }
                defer { state.withLock { $0.underWay -= 1 } }
                let answer = try await model.summarize(request)
                state.withLock { $0.answers += 1 }
                return answer
            }
        }

        private func compacted(
            _ settings: [PipelineConfiguration.Given]
        ) async throws -> (model: Watched, reason: String) {
            var endpoint = Endpoint(
                .chatCompletions, baseURL: try #require(realModelAddress),
                model: "smollm2", inputLimit: TokenCount(1_500))
            endpoint.maximumOutput = TokenCount(16)
            let prompts = SummaryPrompts(limit: TokenCount(1_900))
            let watched = Watched(
                try HTTPSummarizer(endpoint, promptVersion: SummaryPrompts.version) {
                    request throws(SummarizerError) in
                    try prompts.messages(for: request, counter: WordTestCounter())
                })
            // A clock a hundred times as fast: thirty seconds are too short for any prompt, a day is
            // a quarter of an hour.
            let speed = 100
            let start = ContinuousClock.now
            var session = try ContextSession(
                configuration: try PipelineConfiguration(
                    settings: [
                        ("management", "compaction"), ("context.limit", "600"),
                        ("compaction.parts", "4"), ("compaction.keepRecent", "2"),
                    ] + settings),
                counter: WordTestCounter(),
                dependencies: PipelineDependencies(
                    hasher: PlainTestHasher(), summarizer: watched,
                    clock: PipelineClock(
                        now: { (ContinuousClock.now - start) * speed },
                        wait: { try await ContinuousClock().sleep(for: $0 / speed) })))
            let turns = (1...12).map { "U: q\($0) ×8 / A: a\($0) ×8" }
            let outcome = await session.process(
                history("S: rules / " + turns.joined(separator: " / ")))
            return (watched, outcome.trace.map(\.reason).joined(separator: "; "))
        }

        private let patient: [PipelineConfiguration.Given] = [
            ("condensation.timeout", "86400s"), ("condensation.processingTime", "86400s"),
        ]

        @Test func `the time-out acts on a real model`() async throws {
            let one: [PipelineConfiguration.Given] = [("compaction.parts", "1")]
            let kept = try await compacted(patient + one)
            #expect(kept.model.answers == kept.model.calls && kept.model.calls >= 1)
            #expect(!kept.reason.contains("timed out"))
            // The documented thirty seconds.
            let cut = try await compacted(one + [("condensation.processingTime", "86400s")])
            #expect(cut.model.answers == 0 && cut.model.calls >= 1)
            #expect(cut.reason.contains("timed out"))
        }

        @Test func `as many requests reach a real model at once as the setting says`()
            async throws
        {
            let one = try await compacted(patient + [("condensation.parallelRequests", "1")])
            #expect(one.model.mostAtOnce == 1 && one.model.calls >= 4)
            let two = try await compacted(patient + [("condensation.parallelRequests", "2")])
            #expect(two.model.mostAtOnce == 2 && two.model.calls == one.model.calls)
        }

        @Test func `when the processing time is over a real model is not asked any more`()
            async throws
        {
            // The documented five seconds.
            let short = try await compacted([("condensation.parallelRequests", "1")])
            #expect(short.model.calls <= 1 && short.model.answers == 0)
            #expect(short.reason.contains("timed out"))
            let long = try await compacted(patient + [("condensation.parallelRequests", "1")])
            #expect(long.model.calls >= 4 && !long.reason.contains("timed out"))
        }
    }
}

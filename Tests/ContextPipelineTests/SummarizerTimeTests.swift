import ContextModel
import ContextPipeline
import Settings
import Summarization
import Synchronization
import TestSupport
import Testing

/// The settings that bound a summariser's time and how often it is asked at once (doc 002), each turned to
/// another value on a clock that jumps.
@Suite struct SummarizerTimeTests {
    /// Answers with an extract after so much time, and notes when it was asked and how many requests
    /// were under way.
    private final class SlowSummarizer: Summarizer {
        let identity = "slow"
        let inputLimit = TokenCount(1_000_000)
        private let time: VirtualTime
        private let delay: Duration
        private let extract = ExtractiveSummarizer(counter: WordTestCounter())
        private let state = Mutex<(starts: [Duration], underWay: Int, most: Int)>(([], 0, 0))

        init(_ time: VirtualTime, _ delay: Duration) {
            self.time = time
            self.delay = delay
        }

        /// When each request came, in order.
        var starts: [Duration] { state.withLock(\.starts) }
        var mostAtOnce: Int { state.withLock(\.most) }

        func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer {
            state.withLock { state in
                state.starts.append(time.now)
                state.underWay += 1
                state.most = max(state.most, state.underWay)
            }
            defer { state.withLock { $0.underWay -= 1 } }
            do { try await time.wait(delay) } catch { throw .cancelled }
            return extract.summary(of: request)
        }
    }

    /// What one compaction in six parts came to.
    private struct Result: Sendable {
        var elapsed: Duration
        var starts: [Duration]
        var mostAtOnce: Int
        var answered: Int
        var degraded: Int
        var reason: String
    }

    private func compacted(
        delay: Duration, _ settings: [PipelineConfiguration.Given]
    ) async throws -> Result {
        let messages = history(
            (["S: rules"] + (1...30).map { "U: q\($0) ×16 / A: a\($0) ×16" })
                .joined(separator: " / "))
        return try await VirtualTime.run { time in
            let slow = SlowSummarizer(time, delay)
            var dependencies = PipelineDependencies(
                hasher: PlainTestHasher(), summarizer: slow,
                clock: PipelineClock(now: { time.now }, wait: { try await time.wait($0) }))
            dependencies.executor = time
            var session = try ContextSession(
                configuration: try PipelineConfiguration(
                    settings: [
                        ("management", "compaction"), ("context.limit", "3000"),
                        ("compaction.parts", "6"),
                    ] + settings),
                counter: WordTestCounter(), dependencies: dependencies)
            let outcome = await session.process(messages)
            let entry = try #require(outcome.trace.first { $0.stage == "compaction" })
            return Result(
                elapsed: time.now, starts: slow.starts, mostAtOnce: slow.mostAtOnce,
                answered: entry.requests.uncached, degraded: entry.requests.degraded,
                reason: entry.reason)
        }
    }

    @Test(arguments: [("1", 60), ("2", 30), ("6", 10)])
    func `as many conversations are managed at once as the batch size says`(
        size: String, seconds: Int
    ) async throws {
        let elapsed = try await VirtualTime.run { time in
            var dependencies = PipelineDependencies(
                hasher: PlainTestHasher(), summarizer: SlowSummarizer(time, .seconds(10)),
                clock: PipelineClock(now: { time.now }, wait: { try await time.wait($0) }))
            dependencies.executor = time
            let window = try ContextWindow(
                try PipelineConfiguration(
                    settings: [
                        ("management", "compaction"), ("context.limit", "600"),
                        ("condensation.processingTime", "600s"), ("analysis.batchSize", size),
                    ]), counter: WordTestCounter(), dependencies: dependencies)
            let talks = (1...6).map { number in
                Conversation(
                    messages: history(
                        (["S: rules of \(number)"]
                            + (1...12).map { "U: q\(number)x\($0) ×16 / A: a\(number)x\($0) ×16" })
                            .joined(separator: " / ")))
            }
            let results = await window.manageAll(talks)
            #expect(results.map { $0.processedMessages[0] } == talks.map { $0.messages[0] })
            #expect(results.allSatisfy { $0.strategyUsed == .compaction })
            return time.now
        }
        #expect(elapsed == .seconds(seconds))
    }

    private let patient: [PipelineConfiguration.Given] = [("condensation.processingTime", "600s")]

    @Test func `the documented defaults are thirty seconds, three at once, five seconds`() {
        let settings = PipelineConfiguration.standard.condensation
        #expect(settings.timeout == .seconds(30) && settings.parallelRequests == 3)
        #expect(settings.processingTime == .seconds(5))
    }

    @Test func `a request is given up after the time-out, and an extract stands in`() async throws {
        let cut = try await compacted(delay: .seconds(40), patient)
        #expect(cut.answered == 0 && cut.degraded == 6)
        // Six requests, three at once, thirty seconds each.
        #expect(cut.elapsed == .seconds(60) && cut.reason.contains("timed out"))
        let kept = try await compacted(
            delay: .seconds(40), patient + [("condensation.timeout", "50s")])
        #expect(kept.answered == 6 && kept.degraded == 0)
        #expect(kept.elapsed == .seconds(80))
    }

    @Test(arguments: [("1", 60, 1), ("2", 30, 2), ("3", 20, 3), ("6", 10, 6), (nil, 20, 3)])
    func `as many requests are under way as the setting says`(
        value: String?, seconds: Int, most: Int
    ) async throws {
        let settings: [PipelineConfiguration.Given] =
            value.map { [("condensation.parallelRequests", $0)] } ?? []
        let result = try await compacted(delay: .seconds(10), patient + settings)
        #expect(result.answered == 6 && result.mostAtOnce == most)
        #expect(result.elapsed == .seconds(seconds))
        let waves = (0..<6).map { Duration.seconds(10 * ($0 / most)) }
        #expect(result.starts == waves)
    }

    @Test func `when the processing time is over nobody is asked any more`() async throws {
        let one: [PipelineConfiguration.Given] = [("condensation.parallelRequests", "1")]
        let short = try await compacted(delay: .seconds(2), one)
        // Two answers; the third request is cut, those behind it are not made.
        #expect(short.answered == 2 && short.degraded == 4 && short.starts.count == 3)
        #expect(short.elapsed == .seconds(5) && short.reason.contains("timed out"))
        let long = try await compacted(
            delay: .seconds(2), one + [("condensation.processingTime", "20s")])
        #expect(long.answered == 6 && long.starts.count == 6 && long.elapsed == .seconds(12))
    }
}

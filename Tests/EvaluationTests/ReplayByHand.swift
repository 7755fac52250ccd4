import ContextModel
import ContextPipeline
import Corpus
import Evaluation
import Settings
import TestSupport
import Testing
import TokenAccounting

/// A cell replayed by a test: the same requests to sessions of the same settings, summed up without
/// any help of what is tested.
struct ReplayByHand {
    /// What came of the requests of one conversation.
    struct Sums: Equatable {
        var requests = 0
        var changed = 0
        var notFitting = 0
        var recorded = 0
        var sent = 0
        /// Messages of all requests as the client made them.
        var messages = 0
        var work = CountingWork()
        /// The exact tokens of each request as it was sent.
        var sizes: [Int] = []
    }

    let settings: [String: String]
    let mode: ReplayMode
    private let costs = MessageCosts(counter: RandomMatrix.tokenizer)
    private let counter: any TokenCounter

    init(_ settings: [String: String], _ mode: ReplayMode, _ environment: MeasurementEnvironment)
        throws
    {
        self.settings = settings
        self.mode = mode
        counter = try #require(environment.counter(settings["counter"] ?? "cl100k_base"))
    }

    /// The sums of each conversation. They share what is remembered, and follow each other in time.
    func run(_ transcripts: [Transcript]) async throws -> [Sums] {
        let memory = ContextMemory(try configuration(limit: nil))
        let gap = try #require(VirtualClock.gap(settings["replay.gap"] ?? "30s"))
        var now = Duration.zero
        var all: [Sums] = []
        for transcript in transcripts {
            all.append(try await run(transcript, memory, gap: gap, &now))
            now += gap
        }
        return all
    }

    private func run(
        _ transcript: Transcript, _ memory: ContextMemory, gap: Duration, _ now: inout Duration
    ) async throws -> Sums {
        let (messages, counts) = (
            transcript.conversation.messages, transcript.requests.map(\.messageCount)
        )
        let last = counts.last.map { size(messages.prefix($0)) } ?? 0
        let configuration = try configuration(limit: last)
        var session = try ContextSession(
            configuration: configuration, counter: counter,
            dependencies: PipelineDependencies(hasher: PlainTestHasher()), memory: memory)
        var options = RequestOptions()
        options.format = transcript.conversation.format
        var (sums, kept, seen) = (Sums(), [Message](), 0)
        for (number, count) in counts.enumerated() {
            if number > 0 { now += gap }
            let request =
                mode == .stateless
                ? Array(messages[..<count]) : kept + messages[seen..<count]
            let outcome = await session.process(request, options: options, at: now)
            (kept, seen) = (Array(outcome.context), count)
            let sent = size(outcome.sent)
            sums.requests += 1
            sums.changed += outcome.sent == request[...] ? 0 : 1
            sums.recorded += size(messages[..<count])
            sums.sent += sent
            sums.sizes.append(sent)
            sums.messages += request.count
            sums.work += outcome.work
            let room = configuration.limit() - configuration.reservedOutput
            sums.notFitting += sent > room ? 1 : 0
        }
        return sums
    }

    /// The tokens of a request, counted anew.
    private func size(_ messages: ArraySlice<Message>) -> Int {
        costs.cost(of: messages).total.value
    }

    /// The pipeline's settings for a conversation whose last request has so many tokens.
    private func configuration(limit finalSize: Int?) throws -> PipelineConfiguration {
        let own = settings.filter {
            !$0.key.hasPrefix("price.") && !$0.key.hasPrefix("replay.") && $0.key != "context.limit"
        }
        var configuration = try PipelineConfiguration(
            settings: own.map { (name: $0.key, value: $0.value) })
        if let finalSize {
            let limit = try #require(ContextLimit(settings["context.limit"] ?? "200000"))
            configuration.contextLimit = limit.resolved(finalSize: finalSize)
        }
        return configuration
    }
}

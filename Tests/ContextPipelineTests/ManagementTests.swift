import ContextModel
import ContextPipeline
import Settings
import Summarization
import Synchronization
import TestSupport
import Testing
import TokenAccounting

/// How contexts are managed: levels, escalation steps, memory, faults.
@Suite struct ManagementTests {
    /// A talk of so many turns, each of its own words, that ends with a question.
    private func talk(_ turns: Int) -> [Message] {
        let pairs = (1...turns).flatMap { turn in
            [
                Message(.user, "question \(turn) about file part\(turn).swift ").longer,
                Message(.assistant, "answer \(turn): see id-\(turn * 7919) there ").longer,
            ]
        }
        return [Message(.system, "be brief")] + pairs + [Message(.user, "and now?")]
    }

    private func configuration(
        limit: Int, _ change: (inout PipelineConfiguration) -> Void = { _ in }
    ) -> PipelineConfiguration {
        var configuration = PipelineConfiguration.standard
        configuration.contextLimit = limit
        configuration.management = .full
        change(&configuration)
        return configuration
    }

    private func session(
        _ configuration: PipelineConfiguration, _ summarizer: (any Summarizer)? = nil,
        memory: ContextMemory? = nil
    ) throws(SettingError) -> ContextSession {
        try ContextSession(
            configuration: configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher(), summarizer: summarizer),
            memory: memory)
    }

    private func size(_ messages: [Message]) -> Int {
        var session = ContextSession(counter: WordTestCounter())
        return session.assess(messages).cost.total.value
    }

    @Test func `below the warning level nothing is done`() async throws {
        var session = try session(configuration(limit: size(talk(10)) * 2))
        let outcome = await session.process(talk(10))
        #expect(outcome.action == .monitorOnly && outcome.trace.isEmpty)
        #expect(Array(outcome.context) == talk(10))
    }

    @Test(arguments: [Management.full, .chunked])
    func `the level decides on the escalation step`(_ management: Management) async throws {
        let messages = talk(30)
        let size = size(messages)
        func action(_ percent: Int) async throws -> ContextAction {
            var session = try session(
                configuration(limit: size * 100 / percent) { $0.management = management })
            let outcome = await session.process(messages)
            #expect(outcome.cost.total.value <= size * 100 / percent)
            return outcome.action
        }
        #expect(try await action(60) == .monitorOnly)
        #expect(try await action(85) == .condensationLight)
        #expect(try await action(95) == .condensationAggressive)
        #expect(try await action(200) == .condensationAggressive)
    }

    /// A user's own step: the oldest messages that may go, as many as are needed, as one line.
    private struct OwnStage: Stage {
        let name = "own"

        func plan(_ draft: Draft, for goal: StageGoal) -> StagePlan? {
            guard draft.tokens > goal.target else { return nil }
            let atoms = CondensableAtoms(draft, kept: 2)
            let runs = atoms.runs(of: atoms.unsummarised)
            guard let run = runs.first else { return nil }
            let request = SummaryRequest(
                draft.items[run].map(\.message), focus: "", budget: TokenCount(40),
                style: .keyPoints)
            let planned = PlannedRequest(
                request, key: request.digest(for: "own", goal.hasher),
                sourceTokens: draft.tokens(of: run))
            return StagePlan(
                condensing: [(items: run, requests: [planned])], of: draft, reason: "by a user")
        }
    }

    @Test(arguments: [Management.full, .chunked])
    func `a strategy of one's own is the step that custom names`(
        _ management: Management
    ) async throws {
        let messages = talk(30)
        let configuration = configuration(limit: size(messages) / 2) {
            $0.management = management
            $0.condensation.strategy = .custom
        }
        var dependencies = PipelineDependencies(hasher: PlainTestHasher())
        dependencies.customStage = OwnStage()
        var own = try ContextSession(
            configuration: configuration, counter: WordTestCounter(), dependencies: dependencies)
        let outcome = await own.process(messages)
        #expect(outcome.trace.contains { $0.stage == "own" && $0.isCommitted })
        #expect(outcome.cost.total.value <= size(messages) / 2)
        #expect(outcome.context.first == messages.first && outcome.context.last == messages.last)
        var standard = try session(configuration)
        let documented = await standard.process(messages)
        #expect(!documented.trace.contains { $0.stage == "own" })
        #expect(documented.context != outcome.context)
    }

    @Test func `without condensation what does not fit is truncated`() async throws {
        let messages = talk(30)
        var session = try session(
            configuration(limit: size(messages) / 2) { $0.condensation.isOn = false })
        let outcome = await session.process(messages)
        #expect(outcome.action == .emergencyTruncation)
        #expect(outcome.trace.map(\.stage) == ["truncation"])
    }

    @Test func `what cannot fit is said, with the smallest context`() async throws {
        let messages = talk(10)
        var session = try session(configuration(limit: 8))
        let outcome = await session.process(messages)
        #expect(outcome.action == .insufficient)
        #expect(outcome.context.first == messages.first && outcome.context.last == messages.last)
        let overflow = try #require(outcome.overflow)
        #expect(overflow.missing == outcome.cost.total - TokenCount(8))
        #expect(overflow.description.contains("too many"))
    }

    @Test(arguments: Management.allCases)
    func `insufficient says that the final tokens and the reserve exceed the limit, nothing else`(
        _ management: Management
    ) async throws {
        let messages = talk(12)
        let size = size(messages)
        for percent in [1, 5, 20, 50, 80, 99, 100, 101, 150] {
            for reserve in [0, 20] {
                var session = try session(
                    configuration(limit: max(size * percent / 100, 1)) {
                        $0.management = management
                        $0.reservedOutput = reserve
                    })
                let outcome = await session.process(messages)
                let limit = session.configuration.contextLimit
                let isTooMuch = outcome.cost.total.value + reserve > limit
                #expect((outcome.action == .insufficient) == isTooMuch, "\(percent) %")
                #expect((outcome.overflow != nil) == (isTooMuch && management != .off))
            }
        }
    }

    @Test func `an overflow breakdown counts each token once`() async throws {
        let messages = talk(10) + [Message(.assistant, "so"), Message(.system, "briefer")]
        var session = try session(configuration(limit: 8))
        var options = RequestOptions()
        options.pinned = [0, 3, messages.count - 3]
        let outcome = await session.process(messages, options: options)
        let overflow = try #require(outcome.overflow)
        let parts = [
            overflow.fixed, overflow.system, overflow.lastUserTurn, overflow.finalAtom,
            overflow.pinned, overflow.rest,
        ]
        #expect(parts.reduce(.zero, +) == outcome.cost.total)
        #expect(overflow.pinned > .zero && overflow.system > overflow.lastUserTurn)
    }

    @Test(arguments: [[], [ContentPart.text(TextPart(""))]])
    func `an empty last turn of the user stays`(_ parts: [ContentPart]) async throws {
        let turn = Message(.user, parts: parts)
        let messages =
            talk(10) + [Message(.assistant, "yes"), turn] + [
                Message(.assistant, "still here ").longer, Message(.assistant, "and gone ").longer,
            ]
        var session = try session(configuration(limit: 60))
        #expect(await session.process(messages).context.contains(turn))
    }

    @Test func `what was condensed is found again in a scope that is shared, by content`()
        async throws
    {
        let configuration = configuration(limit: size(talk(30)) / 2) {
            $0.management = .chunked
            $0.caches.scope = "shared"
        }
        let memory = ContextMemory(configuration)
        var first = try session(configuration, memory: memory)
        var second = try session(configuration, memory: memory)
        let made = await first.process(talk(30)).trace[0].requests
        let found = await second.process(talk(30)).trace[0].requests
        #expect(made.uncached > 0 && made.cached == 0)
        #expect(found.uncached == 0 && found.cached == made.uncached)
    }

    @Test func `scopes share nothing`() async throws {
        let one = configuration(limit: size(talk(30)) / 2) {
            $0.management = .chunked
            $0.caches.scope = "other-tenant"
        }
        var other = one
        other.caches.scope = "tenant"
        let memory = ContextMemory(one)
        var first = try session(one, memory: memory)
        var second = try session(other, memory: memory)
        _ = await first.process(talk(30))
        #expect(await second.process(talk(30)).trace[0].requests.cached == 0)
    }

    @Test func `a summary that is too old is made again`() async throws {
        let configuration = configuration(limit: size(talk(30)) / 2) { $0.management = .chunked }
        var session = try session(configuration)
        _ = await session.process(talk(30), at: .zero)
        let young = await session.process(talk(30), at: .seconds(1_799)).trace[0].requests
        let old = await session.process(talk(30), at: .seconds(1_800)).trace[0].requests
        #expect(young.uncached == 0 && old.cached == 0)
    }

    @Test(arguments: FaultyAnswer.allCases)
    func `a summariser's fault gives the extract, marked and not kept`(
        _ fault: FaultyAnswer
    ) async throws {
        let configuration = configuration(limit: size(talk(30)) / 2) { $0.management = .chunked }
        var session = try session(configuration, BadSummarizer(fault: fault))
        let first = await session.process(talk(30))
        let second = await session.process(talk(30))
        #expect(first.trace[0].requests.degraded > 0 && first.trace[0].requests.uncached == 0)
        #expect(first.trace[0].reason.contains("fallback"))
        #expect(second.trace[0].requests.cached == 0)
        #expect(first.cost.total.value <= configuration.contextLimit)
        #expect(first.context.contains { PlaceholderText.summarised(by: $0) != nil })
    }

    @Test(arguments: [4, 5, 6])
    func `an extract that a summariser hands in is taken, however small`(_ part: Int) async throws {
        let extract = ExtractiveSummarizer(counter: WordTestCounter())
        let configuration = configuration(limit: size(talk(30)) / part) {
            $0.management = .chunked
        }
        var session = try session(configuration, extract)
        let trace = await session.process(talk(30)).trace
        #expect(trace.reduce(0) { $0 + $1.requests.uncached } > 0)
        #expect(trace.allSatisfy { $0.requests.degraded == 0 })
    }

    @Test func `a request that several wait for is made once`() async throws {
        let configuration = configuration(limit: size(talk(30)) / 2) {
            $0.management = .chunked
            $0.caches.scope = "shared"
        }
        let memory = ContextMemory(configuration)
        let summarizer = CountingSummarizer()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                var session = try session(configuration, summarizer, memory: memory)
                let messages = talk(30)
                group.addTask { _ = await session.process(messages) }
            }
            try await group.waitForAll()
        }
        let calls = summarizer.calls.withLock { $0 }
        #expect(calls.count == Set(calls).count && !calls.isEmpty)
    }

    @Test func `a history too long for the summariser is summarised in parts`() async throws {
        let configuration = configuration(limit: size(talk(40)) / 2) {
            $0.condensation.maximumMessages = 60
        }
        let summarizer = CountingSummarizer(inputLimit: TokenCount(150))
        var session = try session(configuration, summarizer)
        let outcome = await session.process(talk(40))
        #expect(outcome.trace[0].requests.uncached > 0)
        #expect(summarizer.longest.withLock { $0 } <= 150)
        #expect(outcome.cost.total.value <= configuration.contextLimit)
    }

    @Test func `legacy truncation keeps the newest that fit`() async throws {
        let messages = talk(30)
        let legacy = configuration(limit: size(messages) / 2) { $0.management = .legacy }
        var session = try session(legacy)
        let outcome = await session.process(messages)
        #expect(outcome.trace.map(\.stage) == ["legacy truncation"])
        #expect(Array(outcome.context.suffix(5)) == Array(messages.suffix(5)))
    }
}

extension Message {
    /// The same with much more of the same kind.
    fileprivate var longer: Message {
        guard case .text(let part)? = parts.first else { return self }
        return Message(role, String(repeating: part.text, count: 6))
    }
}

/// What a bad summariser answers.
enum FaultyAnswer: CaseIterable {
    case error, empty, truncated, inflated, foreign
}

struct BadSummarizer: Summarizer {
    let fault: FaultyAnswer
    var identity: String { "bad" }
    var inputLimit: TokenCount { TokenCount(100_000) }

    func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer {
        switch fault {
        case .error: throw .failed("no")
        case .empty: return SummaryAnswer("  ")
        case .truncated: return SummaryAnswer("question 1 about", isComplete: false)
        case .inflated: return SummaryAnswer(String(repeating: "word other ", count: 9_999))
        case .foreign: return SummaryAnswer("see id-424242 in never/was.swift")
        }
    }
}

/// Extracts, and remembers what it was asked.
final class CountingSummarizer: Summarizer {
    let calls = Mutex<[SummaryRequest]>([])
    let longest = Mutex(0)
    let inputLimit: TokenCount
    var identity: String { "counting" }

    init(inputLimit: TokenCount = TokenCount(100_000)) { self.inputLimit = inputLimit }

    func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer {
        calls.withLock { $0.append(request) }
        let tokens = request.messages.reduce(0) { sum, message in
            sum
                + message.parts.reduce(0) { sum, part in
                    if case .text(let text) = part {
                        return sum + WordTestCounter().count(text.text).value
                    }
                    return sum
                }
        }
        longest.withLock { $0 = max($0, tokens) }
        return ExtractiveSummarizer(counter: WordTestCounter()).summary(of: request)
    }
}

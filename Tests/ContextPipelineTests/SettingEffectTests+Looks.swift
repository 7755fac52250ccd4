import Caching
import Compression
import ContextModel
import ContextPipeline
import Settings
import StrictJSON
import Synchronization
import TestSupport
import TokenAccounting
import Tokenization

/// What settings can be seen in.
extension SettingEffectTests {
    /// A talk whose chunks divide turns: three messages each.
    static let odd = [
        "context.limit": limit(filledTo: 85), "chunks.size": "3",
        "condensation.maximumMessages": "3",
        "condensation.minimumMessages": "1",
    ]

    /// What pictures cost.
    @Sendable static func pictures(
        _ configuration: PipelineConfiguration
    ) async throws -> String {
        var dependencies = PipelineDependencies(hasher: PlainTestHasher())
        dependencies.describer = Describer()
        var session = try ContextSession(
            configuration: configuration, counter: WordTestCounter(), dependencies: dependencies)
        let picture = ImagePart(
            source: .string("one.png"), description: "a cat that sits on a wall and looks")
        let undescribed = ImagePart(source: .string("two.png"))
        let outcome = await session.process([
            Message(
                .user,
                parts: [.image(picture), .image(undescribed), .text(TextPart("which?"))])
        ])
        return "\(outcome.cost.images) \(outcome.cost.undescribedImages)"
    }

    private struct Describer: ImageDescriber {
        let identity = "test"
        func describe(_ picture: ImagePart) async throws(ImageDescriberError) -> String {
            "something else in it"
        }
    }

    /// How counts were found, for a talk that is looked at in two sessions of one memory.
    @Sendable static func counts(
        _ configuration: PipelineConfiguration
    ) async throws -> String {
        let memory = ContextMemory(configuration)
        var work: [String] = []
        for _ in 0..<2 {
            var session = ContextSession(
                configuration: configuration, counter: WordTestCounter(), memory: memory)
            let outcome = session.assess(talk(10))
            work.append("\(outcome.work.counted) \(outcome.work.remembered)")
        }
        return work.joined(separator: ", ")
    }

    /// What is committed, and whether it is marked as below quality.
    static func below(_ configuration: PipelineConfiguration) async throws -> String {
        try await outcomes(
            configuration, turns: 14...16, options: RequestOptions(), step: .seconds(1)
        ).outcomes.map { "\($0.action.rawValue) \($0.isBelowQuality)" }.joined(separator: ", ")
    }

    /// How a conversation's compression develops from turn to turn: rules, tokens, trend.
    static func progress(_ configuration: PipelineConfiguration) async throws -> String {
        var session = try ContextSession(
            configuration: configuration, counter: Tokenizer(.cl100kBase),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        var turns: [String] = []
        for count in 1...12 {
            // Some turns repeat what was said, others say what nobody did.
            var messages = talk(count)
            messages[messages.count - 1] = Message(
                .user, count % 3 == 0 ? "what of \(count * 7919)?" : messages[1].texts.joined())
            let figures = await session.process(messages).compression?.figures
            turns.append(
                "\(figures?.rules ?? 0) \(figures?.compressed ?? 0) "
                    + "\(figures?.trend.rawValue ?? "none") \(figures?.isActive ?? false)")
        }
        return turns.joined(separator: ", ")
    }

    /// What is sent of a text made of a few phrases in some order, whose parts repeat, too.
    static func mined(_ configuration: PipelineConfiguration) async throws -> String {
        var session = try ContextSession(
            configuration: configuration, counter: Tokenizer(.cl100kBase),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        let words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "kappa", "lambda"]
        var random = SplitMix(seed: 7)
        let phrases = (0..<12).map { index in
            (0..<3 + index % 4).map { _ in words[Int(random.next() % 8)] }.joined(separator: " ")
        }
        let text = (0..<80).map { _ in phrases[Int(random.next() % 12)] }
        let outcome = await session.process([Message(.user, text.joined(separator: ". "))])
        return outcome.sent.map { $0.texts.joined() }.joined()
    }

    /// What a model is asked.
    static func asked(_ configuration: PipelineConfiguration) async throws -> String {
        let model = AskedSummarizer()
        var session = try ContextSession(
            configuration: configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher(), summarizer: model))
        _ = await session.process(talk(14))
        return model.requests.joined(separator: "\n")
    }

    private final class AskedSummarizer: Summarizer {
        let identity = "asked"
        let inputLimit = TokenCount(1_000_000)
        private let all = Mutex<[String]>([])

        func summarize(
            _ request: SummaryRequest
        ) async throws(SummarizerError) -> SummaryAnswer {
            let text = "\(request.focus) \(request.style) \(request.overlap.map(\.texts))"
            all.withLock { $0.append(text) }
            throw .timedOut
        }

        var requests: [String] { all.withLock { $0.sorted() } }
    }

    /// Into how many chunks a talk of three topics is condensed.
    static func topics(_ configuration: PipelineConfiguration) async throws -> String {
        let words = ["apples pears plums ", "rivers lakes seas ", "trains buses trams "]
        let messages = (0..<30).flatMap { turn in
            let text = String(repeating: words[turn % 3], count: 6)
            return [Message(.user, "\(turn) \(text)?"), Message(.assistant, text + "indeed")]
        }
        var session = try ContextSession(
            configuration: configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        return "\(await session.process(messages).trace.map(\.requests.count))"
    }

    /// What the caches of whole condensations and analyses find when two talks come again, later.
    static func repeated(_ configuration: PipelineConfiguration) async throws -> String {
        let window = try ContextWindow(
            configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        var now = Duration.zero
        for count in [12, 14, 12, 14] {
            now += .seconds(30)
            _ = await window.manage(Conversation(messages: talk(count)), at: now)
        }
        let statistics = window.memory.statistics(at: now)
        return "\(statistics.condensations.hits) \(statistics.analyses.hits)"
    }

    /// How many entries are held after what they hold is too old.
    static func held(_ configuration: PipelineConfiguration) async throws -> String {
        let window = try ContextWindow(
            configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        for count in [12, 13, 14] {
            let now = Duration.seconds(count * 4_000)
            _ = await window.manage(Conversation(messages: talk(count)), at: now)
        }
        return "\(window.memory.statistics(at: .seconds(60_000)).entries)"
    }

    /// What is kept beyond the process.
    static func stored(_ configuration: PipelineConfiguration) async throws -> String {
        let store = MemoryStore()
        var dependencies = PipelineDependencies(hasher: PlainTestHasher())
        dependencies.chunks = store
        var session = try ContextSession(
            configuration: configuration, counter: WordTestCounter(), dependencies: dependencies)
        var options = RequestOptions()
        options.session = "one"
        _ = await session.process(talk(14), options: options)
        return "\(store.counters.writes)"
    }

    /// What a second session finds of the first.
    static func shared(_ configuration: PipelineConfiguration) async throws -> String {
        let memory = ContextMemory(configuration)
        var found = 0
        for name in ["one", "two"] {
            var session = try ContextSession(
                configuration: configuration, counter: WordTestCounter(),
                dependencies: PipelineDependencies(hasher: PlainTestHasher()), memory: memory)
            var options = RequestOptions()
            options.session = name
            let outcome = await session.process(talk(14), options: options)
            found = outcome.trace.reduce(0) { $0 + $1.requests.cached }
        }
        return "\(found)"
    }

    /// What an observer is told: that is what these settings are for.
    static func told(_ configuration: PipelineConfiguration) async throws -> String {
        let events = Events()
        var dependencies = PipelineDependencies(hasher: PlainTestHasher())
        dependencies.observer = { event in events.add(event) }
        var session = try ContextSession(
            configuration: configuration, counter: WordTestCounter(), dependencies: dependencies)
        _ = await session.process(talk(14))
        return "told \(events.topics)"
    }

    private final class Events: Sendable {
        private let all = Mutex<[String]>([])
        func add(_ event: PipelineEvent) { all.withLock { $0.append(event.topic.rawValue) } }
        var topics: [String] { all.withLock { $0 } }
    }
}

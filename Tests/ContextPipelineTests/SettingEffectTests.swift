import Caching
import Compression
import ContextModel
import ContextPipeline
import Settings
import Stages
import StrictJSON
import Summarization
import Synchronization
import TestSupport
import Testing
import TokenAccounting
import Tokenization

/// Every setting of the pipeline acts: turned to another value, on an input and under a policy that can use
/// it, it changes what is sent, what is stored, or a documented statistic. An echo of the value counts for
/// nothing, nor does a line of a log, except where logging is what the setting is for.
@Suite struct SettingEffectTests {
    /// A setting, another value than its default, and where that must be seen.
    struct Turn: Sendable, CustomTestStringConvertible {
        let name: String
        let value: String
        var base: [String: String] = [:]
        let seen: @Sendable (PipelineConfiguration) async throws -> String
        var testDescription: String { name }
    }

    @Test(arguments: turns) func `a setting that is turned changes what it is for`(
        _ turn: Turn
    ) async throws {
        let base = turn.base.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        let before = try PipelineConfiguration(settings: base)
        let after = try PipelineConfiguration(settings: base + [(turn.name, turn.value)])
        #expect(before != after)
        let (one, other) = (try await turn.seen(before), try await turn.seen(after))
        #expect(!one.isEmpty && one != other)
        #expect(try await turn.seen(before) == one)
    }

    /// Settings of the shell, and of what another suite turns: by the test that shows them.
    private static let elsewhere = [
        "condensation.summarizer": "SummarizerTests",
        "condensation.timeout": "SummarizerTimeTests",
        "condensation.processingTime": "SummarizerTimeTests",
        "condensation.parallelRequests": "SummarizerTimeTests",
        "condensation.faults.rate": "FaultTests", "condensation.faults.transient": "FaultTests",
        "analysis.batchSize": "ContextWindowTests",
        "compression.conversations": "CompressionSessionsTests",
        "compression.cleanup": "CompressionSessionsTests",
        "compression.passes": "PhraseMinerTests",
        "chunks.compression": "StoredChunksTests", "chunks.mapping": "StoredChunksTests",
        "cache.folder": "CondenseCacheTests",
    ]

    @Test func `every setting is turned, here or where it is named`() {
        let here = Set(Self.turns.map(\.name))
        for setting in SettingTable.rows {
            #expect(here.contains(setting.name) != (Self.elsewhere[setting.name] != nil))
        }
        #expect(here.union(Self.elsewhere.keys).isSubset(of: SettingTable.rows.map(\.name)))
    }

    // MARK: - What is looked at

    /// A talk of so many turns, each of its own words, that ends with a question.
    private static func talk(_ turns: Int) -> [Message] {
        let pairs = (1...max(turns, 1)).flatMap { turn in
            [
                Message(
                    .user, "question \(turn) about file part\(turn).swift: what does it do, why?"),
                Message(
                    .assistant,
                    "answer \(turn): see id-\(turn * 7919) there. We decided to keep it. "
                        + "The rest is of no account, as was said before in other words."),
            ]
        }
        return [Message(.system, "be brief")] + pairs.prefix(2 * turns)
            + [Message(.user, "and what of part3.swift now?")]
    }

    /// What is sent for a talk that grows by a turn at each of some requests.
    private static func sent(
        _ configuration: PipelineConfiguration, turns: ClosedRange<Int> = 14...16,
        options: RequestOptions = RequestOptions(), step: Duration = .seconds(1)
    ) async throws -> String {
        try await outcomes(configuration, turns: turns, options: options, step: step)
            .outcomes.map { "\($0.action.rawValue) \($0.sent.map(\.texts))" }
            .joined(separator: "\n")
    }

    /// What the caches did meanwhile.
    private static func work(
        _ configuration: PipelineConfiguration, turns: ClosedRange<Int> = 14...16,
        step: Duration = .seconds(1)
    ) async throws -> String {
        let (outcomes, memory, now) = try await outcomes(
            configuration, turns: turns, options: RequestOptions(), step: step)
        let statistics = memory.statistics(at: now)
        let requests = outcomes.map { outcome in
            outcome.trace.map { "\($0.requests.uncached)/\($0.requests.cached)" }
        }
        return "\(requests) \(statistics.chunks.fields) \(statistics.condensations.evictions) "
            + "\(statistics.condensations.expirations) \(statistics.condensations.hits)"
    }

    private static func outcomes(
        _ configuration: PipelineConfiguration, turns: ClosedRange<Int>, options: RequestOptions,
        step: Duration
    ) async throws -> (outcomes: [ContextOutcome], memory: ContextMemory, now: Duration) {
        let memory = ContextMemory(configuration)
        var outcomes: [ContextOutcome] = []
        var now = Duration.zero
        // Each request in a session of its own name, as an HTTP server has them.
        var options = options
        options.session = "one"
        for count in turns {
            var session = try ContextSession(
                configuration: configuration, counter: counter(configuration),
                dependencies: PipelineDependencies(hasher: PlainTestHasher()), memory: memory)
            now += step
            outcomes.append(await session.process(talk(count), options: options, at: now))
        }
        return (outcomes, memory, now)
    }

    private static func counter(_ configuration: PipelineConfiguration) -> any TokenCounter {
        switch configuration.counter {
        case .cl100kBase:
            configuration.compression.mode == .off ? WordTestCounter() : Tokenizer(.cl100kBase)
        case .o200kBase: Tokenizer(.o200kBase)
        case .characters4: Estimator.fourCharacters
        case .characters3_5: Estimator.threeAndHalfCharacters
        case .characters3_8: Estimator.threeEightTenthsCharacters
        }
    }

    /// What an analysis says of a talk.
    private static func analysis(
        _ configuration: PipelineConfiguration, _ options: RequestOptions = RequestOptions(),
        format: WireFormat = .chatCompletions
    ) async throws -> String {
        let window = try ContextWindow(
            configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        let conversation = Conversation(messages: talk(14), format: format)
        var json = window.info(on: conversation, options: options).json.object
        json?["processing_time_ms"] = nil
        return JSONValue.object(json ?? JSONObject()).compactText
    }
}

// MARK: - The settings

extension SettingEffectTests {
    /// A window that the talk overflows, and one that it fills to 85 %.
    private static let small = ["context.limit": "300"]
    private static let nearlyFull = ["context.limit": limit(filledTo: 85)]
    private static let full = ["management": "full", "context.limit": "300"]
    private static let compaction = ["management": "compaction", "context.limit": "600"]
    private static let compression = ["compression.mode": "conversation"]

    /// The limit that the longest talk fills to a percentage.
    private static func limit(filledTo percent: Int) -> String {
        var session = ContextSession(counter: WordTestCounter())
        return String(session.assess(talk(16)).cost.total.value * 100 / percent)
    }

    static let turns: [Turn] =
        counting + limits + condensation + compactions + compressions + chunks + caches + logs

    private static let counting: [Turn] = [
        Turn(name: "counter", value: "characters/3.5", base: small) { try await sent($0) },
        Turn(name: "image.rule", value: "fixed", seen: pictures),
        Turn(name: "image.base", value: "0", seen: pictures),
        Turn(name: "image.perCharacter", value: "1", seen: pictures),
        Turn(name: "image.fixed", value: "765", base: ["image.rule": "fixed"], seen: pictures),
        Turn(name: "image.descriptions", value: "off", seen: pictures),
        Turn(name: "cache.count", value: "off", seen: counts),
        Turn(name: "cache.count.entries", value: "2", seen: counts),
        Turn(name: "cache.count.bytes", value: "1024", seen: counts),
    ]

    private static let limits: [Turn] = [
        Turn(name: "context.limit", value: "400", base: small) { try await sent($0) },
        Turn(name: "context.visionLimit", value: "300", base: ["context.limit": "100000"]) {
            try await sent($0, options: RequestOptions(isVision: true))
        },
        Turn(name: "context.reservedOutput", value: "150", base: small) { try await sent($0) },
        Turn(name: "legacy.anthropicExpected", value: "100000") {
            try await analysis($0, format: .anthropicMessages)
        },
        Turn(name: "legacy.openAIExpected", value: "100000") { try await analysis($0) },
        Turn(name: "risk.caution", value: "0.5", base: ["context.limit": limit(filledTo: 72)]) {
            try await analysis($0)
        },
        Turn(name: "risk.warning", value: "0.71", base: ["context.limit": limit(filledTo: 75)]) {
            try await sent($0)
        },
        Turn(name: "risk.critical", value: "0.81", base: nearlyFull) { try await sent($0) },
        Turn(name: "management", value: "legacy", base: small) { try await sent($0) },
    ]

    private static let condensation: [Turn] = [
        Turn(name: "condensation.enabled", value: "off", base: small) { try await sent($0) },
        Turn(name: "condensation.strategy", value: "key_point_extraction", base: small) {
            try await sent($0)
        },
        Turn(name: "condensation.minimumMessages", value: "10", base: nearlyFull) {
            try await sent($0)
        },
        Turn(name: "condensation.maximumMessages", value: "4", base: small) { try await work($0) },
        Turn(name: "condensation.lightTarget", value: "0.75", base: nearlyFull) {
            try await sent($0)
        },
        Turn(name: "condensation.aggressiveTarget", value: "0.5", base: small) {
            try await sent($0)
        },
        Turn(name: "condensation.keptMessages", value: "9", base: full) { try await sent($0) },
        Turn(
            name: "condensation.customKeptMessages", value: "9",
            base: full.merging(["condensation.strategy": "custom"]) { $1 }
        ) { try await sent($0) },
        Turn(name: "condensation.lengthRatio", value: "0.1", base: small) { try await sent($0) },
        Turn(name: "condensation.qualityThreshold", value: "0", base: nearlyFull) {
            try await below($0)
        },
        Turn(
            name: "condensation.preservation", value: "1",
            base: nearlyFull.merging(["condensation.qualityThreshold": "0"]) { $1 }
        ) { try await below($0) },
        Turn(name: "condensation.flow", value: "off", base: odd) { try await sent($0) },
    ]

    private static let compactions: [Turn] = [
        Turn(name: "compaction.tier", value: "FAST", base: ["management": "compaction"]) {
            try await analysis($0)
        },
        Turn(name: "compaction.threshold", value: "0.99", base: compaction) { try await sent($0) },
        Turn(name: "compaction.keepRecent", value: "3", base: compaction) { try await sent($0) },
        Turn(name: "compaction.outputTokens", value: "20", base: compaction) {
            try await sent($0)
        },
        Turn(name: "compaction.task", value: "summarize_code", base: compaction) {
            try await asked($0)
        },
        Turn(name: "compaction.adaptiveThreshold", value: "on", base: compaction) {
            try await sent($0)
        },
        Turn(name: "compaction.critical", value: "id-15838", base: compaction) {
            try await sent($0)
        },
        Turn(name: "compaction.parts", value: "3", base: compaction) { try await work($0) },
    ]

    private static let compressions: [Turn] = [
        Turn(name: "compression.mode", value: "conversation") { try await sent($0) },
        Turn(name: "compression.contents", value: "code", base: compression) {
            try await sent($0)
        },
        Turn(name: "compression.enabled", value: "off", base: compression) { try await sent($0) },
        Turn(name: "compression.minimumEfficiency", value: "0.9", base: compression) {
            try await progress($0)
        },
        Turn(
            name: "compression.trendWindow", value: "1",
            base: compression.merging(["compression.force": "on"]) { $1 }
        ) { try await progress($0) },
        Turn(
            name: "compression.longConversation", value: "2",
            base: compression.merging(["compression.longMinimumEfficiency": "0.9"]) { $1 }
        ) { try await progress($0) },
        Turn(
            name: "compression.longMinimumEfficiency", value: "0.9",
            base: compression.merging(["compression.longConversation": "2"]) { $1 }
        ) { try await progress($0) },
        Turn(
            name: "compression.force", value: "on",
            base: compression.merging(["compression.minimumEfficiency": "0.9"]) { $1 }
        ) { try await progress($0) },
        Turn(name: "compression.minimumCharacters", value: "100000", base: compression) {
            try await sent($0)
        },
    ]

    private static let chunks: [Turn] = [
        Turn(name: "chunks.enabled", value: "off", base: small) { try await work($0) },
        Turn(name: "chunks.chunker", value: "adaptive", base: small) { try await work($0) },
        Turn(name: "chunks.size", value: "4", base: small) { try await work($0) },
        Turn(name: "chunks.tokens", value: "60", base: small) { try await work($0) },
        Turn(
            name: "chunks.merging", value: "100",
            base: [
                "context.limit": "400", "chunks.chunker": "adaptive", "chunks.overlap": "0",
            ]
        ) { try await topics($0) },
        Turn(
            name: "chunks.density", value: "on",
            base: small.merging(["chunks.tokens": "120"]) { $1 }
        ) { try await work($0) },
        Turn(name: "chunks.overlap", value: "0", base: small) { try await asked($0) },
        Turn(name: "chunks.strategy", value: "key_point_extraction", base: small) {
            try await sent($0)
        },
        Turn(name: "chunks.relevance", value: "1", base: nearlyFull) { try await sent($0) },
        Turn(name: "chunks.skipCondensed", value: "off", base: small) { try await work($0) },
        Turn(name: "chunks.ageThreshold", value: "1", base: small) {
            try await work($0, step: .seconds(60))
        },
        Turn(
            name: "chunks.lifetime", value: "10",
            base: small.merging(["cache.cleanupInterval": "1"]) { $1 }
        ) { try await work($0, step: .seconds(60)) },
        Turn(name: "chunks.cache.entries", value: "1", base: small) { try await work($0) },
        Turn(name: "chunks.cache.bytes", value: "600", base: small) { try await work($0) },
        Turn(name: "chunks.persistent", value: "off", base: small) { try await stored($0) },
    ]

    private static let caches: [Turn] = [
        Turn(name: "cache.context", value: "off", base: full) { try await repeated($0) },
        Turn(name: "cache.context.entries", value: "1", base: full) { try await repeated($0) },
        Turn(name: "cache.context.bytes", value: "300", base: full) { try await repeated($0) },
        Turn(name: "cache.analysis.lifetime", value: "1", base: full) { try await repeated($0) },
        Turn(name: "cache.condensation.lifetime", value: "1", base: full) {
            try await repeated($0)
        },
        Turn(
            name: "cache.cleanupInterval", value: "1000000",
            base: full.merging(["cache.condensation.lifetime": "1"]) { $1 }
        ) { try await held($0) },
        Turn(name: "cache.scope", value: "team", base: small) { try await shared($0) },
    ]

    private static let logs: [Turn] = ["performance", "counting", "caches", "debug"].map { topic in
        Turn(name: "log." + topic, value: "on", base: small) { try await told($0) }
    }

    // MARK: - More to look at

    /// A talk whose chunks divide turns: three messages each.
    private static let odd = [
        "context.limit": limit(filledTo: 85), "chunks.size": "3",
        "condensation.maximumMessages": "3",
        "condensation.minimumMessages": "1",
    ]

    /// What pictures cost.
    @Sendable private static func pictures(
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
    @Sendable private static func counts(
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
    private static func below(_ configuration: PipelineConfiguration) async throws -> String {
        try await outcomes(
            configuration, turns: 14...16, options: RequestOptions(), step: .seconds(1)
        ).outcomes.map { "\($0.action.rawValue) \($0.isBelowQuality)" }.joined(separator: ", ")
    }

    /// How a conversation's compression develops from turn to turn: rules, tokens, trend.
    private static func progress(_ configuration: PipelineConfiguration) async throws -> String {
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

    /// What a model is asked.
    private static func asked(_ configuration: PipelineConfiguration) async throws -> String {
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
    private static func topics(_ configuration: PipelineConfiguration) async throws -> String {
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
    private static func repeated(_ configuration: PipelineConfiguration) async throws -> String {
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
    private static func held(_ configuration: PipelineConfiguration) async throws -> String {
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
    private static func stored(_ configuration: PipelineConfiguration) async throws -> String {
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
    private static func shared(_ configuration: PipelineConfiguration) async throws -> String {
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
    private static func told(_ configuration: PipelineConfiguration) async throws -> String {
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

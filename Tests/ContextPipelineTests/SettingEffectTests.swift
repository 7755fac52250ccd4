import Caching
import Compression
import ContextModel
import ContextPipeline
import Settings
import Stages
import StrictJSON
import Synchronization
import TestSupport
import Testing
import TokenAccounting
import Tokenization

/// Every setting of the pipeline acts: turned to another value, on an input and under a policy that can
/// use it, it changes what is sent, what is stored, or a documented statistic. An echo of the value counts for
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
    static let elsewhere = [
        "condensation.summarizer": "SummarizerTests",
        "condensation.timeout": "SummarizerTimeTests",
        "condensation.processingTime": "SummarizerTimeTests",
        "condensation.parallelRequests": "SummarizerTimeTests",
        "condensation.faults.rate": "FaultTests", "condensation.faults.transient": "FaultTests",
        "analysis.batchSize": "SummarizerTimeTests",
        "compression.conversations": "DocumentedOptionTests",
        "compression.cleanup": "DocumentedOptionTests",
        "compression.enabled": "DocumentedOptionTests",
        "compression.trendWindow": "DocumentedOptionTests",
        "compression.longConversation": "DocumentedOptionTests",
        "compression.longMinimumEfficiency": "DocumentedOptionTests",
        "chunks.compression": "StoredChunksTests", "chunks.mapping": "StoredChunksTests",
        "cache.folder": "CondenseStatisticsTests",
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
    static func talk(_ turns: Int) -> [Message] {
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
    static func sent(
        _ configuration: PipelineConfiguration, turns: ClosedRange<Int> = 14...16,
        options: RequestOptions = RequestOptions(), step: Duration = .seconds(1)
    ) async throws -> String {
        try await outcomes(configuration, turns: turns, options: options, step: step)
            .outcomes.map { "\($0.action.rawValue) \($0.sent.map(\.texts))" }
            .joined(separator: "\n")
    }

    /// What the caches did meanwhile.
    static func work(
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

    static func outcomes(
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

    static func counter(_ configuration: PipelineConfiguration) -> any TokenCounter {
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
    static func analysis(
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

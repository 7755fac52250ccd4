import ContextModel
import ContextPipeline
import Settings
import Summarization
import Synchronization
import TestSupport
import Testing
import Tokenization

/// What the switches for logging make the pipeline tell.
@Suite struct PipelineLogTests {
    /// Keeps what it is told.
    private final class Listener: Sendable {
        let events = Mutex<[PipelineEvent]>([])
        var topics: Set<PipelineEvent.Topic> { events.withLock { Set($0.map(\.topic)) } }
        var text: String { events.withLock { $0.map(\.description).joined(separator: "\n") } }
    }

    /// What is told of a request that is condensed twice, under some settings.
    private func told(_ settings: [PipelineConfiguration.Given]) async throws -> Listener {
        let talk =
            history("S: rules")
            + (0..<9).flatMap { turn in
                history("U: secret\(turn) ×40 / A: answer\(turn) ×40")
            }
        let listener = Listener()
        var dependencies = PipelineDependencies(hasher: PlainTestHasher())
        dependencies.observer = { event in listener.events.withLock { $0.append(event) } }
        var session = try ContextSession(
            configuration: try PipelineConfiguration(
                settings: [("context.limit", "600"), ("chunks.size", "4")] + settings),
            counter: WordTestCounter(), dependencies: dependencies)
        for _ in 0..<2 { _ = await session.process(talk) }
        return listener
    }

    @Test func `nothing is told unless it is asked for`() async throws {
        #expect(try await told([]).topics.isEmpty)
    }

    @Test(arguments: [
        (
            "ENABLE_CONTEXT_PERFORMANCE_LOGGING", PipelineEvent.Topic.performance,
            " tokens in 0.000 ms"
        ),
        ("ENABLE_TOKEN_COUNTING_LOGGING", .counting, "19 messages, "),
        ("CACHE_ENABLE_LOGGING", .caches, "of chunk 0: found"),
    ])
    func `each switch asks for its own topic`(
        name: String, topic: PipelineEvent.Topic, words: String
    ) async throws {
        let listener = try await told([(name, "true")])
        #expect(listener.topics == [topic])
        #expect(listener.text.contains(words), "\(listener.text)")
    }

    @Test func `debugging asks for all, and nobody's words are told`() async throws {
        let listener = try await told([("DEBUG", "true")])
        #expect(listener.topics == Set(PipelineEvent.Topic.allCases))
        #expect(listener.text.contains("debug: stage chunks: condenses"))
        #expect(!listener.text.contains("secret") && !listener.text.contains("answer0"))
        #expect(try await told([("DEBUG", "true")]).text == listener.text)
    }

    @Test func `debugging tells what compression decided, and why`() async throws {
        let listener = Listener()
        var dependencies = PipelineDependencies(hasher: PlainTestHasher())
        dependencies.observer = { event in listener.events.withLock { $0.append(event) } }
        var session = try ContextSession(
            configuration: try PipelineConfiguration(settings: [
                ("DEBUG", "true"), ("compression.mode", "conversation"),
                ("context.limit", "99999"),
            ]),
            counter: Tokenizer(.cl100kBase), dependencies: dependencies)
        let hello = [Message(.user, "secret"), Message(.assistant, "answer0")]
        _ = await session.process(Array(hello.prefix(1)))
        let line = "the secret line of a report that comes again and again\n"
        let more = hello + [Message(.user, String(repeating: line, count: 20))]
        _ = await session.process(more)
        let told = listener.text.split(separator: "\n").filter {
            $0.hasPrefix("debug: compression: ")
        }
        try #require(told.count == 2, "\(listener.text)")
        #expect(told[0].hasSuffix("disabled: less than 5.00 % net efficiency"))
        #expect(told[1].contains("rules kept") && told[1].contains("re-enabled"))
        #expect(listener.text.contains("performance: stage compression: "))
        #expect(!listener.text.contains("secret"))
    }

    @Test func `a chunk's way through its states is told`() async throws {
        func talk(_ first: String) -> [Message] {
            history("S: rules / U: \(first) ×40 / A: answer ×40")
                + (0..<8).flatMap { history("U: question\($0) ×40 / A: answer\($0) ×40") }
        }
        let listener = Listener()
        var dependencies = PipelineDependencies(hasher: PlainTestHasher())
        dependencies.observer = { event in listener.events.withLock { $0.append(event) } }
        var options = RequestOptions()
        options.session = "one"
        let configuration = try PipelineConfiguration(settings: [
            ("context.limit", "600"), ("chunks.size", "4"), ("CACHE_ENABLE_LOGGING", "true"),
            ("CHUNK_AGE_THRESHOLD", "100"), ("CHUNK_CACHE_TTL", "1000"),
        ])
        let memory = ContextMemory(configuration)
        /// What is told of the first chunk of a request.
        func told(_ messages: [Message], at seconds: Int) async throws -> String? {
            listener.events.withLock { $0 = [] }
            var session = try ContextSession(
                configuration: configuration, counter: WordTestCounter(),
                dependencies: dependencies, memory: memory)
            _ = await session.process(messages, options: options, at: .seconds(seconds))
            let line = listener.text.split(separator: "\n").first { $0.contains("of chunk 0: ") }
            return line?.split(separator: ";")[0].components(after: "of chunk 0: ")
        }
        let made = "CONDENSING -> CONDENSED"
        #expect(try await told(talk("secret"), at: 0) == "UNPROCESSED -> \(made)")
        #expect(try await told(talk("secret"), at: 50) == "found")
        #expect(try await told(talk("secret"), at: 150) == "EXPIRED -> \(made)")
        #expect(try await told(talk("other"), at: 160) == "MODIFIED -> \(made)")
        #expect(try await told(talk("other"), at: 170) == "found")
        dependencies.summarizer = ScriptedSummarizer(
            ExtractiveSummarizer(counter: WordTestCounter()),
            script: Dictionary(uniqueKeysWithValues: (0..<100).map { ($0, .empty) }))
        let failed = try await told(talk("third"), at: 180) ?? ""
        #expect(failed.hasPrefix("MODIFIED -> CONDENSING -> MODIFIED, a fallback: "), "\(failed)")
    }

    @Test func `an unmanaged request is told, too`() async throws {
        let listener = try await told([("DEBUG", "true"), ("context.limit", "99999")])
        #expect(listener.text.contains("risk safe"))
        #expect(listener.text.contains("monitor_only"))
        #expect(!listener.topics.contains(.caches))
    }
}

extension Substring {
    /// What follows a text; nil where it does not occur.
    fileprivate func components(after text: String) -> String? {
        ranges(of: text).first.map { String(self[$0.upperBound...]) }
    }
}

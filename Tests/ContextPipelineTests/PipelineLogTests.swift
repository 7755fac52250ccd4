import ContextModel
import ContextPipeline
import Settings
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

    @Test func `an unmanaged request is told, too`() async throws {
        let listener = try await told([("DEBUG", "true"), ("context.limit", "99999")])
        #expect(listener.text.contains("risk safe"))
        #expect(listener.text.contains("monitor_only"))
        #expect(!listener.topics.contains(.caches))
    }
}

import ContextModel
import ContextPipeline
import Settings
import StrictJSON
import Synchronization
import TestSupport
import Testing
import TokenAccounting

/// How pictures get their descriptions, and what happens where they get none.
@Suite struct PictureTests {
    /// Says what it is told to, and remembers what it was asked.
    private final class ScriptedDescriber: ImageDescriber {
        let asked = Mutex<[String]>([])
        let identity: String
        private let answer: @Sendable (String) async throws(ImageDescriberError) -> String

        init(
            _ identity: String = "scripted",
            _ answer: @escaping @Sendable (String) async throws(ImageDescriberError) -> String
        ) {
            self.identity = identity
            self.answer = answer
        }

        func describe(_ picture: ImagePart) async throws(ImageDescriberError) -> String {
            let name = picture.source.string ?? ""
            asked.withLock { $0.append(name) }
            return try await answer(name)
        }

        var calls: [String] { asked.withLock { $0.sorted() } }
    }

    /// Keeps descriptions as long as the test.
    private final class Shelf: DescriptionStore {
        private let kept = Mutex<[ContentDigest: String]>([:])
        var counters: StoreCounters { StoreCounters() }
        var count: Int { kept.withLock { $0.count } }
        func description(of picture: ContentDigest) -> String? { kept.withLock { $0[picture] } }
        func keep(_ description: String, of picture: ContentDigest) {
            kept.withLock { $0[picture] = description }
        }
    }

    private func image(_ name: String, _ description: String? = nil) -> ContentPart {
        .image(ImagePart(source: .string(name), description: description))
    }

    /// Two pictures that are not described, one of them twice and in a tool's result, and one that is.
    private var talk: [Message] {
        [
            Message(.user, parts: [image("cat"), image("dog"), image("own", "mine")]),
            Message(.assistant, "nice"),
            Message(
                .tool,
                parts: [.toolResult(ToolResult(callID: "1", content: [image("cat")]))]),
            Message(.user, "and?"),
        ]
    }

    private func window(
        _ describer: (any ImageDescriber)?, _ settings: [PipelineConfiguration.Given] = [],
        store: (any DescriptionStore)? = nil, clock: PipelineClock = .stopped
    ) throws -> ContextWindow {
        var dependencies = PipelineDependencies(
            hasher: PlainTestHasher(), clock: clock, descriptions: store)
        dependencies.describer = describer
        return try ContextWindow(
            try PipelineConfiguration(settings: settings), counter: WordTestCounter(),
            dependencies: dependencies)
    }

    private func undescribed(_ result: ContextManagementResult) -> Int {
        result.info.analysis.cost.undescribedImages
    }

    @Test func `each picture is asked for once and counts its description`() async throws {
        let describer = ScriptedDescriber { name in "a \(name) on a mat" }
        let window = try window(describer)
        let plain = window.analyse(Conversation(messages: talk))
        let result = await window.manage(Conversation(messages: talk))
        #expect(describer.calls == ["cat", "dog"])
        #expect(plain.cost.undescribedImages == 3 && undescribed(result) == 0)
        // 14 characters, three times, at a quarter of a token, each rounded up.
        #expect(result.originalTokens == plain.currentTokens + TokenCount(12))
        #expect(result.finalTokens == result.originalTokens)
        #expect(result.originalMessages == talk)
        let parts = result.processedMessages[0].parts
        #expect(parts[0] == image("cat", "a cat on a mat") && parts[2] == image("own", "mine"))
    }

    @Test func `what was described is not asked for again, in memory and in the store`()
        async throws
    {
        let shelf = Shelf()
        let describer = ScriptedDescriber { $0 }
        let first = try window(describer, store: shelf)
        for _ in 0..<2 { _ = await first.manage(Conversation(messages: talk)) }
        #expect(describer.calls.count == 2 && shelf.count == 2)
        var counters = first.memory.statistics().descriptions
        #expect(counters.hits == 2 && counters.misses == 2 && counters.described == 2)
        let second = try window(describer, store: shelf)
        #expect(undescribed(await second.manage(Conversation(messages: talk))) == 0)
        #expect(describer.calls.count == 2)
        counters = second.memory.statistics().descriptions
        #expect(counters.fetched == 2 && counters.misses == 0)
    }

    @Test func `another describer's descriptions are others`() async throws {
        let shelf = Shelf()
        let one = try window(ScriptedDescriber("one") { _ in "1" }, store: shelf)
        let two = try window(ScriptedDescriber("two") { _ in "2" }, store: shelf)
        _ = await one.manage(Conversation(messages: talk))
        let result = await two.manage(Conversation(messages: talk))
        #expect(result.processedMessages[0].parts[0] == image("cat", "2"))
    }

    @Test(arguments: ["", " \n", String(repeating: "x", count: 4_001)])
    func `an answer that is none is not kept, and the picture stays`(answer: String) async throws {
        let shelf = Shelf()
        let describer = ScriptedDescriber { name throws(ImageDescriberError) in
            if name == "dog" { throw .failed("no dogs") }
            return answer
        }
        let window = try window(describer, store: shelf)
        let result = await window.manage(Conversation(messages: talk))
        #expect(result.processedMessages == talk && undescribed(result) == 3)
        #expect(shelf.count == 0 && window.memory.statistics().descriptions.failures == 2)
        #expect(describer.calls.count == 2)
    }

    @Test func `a describer that does not come back is not waited for`() async throws {
        let describer = ScriptedDescriber { _ in
            // Ends when it is cancelled, and not before.
            let never = AsyncStream<Void>(Void.self, { _ in })
            for await _ in never {}
            return "too late"
        }
        let soon = PipelineClock(now: { .zero }, wait: { _ in })
        let window = try window(describer, clock: soon)
        let result = await window.manage(Conversation(messages: talk))
        #expect(result.processedMessages == talk)
        #expect(window.memory.statistics().descriptions.failures == 2)
    }

    @Test func `nothing is described where it is off or nobody can`() async throws {
        let describer = ScriptedDescriber { $0 }
        let off = try window(describer, [("image.descriptions", "off")])
        #expect(await off.manage(Conversation(messages: talk)).processedMessages == talk)
        #expect(describer.calls.isEmpty)
        #expect(
            await (try window(nil)).manage(Conversation(messages: talk)).processedMessages == talk)
    }

    @Test func `a summary has what a picture shows`() async throws {
        let pictures = (0..<12).flatMap { turn in
            [
                Message(.user, parts: [image("plan-\(turn)")]),
                Message(.assistant, String(repeating: "well \(turn) ", count: 20)),
            ]
        }
        let window = try window(
            ScriptedDescriber { "the floor of \($0).png, 4711 wide" },
            [("context.limit", "1200"), ("chunks.size", "4")])
        let result = await window.manage(
            Conversation(messages: pictures + [Message(.user, "so?")]))
        let summary = result.processedMessages.first { PlaceholderText.summarised(by: $0) != nil }
        #expect(summary.flatMap { PlaceholderText.text(of: $0) }?.contains("plan-0.png") == true)
    }

    @Test func `a session asks once for what a growing conversation repeats`() async throws {
        let describer = ScriptedDescriber { $0 }
        var dependencies = PipelineDependencies(hasher: PlainTestHasher())
        dependencies.describer = describer
        var session = try ContextSession(counter: WordTestCounter(), dependencies: dependencies)
        _ = await session.process(talk)
        let grown = await session.process(talk + [Message(.assistant, "a cat")])
        #expect(describer.calls == ["cat", "dog"])
        #expect(grown.work.counted == 1 && grown.cost.undescribedImages == 0)
    }
}

import ContextModel
import ContextPipeline
import Settings
import StrictJSON
import Synchronization
import TestSupport
import Testing

/// How often the texts of one conversation are counted.
@Suite struct CountedOnceTests {
    /// Counts words, and how often it was asked for each text.
    private final class Counter: TokenCounter {
        let calls = Mutex<[String: Int]>([:])
        var name: String { "words" }
        var isExact: Bool { true }

        func count(_ text: String) -> TokenCount {
            calls.withLock { $0[text, default: 0] += 1 }
            return WordTestCounter().count(text)
        }
    }

    private let tool = JSONValue.string("a tool that is offered")

    /// A talk in which every message has a text of two lines, so that no line of a summary is one of
    /// its texts; and a question, which is part of the prompts of summaries, too, and counted as such.
    private var talk: Conversation {
        let messages = (0..<24).map { turn in
            let words = (0..<40).map { "word\(turn)x\($0)" }.joined(separator: " ")
            return Message(turn.isMultiple(of: 2) ? .user : .assistant, "\(turn):\n\(words)")
        }
        return Conversation(messages: messages + [Message(.user, "and\nnow?")], tools: [tool])
    }

    @Test(arguments: ["full", "chunked", "compaction", "off"], ["on", "off"])
    func `a window counts every text of a conversation once`(
        management: String, cache: String
    ) async throws {
        let counter = Counter()
        let window = try ContextWindow(
            try PipelineConfiguration(settings: [
                ("management", management), ("cache.count", cache),
                ("compaction.adaptiveThreshold", "on"),
            ]), counter: counter, dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        let counted = await window.count(talk)
        let half = counted.request.tokens.value / 2
        let result = await (try window.limited(to: half)).manage(counted)
        #expect((result.finalTokens.value <= half) == (management != "off"))
        #expect(result.originalTokens.value / 2 == half)
        let calls = counter.calls.withLock { $0 }
        for message in talk.messages.dropLast() {
            #expect(calls[message.texts.joined()] == 1, "\(message.texts)")
        }
        #expect(calls[tool.compactText] == 1)
    }

    @Test func `an analysis names what its tokens are spent on`() async throws {
        let window = try ContextWindow(
            try PipelineConfiguration(settings: [
                ("context.limit", "500"), ("context.reservedOutput", "7"),
            ]), counter: Counter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        let result = await window.manage(talk)
        let info = try #require(result.info.json["metadata"])
        let tokens = try #require(info["tokens"]?.object)
        let sum = tokens.members.reduce(0) { $0 + ($1.value.number?.int ?? 0) }
        #expect(sum == result.originalTokens.value)
        #expect(tokens.members.allSatisfy { $0.value.number?.int ?? 0 > 0 })
        #expect(info["reserved_output"]?.number?.int == 7)
        #expect(info["undescribed_images"]?.number?.int == 0)
    }

    @Test func `an analysis before serves the management after`() async throws {
        let counter = Counter()
        let window = try ContextWindow(
            try PipelineConfiguration(settings: [("context.limit", "500")]), counter: counter,
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        #expect(window.shouldCondense(talk))
        _ = await window.manage(talk)
        let calls = counter.calls.withLock { $0 }
        #expect(talk.messages.dropLast().allSatisfy { calls[$0.texts.joined()] == 1 })
    }
}

import ContextModel
import ContextPipeline
import Settings
import Stages
import Summarization
import TestSupport
import Testing
import TokenAccounting

/// Contexts managed as an agent does it (doc 004).
@Suite struct CompactionTests {
    /// A session of 51 tokens a message.
    private func session(_ turns: Int) -> [Message] {
        let turns = (1...turns).map { "U: q\($0) ×16 / A: a\($0) ×16" }
        return history((["S: rules"] + turns).joined(separator: " / "))
    }

    private func session(
        _ settings: [PipelineConfiguration.Given], summarizer: (any Summarizer)? = nil
    ) throws -> ContextSession {
        let configuration = try PipelineConfiguration(
            settings: [("management", "compaction")] + settings)
        return try ContextSession(
            configuration: configuration, counter: WordTestCounter(),
            dependencies: PipelineDependencies(hasher: PlainTestHasher(), summarizer: summarizer))
    }

    @Test func `below the threshold nothing is done, from it on all old messages are compacted`()
        async throws
    {
        let messages = session(20)
        var counting = try session([])
        let size = counting.assess(messages).cost.total.value
        func outcome(_ limit: Int) async throws -> ContextOutcome {
            var session = try session([("context.limit", String(limit))])
            return await session.process(messages)
        }
        let above = try await outcome(size * 10 / 7 + 10)
        #expect(above.action == .monitorOnly && above.compactions == 0)
        let at = try await outcome(size * 10 / 7)
        #expect(at.action == .compaction && at.compactions == 1)
        #expect(at.context.suffix(10) == messages.suffix(10) && at.context.count == 12)
        #expect(at.trace.first?.callsInput.value ?? 0 > 30 * 51)
        #expect(at.trace.first?.summarizerTokens == .zero)
    }

    @Test func `the threshold is independent of the risk levels`() async throws {
        var session = try session([
            ("context.limit", "3000"), ("compaction.threshold", "0.3"), ("risk.caution", "0.9"),
            ("risk.warning", "0.95"), ("risk.critical", "1"),
        ])
        let outcome = await session.process(self.session(20))
        #expect(outcome.risk.level == .safe && outcome.action == .compaction)
    }

    @Test(arguments: [("FAST", 32_000), ("REASONING", 64_000), ("ORCHESTRATOR", 200_000)])
    func `the tier's limit holds, unless the context limit is smaller`(tier: String, limit: Int)
        throws
    {
        var configuration = try PipelineConfiguration(settings: [
            ("management", "compaction"), ("compaction.tier", tier),
        ])
        #expect(configuration.limit() == limit)
        configuration.contextLimit = 5_000
        #expect(configuration.limit() == 5_000)
        configuration.management = .full
        configuration.contextLimit = 300_000
        #expect(configuration.limit() == 300_000)
    }

    @Test func `the limit always wins`() async throws {
        let settings = [
            ("context.limit", "200"), ("compaction.keepRecent", "40"),
            ("compaction.threshold", "1"),
        ]
        var session = try session(settings)
        let outcome = await session.process(self.session(20))
        #expect(outcome.cost.total.value <= 200)
        let huge = history("S: rules / U: a ×900 / A: b")
        let insufficient = await session.process(huge)
        #expect(insufficient.action == .insufficient && insufficient.overflow != nil)
    }

    @Test func `a session tells what it compacted and when`() async throws {
        var session = try session([("context.limit", "3000")])
        #expect(session.compaction.lastCompactionAt == nil)
        let first = await session.process(self.session(25), at: .seconds(5))
        #expect(session.compaction.count == 1 && session.compaction.lastCompactionAt == .seconds(5))
        #expect(!session.compaction.needsCompaction)
        _ = await session.process(Array(first.context), at: .seconds(9))
        #expect(session.compaction.count == 1 && session.compaction.lastCompactionAt == .seconds(5))
    }

    @Test func `a failing summariser is counted, and an extract stands in`() async throws {
        struct Failing: Summarizer {
            let identity = "failing"
            let inputLimit = TokenCount(100_000)
            func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer
            { throw .failed("no") }
        }
        var session = try session([("context.limit", "3000")], summarizer: Failing())
        let outcome = await session.process(self.session(25))
        #expect(outcome.action == .compaction)
        #expect(outcome.trace.first?.requests.degraded == 1)
        #expect(outcome.trace.first?.reason.contains("fallback: no") == true)
    }

    @Test func `compacted again with what is new, the earlier summary is carried whole`()
        async throws
    {
        var session = try session([("context.limit", "3000")])
        let once = Array(await session.process(self.session(25)).context)
        let more = once + self.session(15).dropFirst()
        let twice = Array(await session.process(more).context)
        #expect(session.compaction.count == 2)
        #expect(twice[1] == once[1] && twice.count { PlaceholderText.isOne($0) } == 2)
    }

    @Test func `switched off, only truncation is left`() async throws {
        var session = try session([
            ("context.limit", "1000"), ("condensation.enabled", "off"),
        ])
        let outcome = await session.process(self.session(25))
        #expect(outcome.compactions == 0 && outcome.action == .emergencyTruncation)
    }

    @Test(arguments: ["a", "", "ok,", "ok,,ok", String(repeating: "x", count: 101)])
    func `texts that are too short, too long or empty are refused`(value: String) {
        #expect(throws: SettingError.self) {
            try PipelineConfiguration(settings: [("compaction.critical", value)])
        }
    }

    @Test func `the documented analysis says that compaction is due`() throws {
        for adaptive in ["on", "off"] {
            let configuration = try PipelineConfiguration(settings: [
                ("management", "compaction"), ("context.limit", "3000"),
                ("compaction.adaptiveThreshold", adaptive),
            ])
            let window = try ContextWindow(
                configuration, counter: WordTestCounter(),
                dependencies: PipelineDependencies(hasher: PlainTestHasher()))
            var conversation = Conversation(messages: session(28))
            #expect(window.shouldCondense(conversation))
            conversation.messages = session(5)
            #expect(!window.shouldCondense(conversation))
        }
    }
}

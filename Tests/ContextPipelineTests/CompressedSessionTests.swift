import Compression
import ContextModel
import ContextPipeline
import Settings
import TestSupport
import Testing
import TokenAccounting
import Tokenization
import WireFormats

/// Compression as the last step of a session: what is kept, what is sent, what is told.
@Suite struct CompressedSessionTests {
    private static let tokenizer = Tokenizer(.cl100kBase)

    /// So many exchanges with a tool that repeats itself.
    private func talk(_ turns: Int) -> [Message] {
        [Message(.system, "You are a tester.")]
            + (0..<turns).flatMap { turn -> [Message] in
                let line = "error in Sources/Application/Controllers/OrderController.swift: line "
                let report = (1...12).map { line + "\(turn * 100 + $0)\n" }.joined()
                return [
                    Message(.user, "run \(turn)\n" + report), Message(.assistant, "Done \(turn)."),
                ]
            } + [Message(.user, "and now?")]
    }

    private func configuration(
        _ mode: CompressionPolicy.Mode, limit: Int = 1_000_000, _ management: Management = .off
    ) -> PipelineConfiguration {
        var configuration = PipelineConfiguration.standard
        configuration.compression.mode = mode
        configuration.contextLimit = limit
        configuration.management = management
        return configuration
    }

    private func session(
        _ configuration: PipelineConfiguration, _ counter: any TokenCounter = Self.tokenizer
    ) throws(SettingError) -> ContextSession {
        try ContextSession(
            configuration: configuration, counter: counter,
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
    }

    /// What messages cost, counted by nothing that remembers.
    private func recount(_ messages: some Sequence<Message>) -> CostBreakdown {
        MessageCosts(counter: Self.tokenizer).cost(of: messages)
    }

    /// What must be true of every outcome with compression on.
    private func check(_ outcome: ContextOutcome, format: WireFormat = .chatCompletions) throws {
        let request = try #require(outcome.compression)
        #expect(try request.expanded() == Array(outcome.context))
        #expect(outcome.cost == recount(outcome.sent))
        #expect(outcome.contextCost == recount(outcome.context))
        #expect(outcome.cost.total <= outcome.contextCost.total)
        let entry = try #require(outcome.trace.last)
        #expect(entry.isCompression && entry.after == outcome.cost.total)
        #expect(entry.before == outcome.contextCost.total)
        #expect(entry.rewritten == zip(outcome.context, outcome.sent).count { $0 != $1 })
        #expect(outcome.isCompressed == (entry.rewritten > 0))
        let saved = outcome.contextCost.total - outcome.cost.total
        #expect(saved == TokenCount(request.figures.saved))
        let rule = WireRule(format)
        #expect(
            rule.newViolations(in: Array(outcome.sent), against: Array(outcome.original)).isEmpty)
    }

    @Test func `without compression the context is what is sent`() async throws {
        var session = try session(configuration(.off))
        let outcome = await session.process(talk(6))
        #expect(Array(outcome.sent) == Array(outcome.context) && outcome.compression == nil)
        #expect(outcome.cost == outcome.contextCost && outcome.trace.isEmpty)
        #expect(!outcome.isSentChanged && !outcome.isCompressed)
    }

    @Test func `what was sent stays as it was while a conversation grows`() async throws {
        var session = try session(configuration(.conversation))
        var before: [Message] = []
        let whole = talk(6)
        for end in stride(from: 2, through: whole.count, by: 2) {
            let outcome = await session.process(whole[..<end])
            try check(outcome)
            #expect(Array(outcome.context) == Array(whole[..<end]) && !outcome.isChanged)
            #expect(Array(outcome.sent.prefix(before.count)) == before)
            #expect(outcome.work.counted == 2, "what is sent is not the conversation's work")
            before = Array(outcome.sent)
        }
        let last = await session.process(whole)
        #expect(last.cost.total.value * 10 < last.contextCost.total.value * 8)
        #expect(last.compression?.figures.turn == whole.count / 2)
    }

    @Test func `a dictionary for each request expands, too`() async throws {
        var session = try session(configuration(.request))
        let whole = talk(5)
        for end in stride(from: 2, through: whole.count, by: 4) {
            let outcome = await session.process(whole[..<end])
            try check(outcome)
            #expect(outcome.compression?.figures.turn == 1)
        }
    }

    @Test(
        arguments: 1...24 as ClosedRange<UInt64>,
        [CompressionPolicy.Mode.conversation, .request])
    func `shortened histories are compressed without breaking a wire rule`(
        seed: UInt64, mode: CompressionPolicy.Mode
    ) async throws {
        let format = WireFormat.allCases[Int(seed) % WireFormat.allCases.count]
        var generator = HistoryGenerator(seed: seed, format: format, legal: true)
        let messages = generator.next()
        guard !messages.isEmpty else { return }
        let limit = max(recount(messages).total.value * Int(seed % 12 + 1) / 10, 1)
        let management = [Management.full, .chunked, .compaction][Int(seed) % 3]
        var configuration = configuration(mode, limit: limit, management)
        configuration.compression.conversation.isForced = true
        configuration.compression.conversation.limits.minimumCharacters = 0
        var session = try session(configuration)
        var options = RequestOptions()
        options.format = format
        let outcome = await session.process(messages, options: options)
        try check(outcome, format: format)
        let isTooMuch = outcome.cost.total.value > configuration.limit()
        #expect((outcome.action == .insufficient) == isTooMuch)
    }

    @Test func `whether a request fits is decided by what is sent`() async throws {
        let messages = talk(8)
        var plain = try session(configuration(.conversation))
        let free = await plain.process(messages)
        let (context, sent) = (free.contextCost.total.value, free.cost.total.value)
        for (limit, fits) in [(sent - 1, false), (sent, true), (context - 1, true)] {
            var session = try session(configuration(.conversation, limit: limit))
            let outcome = await session.process(messages)
            #expect(outcome.risk.level == .overflow)
            #expect(outcome.action == (fits ? .monitorOnly : .insufficient), "\(limit)")
            var off = try self.session(configuration(.off, limit: limit))
            #expect(await off.process(messages).action == .insufficient)
        }
    }

    @Test func `what does not fit is broken down as it is sent`() async throws {
        var session = try session(configuration(.conversation, limit: 60, .full))
        let outcome = await session.process(Array(talk(1).dropLast()) + [talk(2)[3]])
        let overflow = try #require(outcome.overflow)
        #expect(overflow.missing == outcome.cost.total - TokenCount(60))
        let parts = [
            overflow.fixed, overflow.system, overflow.lastUserTurn, overflow.finalAtom,
            overflow.pinned, overflow.rest,
        ]
        #expect(parts.reduce(.zero, +) == outcome.cost.total)
    }

    @Test func `an entry of the trace says why nothing was compressed`() async throws {
        var configuration = configuration(.conversation)
        var first = try session(configuration)
        let short = await first.process([Message(.user, "hello")])
        #expect(!short.isCompressed && short.trace.map(\.stage) == ["compression"])
        #expect(short.trace[0].reason.contains("no phrase repeats"))
        configuration.compression.conversation.isEnabled = false
        var second = try session(configuration)
        let off = await second.process(talk(6))
        #expect(off.isCompressed && off.compression?.figures.turn == 1)
        #expect(off.trace[0].reason.hasSuffix("compression.enabled is off: this request by itself"))
        _ = await second.process(talk(6) + talk(1))
        #expect(await second.process(talk(7)).compression?.figures.turn == 1)
    }

    @Test func `a counter that estimates is refused`() throws {
        for mode in [CompressionPolicy.Mode.conversation, .request] {
            let error = #expect(throws: SettingError.self) {
                try session(configuration(mode), WordTestCounter())
            }
            #expect(error?.description.contains("off with the counter words") == true)
        }
        #expect(throws: SettingError.self) {
            try ContextWindow(
                configuration(.conversation), counter: WordTestCounter(),
                dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        }
        let error = #expect(throws: SettingError.self) {
            try PipelineConfiguration(settings: [
                ("compression.mode", "request"), ("counter", "characters/4"),
            ])
        }
        #expect(
            error?.description.hasPrefix(
                "setting compression.mode: 'request' is refused: expected off with the counter "
                    + "characters/4") == true)
    }

    @Test func `the documented interface tells what is sent`() async throws {
        let window = try ContextWindow(
            configuration(.conversation), counter: Self.tokenizer,
            dependencies: PipelineDependencies(hasher: PlainTestHasher()))
        let result = await window.manage(Conversation(messages: talk(6)))
        #expect(result.context == talk(6) && result.processedMessages != talk(6))
        #expect(result.finalTokens == recount(result.processedMessages).total)
        #expect(result.originalTokens == recount(talk(6)).total)
        #expect(result.tokensSaved > .zero && result.info.finalTokens == result.finalTokens)
    }
}

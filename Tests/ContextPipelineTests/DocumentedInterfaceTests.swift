import ContextModel
import ContextPipeline
import Settings
import StrictJSON
import Summarization
import Synchronization
import TestSupport
import Testing
import TokenAccounting

/// The documented interface does what it says: its functions, fields, strategies, rules and logs.
@Suite struct DocumentedInterfaceTests {
    /// A talk of so many turns, each of its own words, that ends with a question.
    private func talk(_ turns: Int) -> Conversation {
        let pairs = (1...turns).flatMap { turn in
            [
                Message(.user, "question \(turn) about part\(turn).swift: what does it do, why?"),
                Message(.assistant, "answer \(turn): see id-\(turn * 7919) there, as was said."),
            ]
        }
        return Conversation(
            messages: [Message(.system, "be brief")] + pairs + [Message(.user, "and now?")])
    }

    private func size(_ conversation: Conversation) -> Int {
        var session = ContextSession(counter: WordTestCounter())
        return session.assess(conversation.messages).cost.total.value
    }

    /// A window that a talk fills to a percentage.
    private func window(
        filledTo percent: Int, by conversation: Conversation,
        _ settings: [PipelineConfiguration.Given] = [], summarizer: (any Summarizer)? = nil,
        clock: PipelineClock = .stopped, observer: (@Sendable (PipelineEvent) -> Void)? = nil
    ) throws -> ContextWindow {
        var dependencies = PipelineDependencies(
            hasher: PlainTestHasher(), summarizer: summarizer, clock: clock)
        dependencies.observer = observer
        return try ContextWindow(
            try PipelineConfiguration(
                settings: [("context.limit", String(size(conversation) * 100 / percent))]
                    + settings), counter: WordTestCounter(), dependencies: dependencies)
    }

    /// A clock that goes on by so much each time it is asked.
    private func clock(_ step: Duration) -> PipelineClock {
        let time = Mutex(Duration.zero)
        return PipelineClock {
            time.withLock {
                $0 += step
                return $0
            }
        } wait: { _ in
            // Nobody waits for a time-out here.
            throw CancellationError()
        }
    }

    private struct Failing: Summarizer {
        let identity = "failing"
        let inputLimit = TokenCount(1_000_000)
        func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer {
            throw .failed("nobody is there")
        }
    }

    @Test func `each level recommends its strategy, and info says the same`() throws {
        let talk = talk(20)
        for (percent, strategy, level) in [
            (50, ManagementStrategy.monitorOnly, "SAFE"), (75, .monitorOnly, "CAUTION"),
            (85, .condensationLight, "WARNING"), (95, .condensationAggressive, "CRITICAL"),
            (150, .emergencyTruncation, "OVERFLOW"),
        ] {
            let window = try window(filledTo: percent, by: talk)
            #expect(window.strategy(for: talk) == strategy)
            let info = window.info(on: talk).json
            #expect(info["risk_level"] == .string(level))
            #expect(info["estimated_tokens"] == .int(size(talk)))
            #expect(info["hard_limit"] == .int(size(talk) * 100 / percent))
            #expect(info["should_condense"] == .bool(percent >= 80))
            #expect(window.shouldCondense(talk) == (percent >= 80))
            #expect((info["warnings"]?.array?.count == 1) == (percent == 75))
        }
    }

    @Test func `what is validated fits, and tells what was done`() async throws {
        let talk = talk(20)
        let window = try window(filledTo: 150, by: talk)
        let (messages, info) = await window.validateAndTruncate(talk)
        #expect(messages.count < talk.messages.count && messages.first == talk.messages.first)
        #expect(info.finalTokens.value <= size(talk) * 100 / 150)
        let managed = await window.manage(talk)
        #expect(
            managed.processedMessages == messages && managed.info.finalTokens == info.finalTokens)
    }

    @Test func `times are those of the clock handed in`() async throws {
        let talk = talk(20)
        let window = try window(filledTo: 150, by: talk, clock: clock(.milliseconds(7)))
        #expect(window.analyse(talk).analysisTime >= .milliseconds(7))
        let result = await window.manage(talk)
        #expect(result.processingTime >= .milliseconds(7))
        #expect(result.info.processingTime == result.processingTime)
        #expect(window.performance().averageProcessingTimeMilliseconds >= 7)
        #expect(window.performance().condensation.averageProcessingTimeMilliseconds >= 7)
    }

    @Test func `failures and delays are issues, with what to do about them`() async throws {
        let talk = talk(20)
        let failing = try window(filledTo: 150, by: talk, summarizer: Failing())
        _ = await failing.manage(talk)
        #expect(failing.performance().condensation.successRate == 0)
        #expect(failing.health().issues == ["Low condensation success rate"])
        #expect(failing.health().recommendations == ["Check AI service connectivity"])
        let slow = try window(filledTo: 50, by: talk, clock: clock(.milliseconds(101)))
        _ = await slow.manage(talk)
        #expect(slow.health().issues == ["High processing latency"])
        #expect(slow.health().recommendations == ["Optimize configuration parameters"])
        #expect(slow.health().overallHealth == "degraded")
    }

    @Test(arguments: ["full", "chunked"])
    func `light condensation ends below 80 %, aggressive below 70 %`(_ policy: String) async throws
    {
        let talk = talk(40)
        for (percent, target, action) in [
            (85, 80, ContextAction.condensationLight), (95, 70, .condensationAggressive),
            (120, 70, .condensationAggressive),
        ] {
            let result = await (try window(filledTo: percent, by: talk, [("management", policy)]))
                .manage(talk)
            let limit = size(talk) * 100 / percent
            #expect(result.strategyUsed == action)
            #expect(result.finalTokens.value <= limit * target / 100)
        }
    }

    @Test func `each strategy condenses as it says`() async throws {
        let talk = talk(20)
        func stages(_ strategy: String, _ other: [PipelineConfiguration.Given] = []) async throws
            -> [String]
        {
            let window = try window(
                filledTo: 150, by: talk,
                [("management", "full"), ("condensation.strategy", strategy)] + other)
            return await window.manage(talk).trace.map(\.stage)
        }
        #expect(try await stages("conversation_summary") == ["conversation_summary"])
        #expect(try await stages("key_point_extraction") == ["key_point_extraction"])
        #expect(try await stages("progressive_summarization") == ["progressive_summarization"])
        #expect(try await stages("custom") == ["key_point_extraction"])
        #expect(try await stages("auto") == ["conversation_summary"])
        let truncated = try await stages("smart_truncation")
        #expect(truncated.contains("truncation") && !truncated.contains("conversation_summary"))
    }

    /// A conversation of a person's talk, then of calls and results of tools.
    private var mixed: Conversation {
        var conversation = talk(8)
        conversation.messages.removeLast()
        for number in 0..<16 {
            let call = ToolCall(
                id: "c\(number)", name: "read", arguments: .text("{\"path\":\"f\(number).txt\"}"))
            conversation.messages.append(Message(.assistant, parts: [.toolCall(call)]))
            let words = String(repeating: "line \(number) of the file; ", count: 6)
            // Anthropic's form: the user sends what a tool answered.
            let result = ToolResult(callID: "c\(number)", content: [.text(TextPart(words))])
            conversation.messages.append(Message(.user, parts: [.toolResult(result)]))
        }
        conversation.messages.append(Message(.user, "and now?"))
        return conversation
    }

    @Test func `auto chooses for each chunk, by its tools in any provider's form`() async throws {
        let window = try window(filledTo: 150, by: mixed)
        let counted = await window.count(mixed)
        let chunks = window.standing(ofChunksOf: counted)
        #expect(chunks.first?.strategy == "conversation_summary")
        // The last chunk but one holds calls and results alone.
        #expect(chunks.dropLast().last?.strategy == "key_point_extraction")
        let given = try self.window(
            filledTo: 150, by: mixed, [("condensation.strategy", "progressive_summarization")])
        #expect(
            given.standing(ofChunksOf: await given.count(mixed))
                .allSatisfy { $0.strategy == "progressive_summarization" })
        let whole = try self.window(
            filledTo: 150, by: mixed,
            [("management", "full"), ("condensation.strategy", "auto")])
        #expect(await whole.manage(mixed).trace.first?.stage == "key_point_extraction")
    }

    @Test func `without chunks the whole old part is condensed`() async throws {
        let talk = talk(20)
        let window = try window(filledTo: 150, by: talk, [("chunks.enabled", "off")])
        let result = await window.manage(talk)
        #expect(result.trace.map(\.stage) == ["conversation_summary"])
        #expect(result.info.totalChunks == nil && result.info.condensationApplied)
    }

    @Test func `a picture brings the vision model's limit, a request its own reserve`() {
        var conversation = talk(2)
        #expect(RequestOptions(of: conversation).isVision == false)
        conversation.messages.append(
            Message(.user, parts: [.image(ImagePart(source: .string("one.png")))]))
        #expect(RequestOptions(of: conversation).isVision)
        #expect(RequestOptions(of: conversation).maximumOutput == nil)
        for name in ["max_tokens", "max_completion_tokens", "max_output_tokens"] {
            var other = conversation
            other.extra[name] = .int(77)
            #expect(RequestOptions(of: other).maximumOutput == 77)
        }
    }

    @Test func `chunks, their transitions, fallbacks and caution are logged`() async throws {
        let lines = Mutex<[String]>([])
        let talk = talk(20)
        func logged(
            _ percent: Int, _ settings: [PipelineConfiguration.Given], _ model: (any Summarizer)?
        ) async throws -> String {
            lines.withLock { $0 = [] }
            let window = try window(
                filledTo: percent, by: talk, settings, summarizer: model,
                observer: { event in lines.withLock { $0.append("\(event)") } })
            _ = await window.manage(talk)
            return lines.withLock { $0.joined(separator: "\n") }
        }
        let caches = [(name: "log.caches", value: "on")]
        let made = try await logged(150, caches, nil)
        #expect(made.contains("caches: chunks: 6 of 42 messages"))
        #expect(made.contains("of chunk 0: UNPROCESSED -> CONDENSING -> CONDENSED"))
        let failed = try await logged(150, caches, Failing())
        #expect(failed.contains("CONDENSING -> UNPROCESSED, a fallback: nobody is there"))
        let caution = try await logged(75, [("log.performance", "on")], nil)
        #expect(caution.contains("performance: caution: 75 % of the limit is used"))
    }
}

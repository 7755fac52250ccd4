import ContextModel
import TestSupport
import Testing
import WireFormats

@Suite struct ShrinkingTests {
    private let rule = WireRule.chatCompletions

    /// A long legal history with an unanswered call put into its middle.
    private func broken(seed: UInt64) -> [Message] {
        var generator = HistoryGenerator(seed: seed, format: .chatCompletions, legal: true)
        let before = generator.next() + generator.next().filter { $0.role != .system }
        let after = generator.next().filter { $0.role != .system }
        return before + history("U: ask / A: so look#lost") + after
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a lost call is shrunk to the call and what follows`(seed: UInt64) {
        func fails(_ messages: [Message]) -> Bool {
            rule.violations(in: messages).contains { $0.rule == .unansweredCall }
        }
        let small = shrink(broken(seed: seed), while: fails)
        #expect(small.count == 2)
        #expect(small.first?.parts.count == 1)
        #expect(small.first?.toolCalls.count == 1)
    }

    @Test(arguments: WireFormat.allCases)
    func `a shrunk history stays legal if asked`(format: WireFormat) {
        var generator = HistoryGenerator(seed: 4, format: format, legal: true)
        func fails(_ messages: [Message]) -> Bool { messages.contains { $0.toolCalls.count > 1 } }
        let found = (0..<20).lazy.map { _ in generator.next() }.first(where: fails)
        guard let found else {
            Issue.record("no history of 20 has parallel calls")
            return
        }
        let isLegal = { WireRule(format).violations(in: $0).isEmpty }
        let small = shrink(found, keeping: isLegal, while: fails)
        #expect(isLegal(small))
        #expect(fails(small))
        // Chat Completions lets calls wait without a question; Anthropic begins with the user.
        #expect(small.count == (format == .anthropicMessages ? 2 : 1))
    }

    @Test func `long texts are cut`() {
        let messages = history("S: rules ×50 / U: ask ×200 / A: answer ×100")
        let small = shrink(messages) { $0.contains { $0.role == .user && !$0.parts.isEmpty } }
        #expect(small == [Message(.user, "a")])
    }

    @Test func `a history that does not fail is returned`() {
        let messages = history("U: ask / A: hi")
        #expect(shrink(messages) { _ in false } == messages)
    }
}

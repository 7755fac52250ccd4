import ContextModel
import TestSupport
import Testing
import WireFormats

/// The generator of histories, held to the rules.
@Suite struct GeneratedHistoryTests {
    @Test(arguments: WireFormat.allCases, [1, 2] as [UInt64])
    func `legal histories keep every rule of their format`(format: WireFormat, seed: UInt64) {
        var generator = HistoryGenerator(seed: seed, format: format, legal: true)
        for round in 0..<50 {
            let messages = generator.next()
            let found = WireRule(format).violations(in: messages)
            #expect(found == [], "seed \(seed), history \(round)")
        }
    }

    @Test(arguments: [5, 6] as [UInt64])
    func `legal Chat Completions histories become legal Responses`(seed: UInt64) {
        var generator = HistoryGenerator(seed: seed, format: .chatCompletions, legal: true)
        for _ in 0..<50 { #expect(WireRule.responses.violations(in: generator.next()) == []) }
    }

    @Test(arguments: WireFormat.allCases)
    func `invalid histories break many rules`(format: WireFormat) {
        var generator = HistoryGenerator(seed: 7, format: format, legal: false)
        let found = (0..<100).map { _ in WireRule(format).violations(in: generator.next()) }
        #expect(found.count { !$0.isEmpty } > 60)
        #expect(Set(found.joined().map(\.rule)).count >= 6)
    }

    @Test(arguments: WireFormat.allCases)
    func `the same seed gives the same histories`(format: WireFormat) {
        var one = HistoryGenerator(seed: 8, format: format, legal: false)
        var other = HistoryGenerator(seed: 8, format: format, legal: false)
        var third = HistoryGenerator(seed: 9, format: format, legal: false)
        let histories = (0..<5).map { _ in one.next() }
        #expect(histories == (0..<5).map { _ in other.next() })
        #expect(histories != (0..<5).map { _ in third.next() })
    }

    @Test(arguments: WireFormat.allCases)
    func `all kinds of histories that break strategies occur`(format: WireFormat) {
        var generator = HistoryGenerator(seed: 10, format: format, legal: true)
        let histories = (0..<100).map { _ in generator.next() }
        func some(_ has: ([Message]) -> Bool) -> Bool { histories.contains(where: has) }
        #expect(some { $0.count == 1 })
        #expect(some { $0.prefix { $0.role == .system }.count > 3 })
        #expect(some { $0.last?.toolCalls.isEmpty == false })
        #expect(some { $0.last?.toolResults.isEmpty == false })
        #expect(some { $0.contains { $0.toolCalls.count > 5 } })
        #expect(some { zip($0, $0.dropFirst()).contains { $0 == $1 } })
        #expect(
            some {
                $0.contains { $0.parts.contains { if case .image = $0 { true } else { false } } }
            })
    }

    @Test func `dropping an atom of a Chat Completions history is legal`() {
        // What the other parts of the pipeline build on: atoms are what may be cut.
        var generator = HistoryGenerator(seed: 11, format: .chatCompletions, legal: true)
        for _ in 0..<40 {
            let messages = generator.next()
            for range in MessageAtoms(messages).ranges where messages.count > range.count {
                var context = messages
                context.removeSubrange(range)
                #expect(
                    WireRule.chatCompletions.newViolations(in: context, against: messages) == [])
            }
        }
    }
}

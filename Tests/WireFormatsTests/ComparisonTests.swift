import ContextModel
import TestSupport
import Testing
import WireFormats

/// What shortening causes.
@Suite struct ComparisonTests {
    private func check(
        _ context: String, against original: String, _ expected: [Finding],
        rule: WireRule = .chatCompletions
    ) {
        let found = rule.newViolations(in: history(context), against: history(original))
        #expect(found.map { Finding($0.rule, $0.message) } == expected)
    }

    @Test(arguments: WireRule.allCases)
    func `a history causes nothing against itself`(rule: WireRule) {
        for row in PairingTests.rows {
            check(row.notation, against: row.notation, [], rule: rule)
        }
    }

    @Test(arguments: WireRule.allCases)
    func `a call that lost its result is found, even at the end`(rule: WireRule) {
        let original = "U: ask / A: look#1 weigh#2 / T#1: found / T#2: heavy"
        check(
            "U: ask / A: look#1 weigh#2 / T#1: found", against: original,
            [Finding(.unansweredCall, 1)])
        check(
            "U: ask / A: look#1 / U: so", against: original, [Finding(.unansweredCall, 1)],
            rule: rule)
    }

    @Test(arguments: WireRule.allCases)
    func `a call that waits in the original may wait`(rule: WireRule) {
        check("U: ask / A: look#1", against: "U: hi / A: hi / U: ask / A: look#1", [], rule: rule)
    }

    @Test(arguments: WireRule.allCases)
    func `a result that lost its call is found`(rule: WireRule) {
        check(
            "U: ask / T#1: found / A: so", against: "U: ask / A: look#1 / T#1: found / A: so",
            [Finding(.resultWithoutCall, 1)], rule: rule)
    }

    @Test func `what the original breaks is excused, but no more of it`() {
        let original =
            "U: ask / A: look#1 / U: a / A: weigh#2 / T#2: heavy / U: b / A: see#3 / U: c"
        check("U: ask / A: look#1 / U: a / A: see#3 / U: c", against: original, [])
        check("U: ask / A: see#3 / U: c", against: original, [])
        check(
            "U: ask / A: look#1 / U: a / A: weigh#2 / U: b / A: see#3 / U: c", against: original,
            [Finding(.unansweredCall, 3)])
    }

    @Test func `a conversation that now begins with the assistant is found`() {
        check(
            "S: rules / A: hi / U: so", against: "S: rules / U: ask / A: hi / U: so",
            [Finding(.firstMessage, 1)], rule: .anthropicMessages)
    }
}

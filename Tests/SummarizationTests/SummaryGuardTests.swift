import ContextModel
import Summarization
import TestSupport
import Testing

@Suite struct SummaryGuardTests {
    let counter = WordTestCounter()
    let messages = history(
        "U: move order_77 from /srv/data/a.csv to the archive for Mia / A: moved 4711 rows to archive_9, nothing is left there now and all is well"
    )

    func verdict(_ text: String, isComplete: Bool = true, budget: Int = 30) -> SummaryGuard.Verdict
    {
        let request = SummaryRequest(messages, budget: TokenCount(budget))
        return SummaryGuard(counter: counter)
            .judge(SummaryAnswer(text, isComplete: isComplete), to: request)
    }

    @Test func `a sound summary is accepted with the share of facts it keeps`() {
        let text = "The user had order_77 moved from a.csv; 4711 rows went to archive_9."
        guard case .accepted(let quality) = verdict(text) else {
            Issue.record("\(verdict(text))")
            return
        }
        #expect(quality == Share(millionths: 666_666))
    }

    @Test(arguments: [
        ("", SummaryGuard.Reason.empty),
        (" \n ", .empty),
        ("order_77 \u{FFFD}", .garbled),
        ("order_77 \u{1B}[0m", .garbled),
        ("order_77 went to archive_10", .foreignFacts(first: "archive_10", count: 1)),
        ("order_77 is at /etc/passwd, 1234 times", .foreignFacts(first: "/etc/passwd", count: 2)),
        ("All is well with everything.", .lowCoverage(.zero)),
        (String(repeating: "order_77 was moved ", count: 6), .repetitive),
    ])
    func `a bad answer is refused with the reason`(text: String, reason: SummaryGuard.Reason) {
        #expect(verdict(text) == .rejected(reason))
    }

    @Test func `what stands for a source that goes in circles may do so, too`() {
        let circle = String(repeating: "order_77 was moved ", count: 6)
        let request = SummaryRequest(
            [Message(.user, circle + circle + circle)], budget: TokenCount(40))
        let verdict = SummaryGuard(counter: counter).judge(SummaryAnswer(circle), to: request)
        #expect(verdict == .accepted(quality: .all))
    }

    @Test func `an answer that was cut off is refused`() {
        #expect(verdict("order_77 was", isComplete: false) == .rejected(.incomplete))
    }

    @Test func `an answer over the budget is refused`() {
        #expect(
            verdict("order_77 was moved", budget: 4)
                == .rejected(.overBudget(tokens: TokenCount(5), budget: TokenCount(4))))
    }

    @Test func `an answer as long as its source is refused`() {
        let request = SummaryRequest(history("U: move order_77"), budget: TokenCount(50))
        let verdict = SummaryGuard(counter: counter).judge(
            SummaryAnswer("move order_77"), to: request)
        #expect(verdict == .rejected(.notShorter(tokens: TokenCount(4), source: TokenCount(4))))
    }

    @Test func `what the overlap names may be named`() {
        var request = SummaryRequest(messages, budget: TokenCount(30))
        request.overlap = history("U: this is ticket_5")
        let answer = SummaryAnswer("ticket_5: order_77 was moved")
        guard case .accepted = SummaryGuard(counter: counter).judge(answer, to: request) else {
            Issue.record("refused")
            return
        }
    }

    @Test func `a tolerance for foreign facts is kept to`() {
        let request = SummaryRequest(messages, budget: TokenCount(30))
        let answer = SummaryAnswer("order_77 went to archive_10 and archive_11")
        func isAccepted(_ tolerance: Int) -> Bool {
            let verdict = SummaryGuard(counter: counter, foreignFacts: tolerance)
                .judge(answer, to: request)
            if case .accepted = verdict { return true } else { return false }
        }
        #expect(!isAccepted(1))
        #expect(isAccepted(2))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `extracts name nothing foreign`(seed: UInt64) {
        var random = RandomRequest(seed: seed)
        for _ in 0..<30 {
            var request = random.next()
            request.budget = TokenCount(80)
            let answer = ExtractiveSummarizer(counter: counter).summary(of: request)
            if case .rejected(.foreignFacts(let fact, _)) = SummaryGuard(counter: counter)
                .judge(answer, to: request)
            {
                Issue.record("foreign: \(fact)")
            }
        }
    }

    @Test func `reasons are told in words`() {
        let reasons: [SummaryGuard.Reason] = [
            .empty, .incomplete, .garbled, .repetitive, .lowCoverage(Share(millionths: 5)),
            .overBudget(tokens: TokenCount(2), budget: TokenCount(1)),
            .notShorter(tokens: TokenCount(2), source: TokenCount(2)),
            .foreignFacts(first: "x_1", count: 3),
        ]
        #expect(Set(reasons.map(\.description)).count == reasons.count)
        #expect(reasons.last?.description == "names 3 that the source does not, first x_1")
    }
}

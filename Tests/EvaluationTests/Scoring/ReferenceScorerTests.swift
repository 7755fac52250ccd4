import ContextModel
import Evaluation
import Statistics
import Testing

@Suite struct ReferenceScorerTests {
    /// An order, its parcel found by a call, a remark, a call that uses the parcel, an answer that
    /// names the order.
    private let messages: [Message] = [
        Message(.system, "Follow POLICY_7."),
        Message(.user, "Where is order W1234567?"),
        .call("1", "find", #"{"order_id": "W1234567"}"#),
        .result("1", "parcel 9f8e7d6c costs 54.04"),
        Message(.assistant, "It is on its way."),
        Message(.user, "Cancel it."),
        .call("2", "cancel", #"{"parcel": "9f8e7d6c", "refund": 54.04}"#),
        .result("2", "receipt r_1"),
        Message(.assistant, "Cancelled W1234567, see r_1."),
    ]
    private let requests = [2, 4, 6, 8]

    private func session() -> TestSession { TestSession(messages, requests: requests) }

    @Test func `what was first seen in the last exchange is not needed`() {
        let scorer = NumberedConversation(messages, requests: requests).scorer
        // The order at 2 and the receipt at 8 stand in the last exchange, 4 uses nothing.
        #expect(requests.indices.map(scorer.needed(by:)) == [0, 0, 2, 1])
        #expect(scorer.needed == 3)
    }

    @Test func `the last exchange is a call with all its results`() {
        let messages: [Message] = [
            .call("1", "find", "{}"), .result("1", "foo_1"), Message(.user, "thanks"),
            .call("2", "find", "{}"), .result("2", "foo_2"), Message(.assistant, "foo_1 foo_2"),
        ]
        #expect(NumberedConversation(messages, requests: [5]).scorer.needed == 1)
        let waiting = Array(messages[..<2] + messages[5...])
        #expect(NumberedConversation(waiting, requests: [2]).scorer.needed == 0)
    }

    @Test func `references in arguments of calls are lost with the result that held them`() {
        var session = session()
        let verdict = session.judge(2, keeping: [0, 1, 5])
        #expect(verdict.lost == 2)
        #expect(verdict.needed == 2)
        #expect(session.session.tally.count(.lost, of: .id) == 1)
        #expect(session.session.tally.count(.lost, of: .number) == 1)
        #expect(session.session.tally.count(.lost, of: .id, .recent) == 1)
        #expect(session.session.tally.count(.lost, of: .id, .middle) == 0)
    }

    @Test func `references in an answer's text are lost with the question that held them`() {
        var session = session()
        #expect(session.judge(3, keeping: [0, 5, 6, 7]).lost == 1)
        #expect(session.judge(3, keeping: [0, 2, 5, 6, 7]).visible == 1, "the call repeats it")
    }

    @Test func `a message made by a stage shows what it names`() {
        var session = session()
        let summary = Message(.user, "So far: parcel 9f8e7d6c of order #W1234567.")
        let verdict = session.judge(2, keeping: [0, 5], made: [summary])
        #expect(verdict.visible == 1)
        #expect(verdict.lost == 1)
        #expect(session.scans == 1)
        #expect(session.judge(3, keeping: [7], made: [summary]).visible == 1)
    }

    @Test func `a placeholder that can be resolved makes references recoverable`() {
        var session = session()
        let verdict = session.judge(2, keeping: [0, 1, 5], recoverable: [3])
        #expect(verdict.recoverable == 2)
        #expect(session.session.tally.lost().numerator == 0)
        #expect(session.session.tally.lost().denominator == 2)
        #expect(session.judge(2, keeping: [0, 1, 5], recoverable: [2]).lost == 2)
        #expect(session.judge(2, keeping: [3, 5], recoverable: [3]).visible == 2)
    }

    @Test func `an identifier counts once an answer`() {
        var messages = messages
        messages[8] = Message(.assistant, "W1234567 W1234567, again W1234567")
        #expect(NumberedConversation(messages, requests: [8]).scorer.needed == 1)
    }

    @Test func `one of several equal messages is enough`() {
        let messages = [
            Message(.user, "foo_1"), Message(.assistant, "yes"), Message(.user, "foo_1"),
            Message(.assistant, "no"), Message(.user, "more"), Message(.assistant, "foo_1"),
        ]
        for kept in [[0, 4], [2, 4], [0, 2, 4]] {
            var session = TestSession(messages, requests: [5])
            #expect(session.judge(0, keeping: kept).visible == 1)
        }
        var session = TestSession(messages, requests: [5])
        #expect(session.judge(0, keeping: [1, 3, 4]).lost == 1)
    }

    @Test func `a made message may repeat what is recorded only later`() {
        let messages = [
            Message(.user, "foo_1"), Message(.user, "go on"), Message(.assistant, "foo_1"),
            Message(.user, "it is foo_1"), Message(.assistant, "done"),
        ]
        var session = TestSession(messages, requests: [2, 4])
        #expect(session.judge(0, keeping: [3, 1]).visible == 1)
        #expect(session.judge(0, keeping: [1]).lost == 1)
    }

    @Test func `in a dialogue between people the next turn is the answer, whoever speaks`() {
        let messages = ["about foo_1", "well", "foo_1 it is", "fine", "foo_1"].map {
            Message(.user, $0)
        }
        let scorer = NumberedConversation(messages, requests: [1, 2, 3, 4, 5]).scorer
        #expect((0..<5).map(scorer.needed(by:)) == [0, 1, 0, 1, 0])
    }

    @Test func `a request that nothing answers needs nothing`() {
        let scorer = NumberedConversation(messages, requests: [9]).scorer
        #expect(scorer.needed == 0)
        #expect(NumberedConversation([], requests: [0]).scorer.needed(by: 0) == 0)
    }

    @Test(arguments: [(2, "recent"), (10, "middle"), (51, "old")])
    func `the age of a reference counts from the first sight`(ago: Int, name: String) {
        let filler = (1..<ago).map { Message(.user, "word \($0 % 7)") }
        let messages = [Message(.user, "foo_1")] + filler + [Message(.assistant, "foo_1")]
        var session = TestSession(messages, requests: [ago])
        session.judge(0, [])
        for age in ReferenceTally.Age.allCases {
            let lost = session.session.tally.count(.lost, of: .codeName, age)
            #expect(lost == ("\(age)" == name ? 1 : 0))
        }
    }

    @Test func `kept positions of a naive method are judged by what they show`() {
        let scorer = NumberedConversation(messages, requests: requests).scorer
        #expect(scorer.judgeKept(request: 2, positions: [3, 5]) == (needed: 2, visible: 2))
        #expect(scorer.judgeKept(request: 2, positions: [0, 1, 5]) == (needed: 2, visible: 0))
        #expect(scorer.judgeKept(request: 3, positions: [2]) == (needed: 1, visible: 1))
    }

    @Test func `tallies add up`() {
        var first = session()
        first.judge(2, keeping: [5])
        var second = session()
        second.judge(2, keeping: [3, 5])
        second.judge(3, keeping: [7])
        var sum = first.session.tally
        sum += second.session.tally
        #expect(sum.needed() == 5)
        #expect(sum.count(.visible) == 2)
        #expect(sum.lost().numerator == 3)
        #expect(sum.unfetchable == 1)
        #expect(sum.refetches.requests == 1)
        #expect(sum.refetches.prefixTokens == 3000)
        #expect(sum.refetches.messageTokens == 103)
    }

    // MARK: - Cost

    @Test func `a context as recorded asks for no made message and looks at no holder`() {
        var session = session()
        for (request, count) in requests.enumerated() {
            session.judge(request, keeping: Array(0..<count))
        }
        // Only requests that need something are looked at at all.
        #expect(session.session.steps == 6 + 8)
        #expect(session.scans == 0)
    }

    @Test func `made messages are asked for only where something is missing`() {
        var session = session()
        let summary = Message(.user, "So far: nothing.")
        session.judge(2, keeping: [3, 5], made: [summary])
        #expect(session.scans == 0)
        session.judge(2, keeping: [5], made: [summary])
        #expect(session.scans == 1)
    }

    @Test(arguments: [1, 1000])
    func `the length of texts costs nothing when a context is judged`(length: Int) {
        let filler = String(repeating: "bar_2 and /usr/lib/thing.so ", count: length)
        let messages = [
            Message(.user, "foo_1 " + filler), Message(.user, "x"), Message(.user, filler),
            Message(.assistant, "foo_1"),
        ]
        var session = TestSession(messages, requests: [3])
        session.judge(0, keeping: [1, 2])
        // Two numbers, and the one holder twice: for the outcome and for the forecast.
        #expect(session.session.steps == 4)
    }
}

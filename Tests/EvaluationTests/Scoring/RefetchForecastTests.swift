import ContextModel
import Evaluation
import Testing

@Suite struct RefetchForecastTests {
    /// A file read at 1, three answers that use what it holds.
    private let messages: [Message] = [
        Message(.user, "Fix USER_1."),
        .call("1", "read", #"{"file": "a"}"#),
        .result("1", "foo_1 foo_2"),
        Message(.user, "What is in it?"),
        Message(.assistant, "It has foo_1."),
        Message(.user, "What else?"),
        Message(.assistant, "It has foo_2, too."),
        Message(.user, "And?"),
        Message(.assistant, "Again foo_1, as USER_1 has it."),
    ]

    private func session(_ change: (inout [Message]) -> Void = { _ in }) -> TestSession {
        var messages = messages
        change(&messages)
        return TestSession(messages, requests: [4, 6, 8])
    }

    @Test func `the first use of a removed result costs a request and its tokens`() {
        var session = session()
        let verdict = session.judge(0, keeping: [0, 3])
        #expect(verdict.fetches.map(\.text) == ["refetch 1000 102"])
        #expect(verdict.lost == 1)
    }

    @Test func `what was fetched is available until it would be removed anew`() {
        var session = session()
        session.judge(0, keeping: [0, 3])
        let second = session.judge(1, keeping: [0, 3, 5])
        #expect(second.fetches == [], "the message that holds it was put back behind 3")
        #expect(second.lost == 1, "the forecast changes no reference")
        #expect(session.judge(2, keeping: [0, 3, 5, 7]).fetches == [])
        #expect(session.session.tally.refetches.requests == 1)
    }

    @Test func `what was removed anew costs again`() {
        var session = session()
        session.judge(0, keeping: [0, 3])
        #expect(session.judge(1, keeping: [0, 5]).fetches.map(\.text) == ["refetch 2000 102"])
        #expect(session.judge(2, keeping: [0, 7]).fetches.map(\.text) == ["refetch 3000 102"])
        let sums = session.session.tally.refetches
        #expect(sums.requests == 3)
        #expect(sums.prefixTokens == 6000)
        #expect(sums.messageTokens == 306)
        #expect(session.session.tally.recalls == FetchSums())
    }

    @Test func `a removal between two uses is seen at a request that needs nothing`() {
        var session = session { $0[6] = Message(.assistant, "Nothing.") }
        session.judge(0, keeping: [0, 3])
        #expect(session.judge(1, keeping: [0, 5]).needed == 0)
        let verdict = session.judge(2, keeping: [0, 3, 5, 6, 7])
        #expect(verdict.fetches.map(\.text) == ["refetch 3000 102"])
    }

    @Test func `one fetch serves all that an answer needs of a message`() {
        var session = session { $0[4] = Message(.assistant, "It has foo_1 and foo_2.") }
        let verdict = session.judge(0, keeping: [0, 3])
        #expect(verdict.lost == 2)
        #expect(verdict.fetches.count == 1)
    }

    @Test(arguments: [(#"{"file":"a"}"#, 0), (#"{"file":"b"}"#, 1)])
    func `a call that the recording repeats costs nothing more`(arguments: String, fetches: Int) {
        let call = ToolCall(id: "2", name: "read", arguments: .text(arguments))
        let answer = Message(
            .assistant, parts: [.text(TextPart("See foo_1.")), .toolCall(call)])
        var session = session { $0[4] = answer }
        let verdict = session.judge(0, keeping: [0, 3])
        #expect(verdict.lost == 1)
        #expect(verdict.fetches.count == fetches)
        #expect(verdict.unfetchable == 0)
    }

    @Test func `another tool with the same arguments is another call`() {
        let call = ToolCall(id: "2", name: "stat", arguments: .text(#"{"file":"a"}"#))
        let answer = Message(
            .assistant, parts: [.text(TextPart("See foo_1.")), .toolCall(call)])
        var session = session { $0[4] = answer }
        #expect(session.judge(0, keeping: [0, 3]).fetches.count == 1)
    }

    @Test func `without identifiers of calls the order says what a result answers`() {
        let read = Message(
            .assistant,
            parts: ["a", "b"].map {
                .toolCall(ToolCall(id: nil, name: "read", arguments: .text($0)))
            })
        for (arguments, fetches) in [("a", 1), ("b", 0)] {
            let again = ToolCall(id: nil, name: "read", arguments: .text(arguments))
            let messages = [
                read, .result(nil, "nothing"), .result(nil, "foo_1"), Message(.user, "So?"),
                Message(.assistant, parts: [.text(TextPart("foo_1")), .toolCall(again)]),
            ]
            var session = TestSession(messages, requests: [4])
            #expect(session.judge(0, keeping: [3]).fetches.count == fetches)
        }
    }

    @Test func `what the user alone said cannot be fetched`() {
        var session = session()
        let verdict = session.judge(2, keeping: [2, 7])
        #expect(verdict.visible == 1)
        #expect(verdict.unfetchable == 1)
        #expect(verdict.fetches == [])
        #expect(session.session.tally.unfetchable == 1)
    }

    @Test func `what stands beside a result in a user's message is no result`() {
        let result = ContentPart.toolResult(ToolResult(callID: "1", "foo_1"))
        let mixed = Message(.user, parts: [result, .text(TextPart("and foo_2"))])
        let messages: [Message] = [
            .call("1", "read", "{}"), mixed, Message(.user, "So?"),
            Message(.assistant, "foo_1 foo_2"),
        ]
        var one = TestSession(messages, requests: [3])
        #expect(one.judge(0, keeping: [2]).fetches.map(\.text) == ["refetch 1000 101"])
        #expect(one.session.tally.unfetchable == 0, "what was put back shows both")
        var other = TestSession(
            messages.dropLast() + [Message(.assistant, "foo_2")], requests: [3])
        #expect(other.judge(0, keeping: [2]).unfetchable == 1)
    }

    @Test func `the newest result that holds it is fetched`() {
        let messages: [Message] = [
            .call("1", "read", "{}"), .result("1", "foo_1"), .call("2", "list", "{}"),
            .result("2", "foo_1 bar_2"), Message(.user, "So?"), Message(.assistant, "foo_1"),
        ]
        var session = TestSession(messages, requests: [5])
        #expect(session.judge(0, keeping: [4]).fetches.map(\.text) == ["refetch 1000 103"])
    }

    @Test func `what a placeholder can resolve is recalled, and is not free`() {
        var session = session()
        let first = session.judge(0, keeping: [0, 3], recoverable: [2])
        #expect(first.recoverable == 1)
        #expect(first.fetches.map(\.text) == ["recall 1000 102"])
        #expect(session.judge(1, keeping: [0, 3, 5], recoverable: [2]).fetches == [])
        let third = session.judge(2, keeping: [2, 7], recoverable: [0])
        #expect(third.fetches.map(\.text) == ["recall 3000 100"], "the user's word, by its hash")
        #expect(session.session.tally.recalls.requests == 2)
        #expect(session.session.tally.refetches.requests == 0)
    }

    @Test func `a context as recorded costs nothing`() {
        var session = session()
        for (request, count) in [4, 6, 8].enumerated() {
            #expect(session.judge(request, keeping: Array(0..<count)).fetches == [])
        }
        #expect(session.session.tally.unfetchable == 0)
        #expect(session.session.tally.count(.visible) == 4)
    }
}

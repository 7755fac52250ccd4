import Caching
import ContextModel
import StrictJSON
import TestSupport
import Testing
import TokenAccounting

@Suite struct RunningCountTests {
    let costs = MessageCosts(counter: ByteCounter())

    @Test(arguments: 1...12 as ClosedRange<UInt64>, [true, false])
    func `after any edits the count is that of a recount`(seed: UInt64, isRemembering: Bool) {
        var random = SplitMix(seed: seed)
        let limits = BoundedCache<MessageKey, CostBreakdown>.Limits(entries: 20, bytes: 60_000)
        let memo = isRemembering ? CountMemo(limits) : nil
        var running = RunningCount(costs: costs)
        var expected: [Message] = []
        for _ in 0..<60 {
            Self.edit(&expected, &running, memo, &random)
            #expect(running.cost == costs.cost(of: expected))
            #expect(running.messages.count == expected.count)
        }
        #expect(running.work.asked > 60)
        #expect((running.work.remembered > 0) == isRemembering)
    }

    /// Makes a random edit of the conversation, and the same of the running count in one of the ways
    /// there are.
    private static func edit(
        _ expected: inout [Message], _ running: inout RunningCount, _ memo: CountMemo?,
        _ random: inout SplitMix
    ) {
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            let message = RandomMessages.message(&random)
            expected.append(message)
            running.append(message, memo: memo)
        case 1:
            let count = Int.random(in: 0...expected.count, using: &random)
            expected.removeSubrange(count...)
            running.truncate(to: count)
        case 2:
            expected += RandomMessages.messages(3, &random)
            running.synchronise(with: expected[...], memo: memo)
        case 3 where !expected.isEmpty:
            let place = Int.random(in: 0..<expected.count, using: &random)
            expected[place] = RandomMessages.message(&random)
            running.synchronise(with: expected, memo: memo)
        default:
            expected += RandomMessages.messages(2, &random)
            running.synchronise(with: expected, memo: memo)
        }
    }

    @Test func `a replay counts every message once`() {
        var random = SplitMix(seed: 3)
        let recording = RandomMessages.messages(60, &random)
        let memo: CountMemo? = nil
        var running = RunningCount(costs: costs)
        for end in 1...60 {
            running.synchronise(with: recording[..<end], memo: memo)
            #expect(running.cost == costs.cost(of: recording[..<end]))
        }
        #expect(running.work.counted == 60)
        #expect(running.work.reused == 59 * 60 / 2)
        running.synchronise(with: recording[..<20], memo: memo)
        #expect(running.cost == costs.cost(of: recording[..<20]))
        #expect(running.work.counted == 60)
    }

    @Test func `a slice that begins elsewhere in the same array is another conversation`() {
        let recording = ["a", "bb", "ccc", "dddd"].map { Message(.user, $0) }
        let memo: CountMemo? = nil
        var running = RunningCount(costs: costs)
        running.synchronise(with: recording[0..<2], memo: memo)
        running.synchronise(with: recording[1..<4], memo: memo)
        #expect(running.cost == costs.cost(of: recording[1..<4]))
    }

    @Test func `an array changed in place is noticed`() {
        var messages = (0..<20).map { Message(.user, String(repeating: "a", count: $0)) }
        let memo: CountMemo? = nil
        var running = RunningCount(costs: costs)
        running.synchronise(with: messages, memo: memo)
        messages[3] = Message(.user, "a much longer text than before")
        running.synchronise(with: messages, memo: memo)
        #expect(running.cost == costs.cost(of: messages))
        messages[19].parts.append(.text(TextPart("more")))
        running.synchronise(with: messages, memo: memo)
        #expect(running.cost == costs.cost(of: messages))
    }

    @Test func `truncation after a replay is remembered`() {
        let recording = ["a", "bb", "ccc", "dddd"].map { Message(.user, $0) }
        let memo: CountMemo? = nil
        var running = RunningCount(costs: costs)
        running.synchronise(with: recording, memo: memo)
        running.truncate(to: 1)
        running.append(Message(.user, "other"), memo: memo)
        #expect(running.cost == costs.cost(of: [recording[0], Message(.user, "other")]))
        running.synchronise(with: recording, memo: memo)
        #expect(running.cost == costs.cost(of: recording))
        running.truncate(to: -1)
        #expect(running.cost == costs.reply)
    }

    @Test func `fixed costs can change without a recount`() {
        let memo: CountMemo? = nil
        var running = RunningCount(costs: costs)
        running.append(Message(.user, "hello"), memo: memo)
        let tools = [JSONValue.string("a tool")]
        running.fixed = costs.cost(of: [], tools: tools)
        #expect(running.cost == costs.cost(of: [Message(.user, "hello")], tools: tools))
    }
}

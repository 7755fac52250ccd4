import Caching
import ContextModel
import StrictJSON
import TestSupport
import Testing
import TokenAccounting

@Suite struct CountMemoTests {
    let costs = MessageCosts(counter: ByteCounter())
    let limits = BoundedCache<MessageKey, CostBreakdown>.Limits(entries: 500, bytes: 1_000_000)

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `a memo never changes a count`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let memo = CountMemo(.init(entries: 30, bytes: 40_000))
        for message in RandomMessages.messages(300, &random) {
            #expect(memo.cost(of: message, by: costs) == costs.cost(of: message))
        }
        #expect(memo.counters.hits > 0)
        #expect(memo.counters.peakBytes <= 40_000)
    }

    @Test func `equivalent spellings of a letter are counted apart`() {
        let composed = Message(.user, "\u{E9}")
        let decomposed = Message(.user, "e\u{301}")
        #expect(composed == decomposed)
        let memo: CountMemo? = CountMemo(limits)
        #expect(memo?.cost(of: composed, by: costs).text == 2)
        #expect(memo?.cost(of: decomposed, by: costs).text == 3)
        var running = RunningCount(costs: costs)
        running.synchronise(with: [composed], memo: memo)
        running.synchronise(with: [decomposed], memo: memo)
        #expect(running.cost.text == 3)
    }

    @Test func `marks in another order are counted apart even at one length`() {
        let first = Message(.user, "a\u{323}\u{307}")
        let second = Message(.user, "a\u{307}\u{323}")
        #expect(first == second)
        #expect(MessageKey(first, basis: costs.basis) != MessageKey(second, basis: costs.basis))
    }

    @Test func `members in another order are counted apart`() {
        func message(_ pairs: [(String, JSONValue)]) -> Message {
            let call = ToolCall(id: nil, name: "f", arguments: .value(.object(JSONObject(pairs))))
            return Message(.assistant, parts: [.toolCall(call)])
        }
        let first = message([("a", .null), ("b", .bool(true))])
        let second = message([("b", .bool(true)), ("a", .null)])
        #expect(first == second)
        #expect(MessageKey(first, basis: costs.basis) != MessageKey(second, basis: costs.basis))
    }

    @Test func `one memo serves several counters and image rules`() {
        let parts: [ContentPart] = [
            .text(TextPart("twelve bytes")), .image(ImagePart(source: .null)),
        ]
        let message = Message(.user, parts: parts)
        let others = [
            costs, MessageCosts(counter: QuarterCounter()),
            MessageCosts(counter: ByteCounter(), images: .legacy),
            MessageCosts(
                counter: ByteCounter(),
                overhead: MessageOverhead(
                    message: 0, name: 0, reply: 0, toolCall: 0, toolDefinition: 0)),
        ]
        let memo = CountMemo(limits)
        for _ in 0..<2 {
            for costs in others {
                #expect(memo.cost(of: message, by: costs) == costs.cost(of: message))
            }
        }
        #expect(memo.counters.hits == 4)
        #expect(memo.counters.misses == 4)
    }

    @Test func `what counts nothing is no reason to count again`() {
        let memo = CountMemo(limits)
        var message = Message(.user, "hello")
        let cost = memo.cost(of: message, by: costs)
        message.extra["cache_control"] = .bool(true)
        message.wire.content = .parts
        #expect(memo.cost(of: message, by: costs) == cost)
        #expect(memo.counters.hits == 1)
    }

    @Test func `a hash is the same in every process`() {
        let message = Message(.user, "The quick brown fox jumps over the lazy dog.", name: "Ann")
        #expect(MessageKey(message, basis: costs.basis).stableHash == 13_575_649_597_853_024_821)
    }

    @Test func `replaying a long prefix keeps more than 99 % hits`() {
        let recording = (0..<400).map { Message(.user, "message number \($0)") }
        let memo = CountMemo(limits)
        for end in stride(from: 2, through: 400, by: 2) {
            for message in recording[..<end] { _ = memo.cost(of: message, by: costs) }
        }
        #expect(memo.counters.misses == 400)
        #expect((memo.counters.hitRatio ?? 0) > 0.99)
    }
}

import ContextModel
import Evaluation
import Statistics
import Testing

@Suite struct UseWeightedSurvivalTests {
    /// A question, a look-up by order number with what it found, an answer, and three uses later.
    private let messages = [
        Message(.system, "Follow POLICY_7."),
        Message(.user, "What of order W1234567?"),
        Self.call("1", "find", #"{"order_id": "W1234567"}"#),
        Self.result("1", "parcel 9f8e7d6c costs 54.04"),
        Message(.assistant, "It is on its way."),
        Message(.user, "Cancel it."),
        Self.call("2", "cancel", #"{"parcel": "9f8e7d6c", "refund": 54.04}"#),
        Self.result("2", "done"),
        Message(.assistant, "Cancelled 9f8e7d6c of W1234567."),
    ]

    private static func call(_ id: String, _ name: String, _ arguments: String) -> Message {
        let call = ToolCall(id: id, name: name, arguments: .text(arguments))
        return Message(.assistant, parts: [.toolCall(call)])
    }

    private static func result(_ id: String, _ text: String) -> Message {
        Message(.tool, parts: [.toolResult(ToolResult(callID: id, text))])
    }

    private func score(_ context: [Message], _ count: Int = 6) -> SurvivalTally {
        UseWeightedSurvival(messages).score(context: context, afterFirst: count)
    }

    @Test func `what was dropped and cannot be asked for again is lost`() {
        let tally = score([messages[0], messages[5]])
        // The parcel is used twice, its price and the order once each.
        #expect(tally.weight(.lost) == 4)
        #expect(tally.identifiers == 3)
        #expect(tally.survival().value == 0)
        #expect(tally.weight(.lost, of: .id) == 3)
        #expect(tally.weight(.lost, of: .number) == 1)
    }

    @Test func `a result can be had again while the arguments of its call are in sight`() {
        let tally = score([messages[0], messages[1], messages[5]])
        #expect(tally.weight(.recoverable) == 3)
        #expect(tally.weight(.lost) == 0)
        #expect(tally.identifiers == 2, "the order was first seen in a message that was kept")
        #expect(tally.survival().value == 0)
        #expect(tally.reach().value == 1)
    }

    @Test func `a summary that names an identifier keeps it`() {
        let summary = Message(.user, "So far: parcel 9f8e7d6c of order #W1234567.")
        let tally = score([messages[0], summary, messages[5]])
        #expect(tally.weight(.visible) == 3)
        #expect(tally.weight(.recoverable, of: .number) == 1)
        #expect(tally.survival().value == 0.75)
        #expect(tally.survival(of: .id).value == 1)
        #expect(tally.survival(of: .url).value == nil)
    }

    @Test func `retention has the same denominator for all contexts of a request`() {
        let contexts = [[], [messages[5]], [messages[1], messages[5]], Array(messages[..<6])]
        let retentions = contexts.map { score($0).retention }
        #expect(retentions.map(\.denominator) == [4, 4, 4, 4])
        #expect(retentions.map(\.numerator) == [0, 0, 1, 4])
    }

    @Test func `an identifier that a kept message repeats is visible`() {
        let tally = score([messages[2], messages[3], messages[5]])
        #expect(tally.identifiers == 1)
        #expect(tally.weight(.visible) == 1)
    }

    @Test func `a context cut by one byte is not the message it was`() {
        var cut = messages[3]
        cut.parts = Self.result("1", "parcel 9f8e7d6c costs 54.0").parts
        let tally = score([messages[1], messages[2], cut, messages[5]])
        #expect(tally.weight(.visible) == 2)
        #expect(tally.weight(.recoverable) == 1)
    }

    @Test func `only uses after the request weigh`() {
        #expect(score([], 7).weight(.lost) == 2)
        #expect(score([], 9).identifiers == 0)
        #expect(score([], 0).identifiers == 0)
    }

    @Test func `names of tools and keys of arguments are no uses`() {
        let calls = [
            Message(.user, "find_order by order_id"),
            Self.call("1", "find_order", #"{"order_id": "x"}"#),
        ]
        let tally = UseWeightedSurvival(calls).score(context: [], afterFirst: 1)
        #expect(tally.identifiers == 0)
    }

    @Test func `the age of an identifier counts from where it was first seen`() {
        let filler = (0..<60).map { Message(.user, "word \($0 % 7)") }
        let use = Message(.assistant, "foo_bar")
        for (place, age) in [(0, SurvivalTally.Age.old), (20, .middle), (52, .recent)] {
            var all = filler
            all[place] = Message(.user, "foo_bar")
            let tally = UseWeightedSurvival(all + [use]).score(context: [], afterFirst: 60)
            #expect(tally.weight(.lost, of: .codeName, age) == 1)
            #expect(tally.weight(.lost) == 1)
        }
    }

    @Test(arguments: [(1, "recent"), (9, "recent"), (10, "middle"), (50, "middle"), (51, "old")])
    func `ages are told apart at ten and fifty messages`(count: Int, name: String) {
        #expect("\(SurvivalTally.Age(messagesAgo: count))" == name)
    }

    @Test func `tallies add up`() {
        var sum = score([messages[0], messages[5]])
        sum += score([messages[0], messages[1], messages[5]])
        #expect(sum.weight(.lost) == 4)
        #expect(sum.weight(.recoverable) == 3)
        #expect(sum.identifiers == 5)
        #expect(sum.reach().numerator == 3)
        #expect(sum.reach().denominator == 7)
        #expect(sum.untouched == 1)
        #expect(sum.retention.denominator == 8)
    }

    @Test(arguments: 1...12)
    func `the whole history loses nothing and an empty context shows nothing`(seed: UInt64) {
        let messages = RandomText(seed: seed).conversation(of: 30)
        let survival = UseWeightedSurvival(messages)
        var judged = 0
        for count in 0...messages.count {
            let whole = survival.score(context: Array(messages[..<count]), afterFirst: count)
            #expect(whole.identifiers == 0)
            #expect(whole.survival().denominator == 0)
            let empty = survival.score(context: [], afterFirst: count)
            #expect(empty.weight(.visible) == 0)
            #expect(empty.untouched == 0)
            #expect(empty.survival().denominator == whole.untouched)
            judged += empty.identifiers
        }
        #expect(judged > 0)
    }

    @Test(arguments: 1...12)
    func `shared storage or not, a context is judged the same`(seed: UInt64) {
        let text = RandomText(seed: seed)
        let messages = text.conversation(of: 30)
        let copies = text.conversation(of: 30)
        let kept = text.choice(of: 20)
        let note = Message(.user, "foo_1 and foo_2")
        let survival = UseWeightedSurvival(messages)
        let shared = survival.score(context: [note] + kept.map { messages[$0] }, afterFirst: 20)
        let copied = survival.score(context: [note] + kept.map { copies[$0] }, afterFirst: 20)
        #expect(shared == copied)
    }

    @Test(arguments: 1...12)
    func `keeping more never loses more`(seed: UInt64) {
        let text = RandomText(seed: seed)
        let messages = text.conversation(of: 30)
        let survival = UseWeightedSurvival(messages)
        let kept = text.choice(of: 20)
        var lost = Int.max
        for length in 0...kept.count {
            let context = kept[..<length].map { messages[$0] }
            let tally = survival.score(context: context, afterFirst: 20)
            #expect(tally.weight(.lost) <= lost)
            lost = tally.weight(.lost)
        }
    }
}

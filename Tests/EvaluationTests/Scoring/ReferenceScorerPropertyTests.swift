import ContextModel
import Evaluation
import Testing

@Suite struct ReferenceScorerPropertyTests {
    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `verdicts are those of the naive implementation`(seed: UInt64) {
        var replay = RandomReplay(seed: seed)
        let conversation = NumberedConversation(replay.messages, requests: replay.requests)
        var session = TestSession(conversation)
        var naive = NaiveReferences(conversation)
        for (request, count) in replay.requests.enumerated() {
            let (context, recoverable) = replay.context(first: count)
            let verdict = session.judge(request, context, recoverable: recoverable)
            let expected = naive.judge(
                first: count, context, recoverable: recoverable,
                promptTokens: 1000 * (request + 1))
            #expect(verdict.visible == expected.count { $0 == "visible" })
            #expect(verdict.recoverable == expected.count { $0 == "recoverable" })
            #expect(verdict.lost == expected.count { $0 == "lost" })
            #expect(verdict.unfetchable == expected.count { $0 == "unfetchable" })
            #expect(verdict.fetches.map(\.text) == expected.filter { $0.contains(" ") })
        }
        #expect(session.session.tally.cells == naive.counts)
    }

    /// A property that nothing random reaches would hold of anything.
    @Test func `random replays reach every outcome and every fetch`() {
        var sum = ReferenceTally()
        for seed in 1...200 as ClosedRange<UInt64> {
            var replay = RandomReplay(seed: seed)
            var session = TestSession(replay.messages, requests: replay.requests)
            for (request, count) in replay.requests.enumerated() {
                let (context, recoverable) = replay.context(first: count)
                session.judge(request, context, recoverable: recoverable)
            }
            sum += session.session.tally
        }
        for outcome in ReferenceTally.Outcome.allCases { #expect(sum.count(outcome) > 100) }
        for age in ReferenceTally.Age.allCases { #expect(sum.count(.lost, of: nil, age) > 40) }
        #expect(sum.recalls.requests > 40)
        #expect(sum.refetches.requests > 40)
        #expect(sum.unfetchable > 100)
        let fetched = sum.recalls.requests + sum.refetches.requests
        #expect(fetched + sum.unfetchable < sum.count(.lost) + sum.count(.recoverable))
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `a conversation sent as recorded loses nothing and fetches nothing`(seed: UInt64) {
        let replay = RandomReplay(seed: seed)
        let conversation = NumberedConversation(replay.messages, requests: replay.requests)
        var session = TestSession(conversation)
        for (request, count) in replay.requests.enumerated() {
            session.judge(request, Array(replay.messages[..<count]))
        }
        let tally = session.session.tally
        #expect(tally.count(.visible) == conversation.scorer.needed)
        #expect(tally.needed() == conversation.scorer.needed)
        #expect(tally.recalls == FetchSums())
        #expect(tally.refetches == FetchSums())
        #expect(tally.unfetchable == 0)
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `what is needed is the same whatever the contexts`(seed: UInt64) {
        var replay = RandomReplay(seed: seed)
        let conversation = NumberedConversation(replay.messages, requests: replay.requests)
        let naive = NaiveReferences(conversation)
        var random = TestSession(conversation)
        var empty = TestSession(conversation)
        for (request, count) in replay.requests.enumerated() {
            let needed = naive.needed(first: count).count
            #expect(conversation.scorer.needed(by: request) == needed)
            let (context, recoverable) = replay.context(first: count)
            #expect(random.judge(request, context, recoverable: recoverable).needed == needed)
            #expect(empty.judge(request, []).lost == needed)
        }
        let cells = IdentifierClass.allCases.flatMap { kind in
            ReferenceTally.Age.allCases.map { (kind, $0) }
        }
        for (kind, age) in cells {
            let needed = empty.session.tally.needed(of: kind, age)
            #expect(random.session.tally.needed(of: kind, age) == needed)
        }
        #expect(empty.session.tally.needed() == conversation.scorer.needed)
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `kept positions are judged like a context of them`(seed: UInt64) {
        let replay = RandomReplay(seed: seed)
        let conversation = NumberedConversation(replay.messages, requests: replay.requests)
        var session = TestSession(conversation)
        let text = RandomText(seed: seed)
        for (request, count) in replay.requests.enumerated() {
            let kept = text.choice(of: count)
            let verdict = session.judge(request, keeping: kept)
            let judged = conversation.scorer.judgeKept(request: request, positions: kept)
            #expect(judged == (needed: verdict.needed, visible: verdict.visible))
        }
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `judging costs the context and the holders, each a fixed number of times`(seed: UInt64) {
        var replay = RandomReplay(seed: seed)
        let conversation = NumberedConversation(replay.messages, requests: replay.requests)
        let naive = NaiveReferences(conversation)
        var session = TestSession(conversation)
        for (request, count) in replay.requests.enumerated() {
            let context = replay.context(first: count).messages
            let before = session.session.steps
            session.judge(request, context)
            // A context is compared and read; a holder is looked at for the outcome and for the
            // forecast, and is a message of the conversation, twice if two results of it hold the
            // same; of made messages there are three.
            let perReference = 3 * 2 * replay.messages.count + 3
            let bound = 2 * context.count + naive.needed(first: count).count * perReference
            #expect(session.session.steps - before <= bound)
        }
    }
}

extension ReferenceTally {
    /// The counts that are not zero, by class, age and outcome.
    fileprivate var cells: [String: Int] {
        var cells: [String: Int] = [:]
        for kind in IdentifierClass.allCases {
            for age in ReferenceTally.Age.allCases {
                for outcome in Outcome.allCases where count(outcome, of: kind, age) > 0 {
                    cells["\(kind) \(age) \(outcome)"] = count(outcome, of: kind, age)
                }
            }
        }
        return cells
    }
}

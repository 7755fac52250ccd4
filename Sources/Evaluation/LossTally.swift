internal import ContextModel
internal import ContextPipeline
internal import Corpus
internal import Scoring
internal import TokenAccounting
internal import WireRules

/// What shortened views lost, beside two naive ways of shortening at the same size.
///
/// All three are judged on the same identifiers: those that the recording uses later and that were seen
/// before the request.
struct LossTally {
    /// Later uses, by what became of what they use.
    struct Fates {
        var visible = 0
        var recoverable = 0
        var lost = 0

        var all: Int { visible + recoverable + lost }

        /// What a view shows of so many later uses.
        init(of tally: SurvivalTally, among all: Int) {
            recoverable = tally.weight(.recoverable)
            lost = tally.weight(.lost)
            visible = all - recoverable - lost
        }

        init() {}

        static func += (left: inout Self, right: Self) {
            left.visible += right.visible
            left.recoverable += right.recoverable
            left.lost += right.lost
        }
    }

    /// Views judged.
    private(set) var views = 0
    /// Views that break a rule which the request did not break.
    private(set) var illegal = 0
    private(set) var own = Fates()
    private(set) var headTail = Fates()
    private(set) var random = Fates()

    /// Judges the views of a transcript, whose messages cost so many tokens each by the reference.
    mutating func add(
        _ judged: [TrialAnswers.View], of transcript: Transcript, costs: [Int], seed: UInt64
    ) {
        guard !judged.isEmpty else { return }
        let conversation = transcript.conversation
        let survival = UseWeightedSurvival(conversation.messages)
        let rule = WireRule(conversation.format)
        for view in judged {
            views += 1
            let messages = Array(view.outcome.context)
            let request = Array(conversation.messages[..<view.count])
            let sent = Array(view.outcome.sent)
            if !rule.newViolations(in: sent, against: request).isEmpty { illegal += 1 }
            let unseen = survival.score(view: [], afterFirst: view.count)
            let all = SurvivalTally.Fate.allCases.reduce(0) { $0 + unseen.weight($1) }
            guard all > 0 else { continue }
            func fates(_ messages: [Message]) -> Fates {
                Fates(of: survival.score(view: messages, afterFirst: view.count), among: all)
            }
            let tokens = costs[..<view.count].map { TokenCount($0) }
            own += fates(messages)
            func kept(by baseline: some NaiveBaseline) -> [Message] {
                baseline.keptPositions(of: request, costs: tokens, budget: view.tokens)
                    .map { request[$0] }
            }
            headTail += fates(kept(by: HeadTailBaseline()))
            random += fates(kept(by: RandomBaseline(seed: seed)))
        }
    }

    var measurements: [Measurement] {
        func all(_ metric: Metric, _ fates: Fates) -> [Measurement] {
            [
                Measurement(metric, label: "visible", .integer(Int64(fates.visible))),
                Measurement(metric, label: "recoverable", .integer(Int64(fates.recoverable))),
                Measurement(metric, label: "lost", .integer(Int64(fates.lost))),
            ]
        }
        return all(.survival, own) + all(.survivalHeadTail, headTail)
            + all(.survivalRandom, random)
    }
}

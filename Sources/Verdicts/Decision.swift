package import Evaluation

/// Which setting to use for one task, and how every other one stands beside it.
///
/// The order: no rejected requests; the fewest requests over the limit; then, of the settings whose
/// expected bill is at most 2 % above the least one, that which loses the fewest references. So the
/// recommended setting is never dominated, and never more than 2 % dearer than the cheapest that fits as
/// often. Intervals say how sure that is (`DecisionCertainty`); they choose nothing.
///
/// All of it is exact integer arithmetic, and independent of the order of the cells.
package struct Decision: Sendable {
    /// What is decided for.
    package struct Group: Hashable, Sendable {
        /// Which conversations, and how they weigh.
        package let scope: Scope
        /// The context limit as cells write it; the pipeline's own where the run does not set it.
        package let contextLimit: String
        /// How the client behaves.
        package let mode: ReplayMode
        /// The price rule; empty where the run does not set it.
        package let priceRule: String
        /// The model whose prices hold; empty where the run does not set it.
        package let priceModel: String
    }

    /// Which conversations decide, and how they weigh.
    package enum Scope: Hashable, Sendable {
        /// All, by what they cost.
        case all
        /// All, each weighing the same: its expected bill as a share of its bill with everything sent.
        case allEqual
        /// One corpus, by what its conversations cost.
        case corpus(String)

        /// The name under which the decision is stored.
        package var name: String {
            switch self {
            case .all: "all"
            case .allEqual: "all, equal"
            case .corpus(let name): name
            }
        }
    }

    /// How a candidate stands.
    package enum Status: Hashable, Sendable {
        /// It is the one to use.
        case recommended
        /// It fits as often and costs at most 2 % more than the cheapest.
        case withinTwoPercent
        /// It fits as often and costs more.
        case dearer
        /// Another fits as often, costs as little and loses as little, and one of both is less.
        case dominated(by: DecisionSetting)
        /// More of its requests are over the limit.
        case fitsLessOften
        /// A provider would refuse some of its requests.
        case rejected
        /// Everything is sent as it is, which does not fit as often as something else does.
        case reference

        /// The status in words.
        package var name: String {
            switch self {
            case .recommended: "recommended"
            case .withinTwoPercent: "within 2 %"
            case .dearer: "dearer"
            case .dominated(let other): "dominated by \(other.label)"
            case .fitsLessOften: "fits less often"
            case .rejected: "rejected"
            case .reference: "reference"
            }
        }
    }

    /// A setting with what it did.
    package struct Candidate: Sendable {
        /// The setting.
        package let setting: DecisionSetting
        /// Settings with the very same figures.
        package var same: [DecisionSetting] = []
        /// The configuration of one of its cells, as results name it.
        package let configurationText: String
        /// Its cells, one for each corpus, in the order of the corpora.
        package let cells: [CellResult]
        /// What they sum up to.
        package let sums: ResultSums
        /// What the group is decided by: the expected bill, or the sum of shares in billionths.
        package let score: Int128
        /// How it stands.
        package var status = Status.dearer
        /// Its place, the recommended one's being 1.
        package var place = 0
    }

    /// A setting that cannot be ranked, since it was not tried on all conversations.
    package struct Incomparable: Hashable, Sendable {
        /// The setting.
        package let setting: DecisionSetting
        /// How many conversations it lacks that the others have.
        package let lacking: Int
    }

    /// What is decided for.
    package let group: Group
    /// The candidates by place; the first is recommended, unless it is rejected.
    package let candidates: [Candidate]
    /// The settings that lack conversations, by label.
    package let incomparable: [Incomparable]
    /// Everything sent as it is; nil where the run has no such cells.
    package let reference: Candidate?
    /// What the winner would be if fitting did not count, where that is cheaper.
    package let withoutFitting: Candidate?
    /// Conversations that only some candidates were tried on, and which decide nothing here.
    package let leftOut: Int
    /// The score of a candidate whose bill is the reference's; only where conversations weigh the same.
    let scale: Int128?

    /// The setting to use; nil where every candidate has rejected requests.
    package var recommended: Candidate? {
        candidates.first { $0.status == .recommended }
    }

    /// The candidate of a setting, also under the name of one with the same figures.
    package func candidate(of setting: DecisionSetting) -> Candidate? {
        candidates.first { $0.setting == setting || $0.same.contains(setting) }
    }

    /// The candidate's expected bill in nano-dollars as the group weighs it: where conversations weigh
    /// the same, that share of the reference's bill which its conversations cost on average.
    package func expectedBill(of candidate: Candidate) -> Int128 {
        guard let scale, scale > 0, let reference else { return candidate.sums.expectedBill }
        return (reference.sums.bill * candidate.score + scale / 2) / scale
    }
}

extension Decision {
    /// A candidate of a decision as it is stored.
    package struct Row: Hashable, Sendable {
        /// What is decided for.
        package let group: Group
        /// The candidate's place; 1 is the recommendation.
        package let place: Int
        /// The configuration of one of its cells.
        package let configurationText: String
        /// The setting in words.
        package let label: String
        /// How it stands, in words.
        package let status: String
        /// What decides, in nano-dollars.
        package let expectedBill: Int64
        /// The bill of sending everything, in nano-dollars; nil where it is not known.
        package let referenceBill: Int64?
        /// References neither visible nor recoverable.
        package let referencesLost: Int64
        /// Requests over the limit.
        package let notFitting: Int64
    }

    /// The candidates as they are stored, by place. Where every candidate has rejected requests none is
    /// recommended, and places begin at 2.
    package var rows: [Row] {
        candidates.map { one in
            Row(
                group: group, place: one.place, configurationText: one.configurationText,
                label: one.setting.label, status: one.status.name,
                expectedBill: Int64(clamping: expectedBill(of: one)),
                referenceBill: reference.map { Int64(clamping: $0.sums.bill) },
                referencesLost: Int64(clamping: one.sums.referencesLost),
                notFitting: Int64(clamping: one.sums.notFitting))
        }
    }
}

/// The candidates of one group in their order.
struct DecisionRanking {
    typealias Candidate = Decision.Candidate

    /// By place.
    private(set) var candidates: [Candidate] = []
    /// What the winner would be if fitting did not count, where that is cheaper.
    private(set) var withoutFitting: Candidate?

    /// Ranks candidates that all did the same conversations. O(candidates²).
    init(_ all: [Candidate]) {
        let distinct = Self.merged(all)
        let sound = distinct.filter { $0.sums.rejected == 0 }
        let fewest = sound.map(\.sums.notFitting).min()
        let fitting = sound.filter { $0.sums.notFitting == fewest }
        let winner = Self.winner(of: fitting)
        if let winner, let other = Self.winner(of: sound), other.score < winner.score {
            withoutFitting = other
        }
        let ranked = distinct.map { one -> (rank: Int, candidate: Candidate) in
            var one = one
            let rank: Int
            (rank, one.status) = Self.rankAndStatus(of: one, among: fitting, winner)
            return (rank, one)
        }.sorted { $0.rank != $1.rank ? $0.rank < $1.rank : Self.isBefore($0.1, $1.1) }
        // The first place is the recommendation's alone.
        let first = winner == nil ? 2 : 1
        candidates = ranked.enumerated().map { offset, one in
            var candidate = one.candidate
            candidate.place = offset + first
            return candidate
        }
    }

    /// One candidate for each different set of figures, under the simplest name.
    private static func merged(_ all: [Candidate]) -> [Candidate] {
        var distinct: [Candidate] = []
        for one in all.sorted(by: isSimpler) {
            if let same = distinct.firstIndex(where: { $0.hasSameFigures(as: one) }) {
                distinct[same].same.append(one.setting)
            } else {
                distinct.append(one)
            }
        }
        return distinct
    }

    /// Of those at most 2 % dearer than the cheapest, the one that loses the fewest references; 2 %
    /// because below that the differences between price tables are larger than those between policies.
    private static func winner(of candidates: [Candidate]) -> Candidate? {
        let least = candidates.map(\.score).min()
        return candidates.filter { one in least.map { one.isNear($0) } ?? false }.min {
            one, other in
            let (lost, others) = (one.sums.referencesLost, other.sums.referencesLost)
            return lost != others ? lost < others : isBefore(one, other)
        }
    }

    /// The rank of a candidate's class and its status.
    private static func rankAndStatus(
        of one: Candidate, among fitting: [Candidate], _ winner: Candidate?
    ) -> (Int, Decision.Status) {
        if one.sums.rejected > 0 { return (3, .rejected) }
        guard fitting.contains(where: { $0.setting == one.setting }) else {
            return (2, one.setting.isOff ? .reference : .fitsLessOften)
        }
        if one.setting == winner?.setting { return (0, .recommended) }
        let better = fitting.filter { $0.dominates(one) }.min(by: isBefore)
        if let better { return (1, .dominated(by: better.setting)) }
        let least = fitting.map(\.score).min() ?? one.score
        return (1, one.isNear(least) ? .withinTwoPercent : .dearer)
    }

    /// By requests over the limit, what decides, references lost, and the name.
    private static func isBefore(_ one: Candidate, _ other: Candidate) -> Bool {
        let (mine, others) = (one.order, other.order)
        if mine != others { return mine.lexicographicallyPrecedes(others) }
        return isSimpler(one, other)
    }

    /// Doing nothing is simplest, then whatever changes the fewest settings.
    private static func isSimpler(_ one: Candidate, _ other: Candidate) -> Bool {
        let (mine, others) = (one.setting, other.setting)
        if mine.isOff != others.isOff { return mine.isOff }
        if mine.others.count != others.others.count {
            return mine.others.count < others.others.count
        }
        return (mine.label, mine.text, one.configurationText)
            < (others.label, others.text, other.configurationText)
    }
}

extension Decision.Candidate {
    /// Whether it costs at most 2 % more than the cheapest, in exact arithmetic.
    func isNear(_ least: Int128) -> Bool { 100 * score <= 102 * least }

    /// Whether it costs as little and loses as little, and one of both is less.
    func dominates(_ other: Self) -> Bool {
        let (lost, others) = (sums.referencesLost, other.sums.referencesLost)
        guard score <= other.score, lost <= others else { return false }
        return score < other.score || lost < others
    }

    func hasSameFigures(as other: Self) -> Bool {
        let (mine, others) = (sums, other.sums)
        return score == other.score && mine.bill == others.bill && mine.sent == others.sent
            && mine.expectedBill == others.expectedBill && mine.notFitting == others.notFitting
            && mine.rejected == others.rejected && mine.referencesLost == others.referencesLost
            && mine.referencesVisible == others.referencesVisible
    }

    fileprivate var order: [Int128] { [sums.notFitting, score, sums.referencesLost] }
}

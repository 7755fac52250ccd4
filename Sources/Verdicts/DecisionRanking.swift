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

internal import Evaluation
internal import Statistics

/// What conversations did in the cells of a claim, and in those it compares them with: a cluster for
/// each conversation, its cells added up.
struct ClaimClusters {
    /// How many conversations have something to divide by.
    let informative: Int
    /// The terms that no conversation of the cells has a value of.
    let unmeasured: [String]
    private let clusters: [PairedClusterBootstrap.Cluster]

    /// The conversations of some cells and of those they are compared with; the latter do not matter to
    /// a figure that compares nothing. A conversation that one side lacks is left out: it would be a
    /// part without its whole.
    init(
        _ ratio: Claim.Ratio, _ results: [CellResult], _ base: [CellResult],
        _ evidence: Claim.Evidence
    ) {
        let chosen = evidence.condition.map { condition in
            Set(results.flatMap { $0.conversations(meeting: condition) })
        }
        let heads = Self.ratios(ratio, results, chosen)
        let bases = evidence.figure.isComparison ? Self.ratios(ratio, base, chosen) : nil
        clusters = heads.keys.sorted().compactMap { id in
            guard let head = heads[id] else { return nil }
            guard let bases else { return .init(head: head, base: RatioOfSums.nothing) }
            return bases[id].map { .init(head: head, base: $0) }
        }
        informative = clusters.count { $0.head.denominator != 0 && $0.base.denominator != 0 }
        unmeasured = (ratio.numerator + ratio.denominator).filter { term in
            !results.contains { result in
                result.conversations.indices.contains { result.value(of: term, at: $0) != nil }
            }
        }.map(\.name)
    }

    /// The figure with its interval; nil where there is nothing to divide by.
    func estimate(
        _ figure: Claim.Figure
    ) -> (value: Double, interval: ClosedRange<Double>?)? {
        let bootstrap = PairedClusterBootstrap(seed: 0)
        switch figure {
        // The ratio of the cells alone is its difference from nothing.
        case .ratio, .difference:
            return bootstrap.difference(over: clusters).map { ($0.value, $0.interval) }
        case .quotient:
            return bootstrap.quotient(over: clusters).map { ($0.value, $0.interval) }
        case .quantile: return nil
        }
    }

    /// Both sums of a ratio for each conversation that was measured in all the cells it is in.
    private static func ratios(
        _ ratio: Claim.Ratio, _ results: [CellResult], _ chosen: Set<ConversationID>?
    ) -> [ConversationID: RatioOfSums] {
        var ratios: [ConversationID: RatioOfSums] = [:]
        var incomplete: Set<ConversationID> = []
        for result in results {
            for number in result.conversations.indices {
                let id = result.id(of: number)
                guard chosen?.contains(id) ?? true else { continue }
                guard let part = result.sum(of: ratio.numerator, at: number),
                    let whole = result.sum(of: ratio.denominator, at: number)
                else {
                    incomplete.insert(id)
                    continue
                }
                ratios[id, default: RatioOfSums()].add(Int(part), of: Int(whole))
            }
        }
        return ratios.filter { !incomplete.contains($0.key) }
    }
}

extension CellResult {
    /// Which conversation the one at a place of the cell is.
    fileprivate func id(of number: Int) -> ConversationID {
        ConversationID(corpus: cell.corpus.hash, number: number)
    }

    /// The conversations with a value in a range.
    fileprivate func conversations(meeting condition: Claim.Condition) -> [ConversationID] {
        conversations.indices.filter { number in
            value(of: condition.term, at: number).map(condition.range.contains) ?? false
        }.map(id)
    }

    /// The sum of terms over a conversation; nil if one was not measured.
    fileprivate func sum(of terms: [Claim.Term], at number: Int) -> Int64? {
        var sum: Int64 = 0
        for term in terms {
            guard let value = value(of: term, at: number) else { return nil }
            sum += term.isSubtracted ? -value : value
        }
        return sum
    }

    /// What a term is of a conversation; nil if it was not measured.
    fileprivate func value(of term: Claim.Term, at number: Int) -> Int64? {
        let conversation = conversations[number]
        if let label = term.label { return conversation.value(of: term.metric, label: label) }
        return term.metric.isExact
            ? conversation.value(of: term.metric) : time(of: term.metric, at: number)
    }

    /// The mean of what the repetitions of a cell took for a conversation, in whole nanoseconds; nil if
    /// one of them was not timed conversation by conversation.
    private func time(of metric: Metric, at number: Int) -> Int64? {
        var sum: Int64 = 0
        for timing in timings {
            guard let times = timing.samples[metric], times.count == conversations.count else {
                return nil
            }
            sum += times[number]
        }
        return timings.isEmpty ? nil : sum / Int64(timings.count)
    }
}

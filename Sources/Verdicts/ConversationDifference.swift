package import Evaluation
internal import Statistics

/// How an additive metric differs between two sides, over the conversations that both replayed.
///
/// The conversation is the unit of inference: what several cells measured on one conversation is added
/// up first, since cells of one conversation are no evidence of their own.
package struct ConversationDifference: Hashable, Sendable {
    /// How a difference is expressed.
    package enum Scale: Hashable, Sendable {
        /// A relative change: a share of the base's own sum.
        case relative
        /// A difference of shares of another metric's sum.
        case share(of: Metric)
    }

    /// How the difference is expressed.
    package let scale: Scale
    /// The base's sum.
    package let base: Int128
    /// The judged side's sum.
    package let head: Int128
    /// The relative change, or the difference of shares; nil if the whole is zero.
    package let value: Double?
    /// The 95 % interval of the value, conversations resampled in pairs; nil for fewer than two.
    package let interval: ClosedRange<Double>?
    /// In how many conversations the judged side has more.
    package let higher: Int
    /// In how many both have the same.
    package let equal: Int
    /// In how many the judged side has less.
    package let lower: Int

    /// How many conversations there are.
    package var conversations: Int { higher + equal + lower }
    /// Whether there are enough conversations to be sure of anything.
    package var isSure: Bool { conversations >= PairedVerdict.fewest }
}

/// The sums of one metric by conversation, being filled cell by cell.
struct ConversationSums {
    private struct Sums {
        var base = RatioOfSums()
        var head = RatioOfSums()
    }

    private let scale: ConversationDifference.Scale
    private var places: [ConversationName: Int] = [:]
    /// In the order of the first cells, so that the same runs give the same interval.
    private var sums: [Sums] = []

    init(_ metric: Metric) { scale = metric.comparisonScale }

    /// Adds what a pair of cells measured on one conversation.
    mutating func add(_ pair: ConversationPairing.Pair, base: Int64, head: Int64) {
        let place = places[pair.id] ?? sums.count
        if place == sums.count {
            places[pair.id] = place
            sums.append(Sums())
        }
        var wholes = (base: Int(base), head: Int(base))
        if case .share(let metric) = scale {
            wholes.base = Int(pair.base.value(of: metric) ?? 0)
            wholes.head = Int(pair.head.value(of: metric) ?? 0)
        }
        sums[place].base.add(Int(base), of: wholes.base)
        sums[place].head.add(Int(head), of: wholes.head)
    }

    /// The difference; O(resamples · conversations).
    func difference() -> ConversationDifference {
        let base = sums.reduce(Int128(0)) { $0 + $1.base.numerator }
        let head = sums.reduce(Int128(0)) { $0 + $1.head.numerator }
        // A change relative to what may be negative has no direction.
        let isMeaningful = scale != .relative || sums.allSatisfy { $0.base.numerator >= 0 }
        let clusters = sums.map {
            PairedClusterBootstrap.Cluster(head: $0.head, base: $0.base)
        }
        // Resampling what is equal everywhere gives zero, ten thousand times.
        let isEqual = clusters.allSatisfy { $0.head == $0.base }
        let ratio =
            isMeaningful && !isEqual
            ? PairedClusterBootstrap(seed: 0).difference(over: clusters) : nil
        return ConversationDifference(
            scale: scale, base: base, head: head, value: isEqual ? 0 : ratio?.value,
            interval: isEqual ? 0...0 : ratio?.interval,
            higher: sums.count { $0.head.numerator > $0.base.numerator },
            equal: sums.count { $0.head.numerator == $0.base.numerator },
            lower: sums.count { $0.head.numerator < $0.base.numerator })
    }
}

extension Metric {
    /// What a result is judged by before all else, in this order: what the user pays, what the agent
    /// loses, and whether the requests can be served.
    package static let decisive: [Metric] = [
        .bill, .billExpected, .referencesLost, .requestsNotFitting, .requestsRejected,
    ]

    /// How a difference is expressed: savings may be negative and losses rare, so that both are shares of
    /// what policies cannot change.
    var comparisonScale: ConversationDifference.Scale {
        switch self {
        case .tokensSaved, .tokensSavedNet: .share(of: .tokensRecorded)
        case .referencesVisible, .referencesRecoverable, .referencesLost:
            .share(of: .referencesNeeded)
        case .requestsChanged, .requestsNotFitting, .requestsRejected: .share(of: .requests)
        default: .relative
        }
    }
}

/// The conversations that both cells of a pair replayed, and how many one of them lacks.
struct ConversationPairing {
    /// A conversation on both sides.
    struct Pair {
        let id: ConversationName
        let base: ConversationResult
        let head: ConversationResult
    }

    /// The conversations that both have, in the order of the judged cell.
    private(set) var pairs: [Pair] = []
    /// How many conversations one side alone has.
    private(set) var unpaired = 0

    /// Pairs conversations of the same recordings by name. O(conversations).
    init(_ base: CellResult, _ head: CellResult) {
        let corpus = head.cell.corpus.hash
        var others = Dictionary(
            Self.named(base.conversations, corpus), uniquingKeysWith: { first, _ in first })
        for (id, conversation) in Self.named(head.conversations, corpus) {
            if let other = others.removeValue(forKey: id) {
                pairs.append(Pair(id: id, base: other, head: conversation))
            } else {
                unpaired += 1
            }
        }
        unpaired += others.count
    }

    /// A recording may use a name twice: the second is another conversation.
    private static func named(
        _ conversations: [ConversationResult], _ corpus: String
    ) -> [(ConversationName, ConversationResult)] {
        var seen: [String: Int] = [:]
        return conversations.map { conversation in
            let occurrence = seen[conversation.name, default: 0]
            seen[conversation.name] = occurrence + 1
            let id = ConversationName(
                corpus: corpus, name: conversation.name, occurrence: occurrence)
            return (id, conversation)
        }
    }
}

/// A conversation as comparisons know it: its recordings' hash and its name there.
struct ConversationName: Hashable {
    let corpus: String
    let name: String
    let occurrence: Int
}

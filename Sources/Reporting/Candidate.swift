internal import Evaluation
internal import Statistics

/// A way of shortening with what decides whether to use it, and what it says beside the others.
struct Candidate {
    /// How a candidate stands among the others.
    enum Standing: Equatable {
        /// It saves most of those that may be used.
        case best
        /// None that may be used saves more and shows more at once.
        case front
        /// Another, of that name, saves as much and shows as much, and one of both more.
        case beaten(by: String)
        /// It breaks rules of the wire format.
        case illegal
    }

    let way: Shortening
    /// Other ways with the very same figures.
    var alike: [String] = []
    /// The net saving as a share of the tokens.
    let net: Double
    /// The share of later uses that the view still shows; nil without any.
    let visible: Double?
    /// Each conversation's net saving and tokens, by corpus and number.
    private let conversations: [ConversationID: RatioOfSums]

    init(_ way: Shortening) {
        self.way = way
        net = way.tokensIn == 0 ? 0 : Double(way.net) / Double(way.tokensIn)
        visible = way.visible(.survival)
        var conversations: [ConversationID: RatioOfSums] = [:]
        for row in way.rows {
            for (number, own) in row.result.conversations.enumerated() {
                guard let saved = own.counts[.tokensSavedNet], let all = own.value(of: .tokensIn)
                else { continue }
                let id = ConversationID(corpus: row.result.cell.corpus.hash, number: number)
                conversations[id, default: RatioOfSums()].add(Int(saved), of: Int(all))
            }
        }
        self.conversations = conversations
    }

    var label: String { way.label }
    var isLegal: Bool { way.illegal == 0 }
    /// The share of later uses that the view no longer shows.
    var hidden: Double? { visible.map { 1 - $0 } }

    /// Whether it is better in one exact figure and worse in none; times decide nothing here, since
    /// they are advisory.
    func dominates(_ other: Self) -> Bool {
        guard isLegal else { return false }
        let (mine, others) = (visible ?? 1, other.visible ?? 1)
        guard net >= other.net, mine >= others else { return false }
        return net > other.net || mine > others
    }

    /// By how much it saves more, over the conversations that both have; nil if those are not stored.
    ///
    /// One of several rivals is always the one beside which it looks best or worst: the intervals are so
    /// wide that with 95 % all of them hold at once (Bonferroni).
    func verdict(against other: Self, rivals: Int) -> PairedVerdict? {
        let keys = conversations.keys.filter { other.conversations[$0] != nil }.sorted()
        guard !keys.isEmpty else { return nil }
        return PairedVerdict(
            keys.compactMap { conversations[$0] },
            against: keys.compactMap { other.conversations[$0] },
            by: PairedClusterBootstrap(confidence: 1 - 0.05 / Double(max(rivals, 1)), seed: 0))
    }

    private func hasSameFigures(as other: Self) -> Bool {
        net == other.net && visible == other.visible && way.illegal == other.way.illegal
            && way.insufficient == other.way.insufficient
    }
}

extension Candidate {
    /// The ways that act on any request, those of the very same figures as one: the one to use first,
    /// then the others by how they stand and what they save. O(ways²).
    static func ranked(_ ways: [Shortening]) -> [(candidate: Candidate, standing: Standing)] {
        var all: [Candidate] = []
        for candidate in ways.filter({ $0.acted > 0 }).map(Candidate.init) {
            if let same = all.firstIndex(where: { $0.hasSameFigures(as: candidate) }) {
                all[same].alike.append(candidate.label)
            } else {
                all.append(candidate)
            }
        }
        let legal = all.filter(\.isLegal)
        let front = legal.filter { one in !legal.contains { $0.dominates(one) } }
        let best = front.max { $0.net < $1.net }?.label
        let standings = all.map { one -> Standing in
            guard one.isLegal else { return .illegal }
            if one.label == best { return .best }
            let better = front.filter { $0.dominates(one) }.max { $0.net < $1.net }
            return better.map { .beaten(by: $0.label) } ?? .front
        }
        return zip(all, standings).enumerated().sorted {
            let (one, other) = ($0.element, $1.element)
            return (one.1.rank, -one.0.net, $0.offset) < (other.1.rank, -other.0.net, $1.offset)
        }.map { (candidate: $0.element.0, standing: $0.element.1) }
    }
}

extension Candidate.Standing {
    var rank: Int {
        switch self {
        case .best: 0
        case .front: 1
        case .beaten: 2
        case .illegal: 3
        }
    }
}

internal import Evaluation
internal import Statistics
internal import Verdicts

/// A setting in the four measures that people ask for first: tokens a second, hit ratios of caches,
/// savings and added latency.
///
/// All figures are of the cells that the decision compares, under one limit, one kind of client and one
/// price rule; what these cells do not hold is not measured, and never estimated.
struct MeasuredSetting {
    /// Why a setting is shown.
    enum Role: String {
        case recommended
        case usual = "the default"
        case off = "doing nothing"
    }

    /// What stands where no cell has a figure.
    static let notMeasured = "not measured"
    /// The pipeline's own policy, which is what runs where no setting is given.
    private static let usualPolicy = "chunked"

    /// Why it is shown; one setting may be several things at once.
    private(set) var roles: [Role]
    private let name: String
    private let cells: [CellResult]
    private let figures: [Measurement]
    /// Those that made requests.
    private let conversations: [Decision.Conversation]

    /// What is recommended, the default and doing nothing, as far as they differ.
    static func all(of decision: Decision) -> [MeasuredSetting] {
        let usual = decision.candidates.first { one in
            ([one.setting] + one.same).contains { $0.policy == usualPolicy && $0.others.isEmpty }
        }
        let found = [
            (Role.recommended, decision.recommended), (.usual, usual), (.off, decision.reference),
        ]
        var places: [Int] = []
        var settings: [MeasuredSetting] = []
        for (role, candidate) in found where role != .recommended || candidate != nil {
            let place = candidate?.place ?? 0
            if let known = places.firstIndex(of: place), place > 0 {
                settings[known].roles.append(role)
            } else {
                places.append(place)
                settings.append(MeasuredSetting(role, candidate, decision))
            }
        }
        return settings
    }

    private init(
        _ role: Role, _ candidate: Decision.Candidate?, _ decision: Decision
    ) {
        roles = [role]
        name = candidate?.setting.label ?? (role == .off ? "off" : Self.usualPolicy)
        cells = candidate?.cells ?? []
        figures = cells.flatMap(\.figures)
        conversations = candidate.map(decision.conversations) ?? []
    }

    /// The setting's name and why it is shown.
    var title: String {
        let name = Markdown.escaped(name)
        return (roles.contains(.recommended) ? "**\(name)**" : name) + ": "
            + roles.map(\.rawValue).joined(separator: ", ")
    }

    /// The kind of client whose cells they are; nil where there are none.
    var mode: ReplayMode? { cells.first?.cell.mode }
}

extension MeasuredSetting {
    /// Tokens of all requests, as recorded, in a second of CPU time.
    var speed: String {
        guard let tokens = sum(.tokensRecorded), let time = sum(.cpuTime), time > 0 else {
            return Self.notMeasured
        }
        // Advisory: on a busy machine the third digit is noise.
        return Figure.significant(Double(tokens) / Double(time) * 1e9, 2)
    }

    /// What a request gains in latency.
    func latency(_ quantile: Quantile) -> String {
        let samples = Samples(cells.lazy.flatMap { $0.samples(of: .addedLatency) })
        return samples.count == 0
            ? Self.notMeasured : Figure.duration(samples.value(at: quantile))
    }

    /// The part of the look-ups that a cache of ours answered.
    func hitRatio(_ hits: Int128?, _ misses: Int128?) -> String {
        guard let hits, let misses else { return Self.notMeasured }
        return hits + misses == 0
            ? "no look-ups"
            : "\(Figure.percent(hits, of: hits + misses)) of \(Figure.count(hits + misses))"
    }

    /// The part of all messages that was not counted again.
    var known: String {
        guard let counted = sum(.operations), let known = sum(.operationsAvoided),
            counted + known > 0
        else { return Self.notMeasured }
        return Figure.percent(known, of: counted + known)
    }

    /// The sum of a measurement over all cells; nil if one of them lacks it.
    func sum(_ metric: Metric, _ label: String? = nil) -> Int128? {
        let values = figures.compactMap { one -> Int128? in
            guard one.metric == metric, one.label == label, case .integer(let value) = one.value
            else { return nil }
            return Int128(value)
        }
        return cells.isEmpty || values.count < cells.count ? nil : values.reduce(0, +)
    }
}

extension MeasuredSetting {
    /// The part of the tokens sent that the provider's prompt cache had.
    var promptCache: String { share(conversations.map { ($0.result.cacheRead, $0.result.sent) }) }

    /// The part of the recorded tokens that was not sent, less what summarisers read and wrote.
    var tokensSaved: String {
        share(conversations.map { ($0.result.savedNet, $0.result.recorded) })
    }

    /// What is paid less than for sending everything, as money and as a part of that bill.
    func saved(_ bill: (ConversationResult) -> Int64) -> String {
        if roles.contains(.off), !conversations.isEmpty {
            let bill = conversations.reduce(0) { $0 + Int128($1.result.bill) }
            return "— (bill \(Figure.dollars(bill)))"
        }
        let amounts = conversations.compactMap { one in
            one.everythingSent.map { ($0.bill - bill(one.result), $0.bill) }
        }
        guard amounts.count == conversations.count else { return Self.notMeasured }
        let text = share(amounts.map { (Int($0.0), Int($0.1)) })
        let sum = amounts.reduce(Int128(0)) { $0 + Int128($1.0) }
        return text == Self.notMeasured ? text : "\(Figure.dollars(sum)), \(text)"
    }

    /// A share of sums over conversations with its interval, or why it has none.
    private func share(_ parts: [(Int, Int)]) -> String {
        // Resampling nothing gives nothing, ten thousand times.
        if parts.allSatisfy({ $0.0 == 0 }), parts.contains(where: { $0.1 > 0 }) {
            return Figure.percent(0)
        }
        let sums = parts.map { RatioOfSums($0.0, of: $0.1) }
        guard let share = PairedClusterBootstrap(seed: 0).ratio(over: sums) else {
            return Self.notMeasured
        }
        guard parts.count >= PairedVerdict.fewest else {
            return "\(Figure.percent(share.value)) (n too small)"
        }
        return Figure.percent(share.value) + Figure.ends(of: share.interval)
    }
}

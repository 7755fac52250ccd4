package import Evaluation

/// The exact values of two runs or settings, value by value: any change is a change, and whatever one
/// side lacks is counted as not compared.
package struct ExactComparison: Sendable {
    /// The metrics: the decisive ones first, the others in the order of their first cells.
    package let rows: [Row]
    /// How many cells both have.
    package let cells: Int
    /// Cells that were compared with none, and why.
    package let unpaired: [UnpairedCell]
    /// How many planned cells neither run has.
    package let unfinished: Int
    /// How many conversations of the compared cells both sides have, each counted in every cell.
    package let conversations: Int
    /// How many conversations of the compared cells one side alone has.
    package let unpairedConversations: Int
    /// Whether settings are compared, whose results differ on purpose: then the decisive metrics judge.
    package let isOfSettings: Bool

    /// Compares two runs, or what two settings gave where their axes are named. O(values), and
    /// O(resamples · conversations) for each metric that differs.
    package init(base: RunRecord, head: RunRecord, axes: ComparedAxes = ComparedAxes()) {
        let pairing = CellPairing(base: base, head: head, axes: axes)
        var table = ExactRowTable(isOfSettings: axes.areGiven)
        for pair in pairing.pairs { table.add(pair.base, pair.head) }
        rows = table.finished()
        cells = pairing.pairs.count
        unpaired = pairing.unpaired
        unfinished = pairing.unfinished
        conversations = table.conversations
        unpairedConversations = table.unpairedConversations
        isOfSettings = axes.areGiven
    }

    /// The rows that differ or could not be compared: decisive metrics first, then the worst.
    package var changes: [Row] {
        let changed = rows.filter { $0.verdict != .equal }
        let decisive = changed.filter(\.isDecisive)
        let others = changed.filter { !$0.isDecisive }
        return decisive + others.sorted { $0.verdict.rank < $1.verdict.rank }
    }

    /// Whether anything that judges is worse.
    package var hasRegressed: Bool { rows.contains { $0.judges && $0.verdict == .worse } }
    /// Whether something that judges is better and nothing worse.
    package var hasImproved: Bool {
        !hasRegressed && rows.contains { $0.judges && $0.verdict == .better }
    }

    /// How many cells there are on either side, those that are unfinished included.
    package var allCells: Int { cells + unpairedCells }
    /// How many cells were compared with none.
    package var unpairedCells: Int { unpaired.count + unfinished }
    /// Whether everything that one side has was compared.
    package var isComplete: Bool {
        unpairedCells == 0 && unpairedConversations == 0
            && !rows.contains { $0.verdict == .notCompared }
    }
    /// The row of a metric as a whole; nil if it was not measured.
    package func row(_ metric: Metric) -> Row? { rows.first { $0.name == metric.rawValue } }
}

extension ExactComparison {
    /// A metric over all cells that both have.
    package struct Row: Hashable, Sendable {
        /// The metric's full name, with its label.
        package let name: String
        /// What was measured.
        package let metric: Metric
        /// Whether a change for the worse here is one of the whole comparison.
        package let judges: Bool
        /// The sum over the cells that both have; nil for texts.
        package var base: Double?
        /// The same of the judged side.
        package var head: Double?
        /// In how many cells the values are equal.
        package var equal = 0
        /// In how many they differ.
        package var different = 0
        /// In how many one side alone has a value.
        package var lacking = 0
        /// The first cell in which they differ, for people.
        package var example: String?
        /// What is said: equal in all cells, better or worse in sum, or, where the metric is a mere fact
        /// of the work, or cells differ and their sum does not, no more than that they differ.
        package var verdict = ExactVerdict.equal
        /// The difference over conversations; nil where they are equal or the metric is not additive.
        package var difference: ConversationDifference?

        /// A row without values.
        init(name: String, metric: Metric, judges: Bool) {
            self.name = name
            self.metric = metric
            self.judges = judges
        }

        /// Whether the metric is one of those that decide, as a whole.
        package var isDecisive: Bool {
            name == metric.rawValue && Metric.decisive.contains(metric)
        }

        /// The change of the sums as a share of the base; nil without sums, or from nothing.
        package var change: Double? {
            guard let base, let head, base != 0 else { return nil }
            return (head - base) / base.magnitude
        }
    }
}

/// What is said about exact values.
package enum ExactVerdict: String, Hashable, Sendable, CaseIterable {
    /// Less of what is wanted in sum, or more of what is not.
    case worse
    /// One side has no such values.
    case notCompared = "not compared"
    /// More of what is wanted in sum, or less of what is not.
    case better
    /// Different, and neither better nor worse.
    case different
    /// The same in every cell.
    case equal

    /// The order in which a report lists them: the worse first.
    package var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The rows of an exact comparison, being filled pair by pair.
struct ExactRowTable {
    /// How many conversations were paired, each counted in every cell.
    private(set) var conversations = 0
    /// How many conversations one side alone has.
    private(set) var unpairedConversations = 0

    private typealias Row = ExactComparison.Row
    private let isOfSettings: Bool
    private var rows: [Row] = []
    private var index: [String: Int] = [:]
    private var sums: [Int: ConversationSums] = [:]

    init(isOfSettings: Bool) { self.isOfSettings = isOfSettings }

    /// Compares the values of two cells.
    mutating func add(_ base: CellResult, _ head: CellResult) {
        let pairing = ConversationPairing(base, head)
        conversations += pairing.pairs.count
        unpairedConversations += pairing.unpaired
        let others = Self.exact(base)
        let known = Dictionary(
            others.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        let own = Self.exact(head)
        for measurement in own {
            add(measurement, known[measurement.name], measurement.value, head.cell, pairing)
        }
        let present = Set(own.map(\.name))
        for measurement in others where !present.contains(measurement.name) {
            add(measurement, measurement.value, nil, head.cell, pairing)
        }
    }

    private static func exact(_ result: CellResult) -> [Measurement] {
        result.measurements.filter { $0.metric.isExact }
    }

    /// Compares one value; nil where a side has none.
    private mutating func add(
        _ measurement: Measurement, _ base: MeasuredValue?, _ head: MeasuredValue?,
        _ cell: Cell, _ pairing: ConversationPairing
    ) {
        let place = place(of: measurement)
        guard let base, let head else {
            rows[place].lacking += 1
            rows[place].example = rows[place].example ?? cell.listing
            // A label that never occurred is no value that is missing: nothing of it was there.
            if measurement.label != nil { addSums(place, base, head) }
            return
        }
        addSums(place, base, head)
        let isWhole = measurement.label == nil
        let hasMoved = isWhole && addConversations(place, pairing)
        if measurement.metric.isSame(base, head), !hasMoved {
            rows[place].equal += 1
        } else {
            rows[place].different += 1
            rows[place].example = rows[place].example ?? cell.listing
        }
    }

    private mutating func place(of measurement: Measurement) -> Int {
        if let place = index[measurement.name] { return place }
        let metric = measurement.metric
        let judges = !isOfSettings || Metric.decisive.contains(metric)
        rows.append(Row(name: measurement.name, metric: metric, judges: judges))
        index[measurement.name] = rows.count - 1
        if measurement.label == nil { sums[rows.count - 1] = ConversationSums(metric) }
        return rows.count - 1
    }

    private mutating func addSums(_ place: Int, _ base: MeasuredValue?, _ head: MeasuredValue?) {
        rows[place].base = Self.sum(rows[place].base, base)
        rows[place].head = Self.sum(rows[place].head, head)
    }

    private static func sum(_ sum: Double?, _ value: MeasuredValue?) -> Double? {
        value?.number.map { (sum ?? 0) + $0 } ?? sum
    }

    /// Adds the conversations' values, and returns whether one of them moved: the sum of a cell stays
    /// the same where one conversation gains what another loses.
    private mutating func addConversations(_ place: Int, _ pairing: ConversationPairing) -> Bool {
        let metric = rows[place].metric
        var hasMoved = false
        for pair in pairing.pairs {
            guard let base = pair.base.value(of: metric), let head = pair.head.value(of: metric)
            else { continue }
            sums[place]?.add(pair, base: base, head: head)
            if base != head { hasMoved = true }
        }
        // Counters vary by what the processor does; only their sums are held against each other.
        return hasMoved && metric.metricClass == .deterministic
    }

    /// The rows with their verdicts, decisive metrics first.
    func finished() -> [ExactComparison.Row] {
        let judged = rows.indices.map { place -> Row in
            var row = rows[place]
            row.verdict = verdict(on: row)
            // The headline states decisive sums that are equal, too.
            if row.verdict != .equal || row.isDecisive { row.difference = difference(place) }
            return row
        }
        let decisive = Metric.decisive.compactMap { metric in
            judged.first { $0.isDecisive && $0.metric == metric }
        }
        return decisive + judged.filter { !$0.isDecisive }
    }

    private func difference(_ place: Int) -> ConversationDifference? {
        guard let difference = sums[place]?.difference(), difference.conversations > 0 else {
            return nil
        }
        return difference
    }

    private func verdict(on row: Row) -> ExactVerdict {
        let isLabelled = row.name != row.metric.rawValue
        guard row.different + row.lacking > 0 else { return .equal }
        let verdict = direction(row)
        // Settings measure what they do: what only one of them does is a difference.
        guard row.lacking > 0, !isLabelled, !isOfSettings, verdict != .worse else {
            return verdict
        }
        return .notCompared
    }

    private func direction(_ row: Row) -> ExactVerdict {
        guard let base = row.base, let head = row.head,
            !row.metric.isSame(.real(base), .real(head))
        else { return .different }
        switch row.metric.polarity {
        case .neutral: return .different
        case .higherIsBetter: return head > base ? .better : .worse
        case .lowerIsBetter: return head < base ? .better : .worse
        }
    }
}

internal import Evaluation

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

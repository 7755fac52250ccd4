package import Evaluation
package import Statistics

/// What is exact in two runs, value by value: any change is a change.
package struct ExactComparison: Sendable {
    /// A metric over all cells that both runs have.
    package struct Row: Hashable, Sendable {
        /// The metric's full name, with its label.
        package let name: String
        /// What was measured.
        package let metric: Metric
        /// The sums over the cells that both have; nil for texts.
        package fileprivate(set) var base: Double?
        /// The same of the judged run.
        package fileprivate(set) var head: Double?
        /// In how many cells the values are equal.
        package fileprivate(set) var equal = 0
        /// In how many they differ.
        package fileprivate(set) var different = 0
        /// The first cell in which they differ, for people.
        package fileprivate(set) var example: String?
        /// What is said: equal in all cells, better or worse in sum, or, where the metric is a mere fact
        /// of the work, or cells differ and their sum does not, no more than that they differ.
        package fileprivate(set) var verdict = ExactVerdict.equal
        /// The interval of the difference of the rates (per token of the requests), from conversations.
        package fileprivate(set) var rates: RatioDifference?

        /// The change of the sums as a share of the base; nil without sums, or from nothing.
        package var change: Double? {
            guard let base, let head, base != 0 else { return nil }
            return (head - base) / base.magnitude
        }
    }

    /// The metrics, in the order of their first cells.
    package let rows: [Row]
    /// How many cells both runs have.
    package let cells: Int
    /// Cells that only the base has.
    package let onlyBase: Int
    /// Cells that only the judged run has.
    package let onlyHead: Int

    /// Compares two runs by corpus, configuration, mode, and seed. O(values).
    package init(base: RunRecord, head: RunRecord) {
        let others = Dictionary(
            base.results.map { (CellName($0.cell), $0) }, uniquingKeysWith: { first, _ in first })
        var table = RowTable()
        var common = 0
        for result in head.results {
            guard let other = others[CellName(result.cell)] else { continue }
            common += 1
            table.add(other, result)
        }
        rows = table.finished()
        cells = common
        onlyBase = base.results.count - common
        onlyHead = head.results.count - common
    }

    /// The rows that differ, worst first.
    package var changes: [Row] {
        rows.filter { $0.verdict != .equal }.sorted { $0.verdict.rank < $1.verdict.rank }
    }

    /// Whether anything is worse.
    package var hasRegressed: Bool { rows.contains { $0.verdict == .worse } }
    /// Whether something is better and nothing worse.
    package var hasImproved: Bool { !hasRegressed && rows.contains { $0.verdict == .better } }
}

/// What is said about exact values.
package enum ExactVerdict: String, Hashable, Sendable {
    /// The same in every cell.
    case equal
    /// Less of what is wanted in sum, or more of what is not.
    case worse
    /// More of what is wanted in sum, or less of what is not.
    case better
    /// Different, and neither better nor worse.
    case different

    /// The order in which a report tells of them: the worse first.
    package var rank: Int {
        switch self {
        case .worse: 0
        case .better: 1
        case .different: 2
        case .equal: 3
        }
    }
}

/// Rows being filled, cell by cell.
private struct RowTable {
    private var rows: [ExactComparison.Row] = []
    private var index: [String: Int] = [:]
    /// By metric, a cluster for each conversation, whose cells are added up: they are no evidence of
    /// their own.
    private var clusters: [String: [PairedClusterBootstrap.Cluster]] = [:]
    private var conversations: [ConversationID: Int] = [:]

    mutating func add(_ base: CellResult, _ head: CellResult) {
        let others = Dictionary(
            base.measurements.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        for measurement in head.measurements where measurement.metric.isExact {
            let place = place(of: measurement)
            let other = others[measurement.name]?.value
            if measurement.metric.isSame(other, measurement.value) {
                rows[place].equal += 1
            } else {
                rows[place].different += 1
                rows[place].example = rows[place].example ?? head.cell.listing
            }
            rows[place].base = Self.sum(rows[place].base, other)
            rows[place].head = Self.sum(rows[place].head, measurement.value)
        }
        guard head.conversations.count == base.conversations.count else { return }
        for metric in Metric.allCases where metric.isExact && metric != .tokensIn {
            addClusters(metric, base, head)
        }
    }

    private mutating func place(of measurement: Measurement) -> Int {
        if let place = index[measurement.name] { return place }
        rows.append(ExactComparison.Row(name: measurement.name, metric: measurement.metric))
        index[measurement.name] = rows.count - 1
        return rows.count - 1
    }

    /// Conversations are paired across the arms; those of all cells are clusters of one comparison.
    private mutating func addClusters(
        _ metric: Metric, _ base: CellResult, _ head: CellResult
    ) {
        let samples = head.conversations.compactMap { $0.value(of: metric) }
        let others = base.conversations.compactMap { $0.value(of: metric) }
        let sizes = head.conversations.compactMap { $0.value(of: .tokensIn) }
        let baseSizes = base.conversations.compactMap { $0.value(of: .tokensIn) }
        guard Set([samples.count, others.count, sizes.count, baseSizes.count]).count == 1 else {
            return
        }
        for place in samples.indices {
            let cluster = conversation(place, of: head.cell.corpus.hash)
            let empty = PairedClusterBootstrap.Cluster(head: RatioOfSums(), base: RatioOfSums())
            let missing = cluster + 1 - (clusters[metric.rawValue]?.count ?? 0)
            if missing > 0 {
                clusters[metric.rawValue, default: []] += Array(repeating: empty, count: missing)
            }
            clusters[metric.rawValue]?[cluster].head.add(
                Int(samples[place]), of: Int(sizes[place]))
            clusters[metric.rawValue]?[cluster].base.add(
                Int(others[place]), of: Int(baseSizes[place]))
        }
    }

    private mutating func conversation(_ place: Int, of corpus: String) -> Int {
        let id = ConversationID(corpus: corpus, number: place)
        let number = conversations[id] ?? conversations.count
        conversations[id] = number
        return number
    }

    private static func sum(_ sum: Double?, _ value: MeasuredValue?) -> Double? {
        value?.number.map { (sum ?? 0) + $0 } ?? sum
    }

    func finished() -> [ExactComparison.Row] {
        rows.map { row in
            var row = row
            row.verdict = Self.verdict(on: row)
            if row.verdict != .equal, let clusters = clusters[row.name] {
                row.rates = PairedClusterBootstrap(seed: 0).difference(over: clusters)
            }
            return row
        }
    }

    private static func verdict(on row: ExactComparison.Row) -> ExactVerdict {
        guard row.different > 0 else { return .equal }
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

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

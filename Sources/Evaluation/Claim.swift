/// A number that a document promises, and how it would show.
package struct Claim: Hashable, Sendable {
    /// A short name, unique.
    package var id: String
    /// The document: its number and its title.
    package var document: String
    /// The heading of the section in it.
    package var section: String
    /// The words around the number, as they stand there.
    package var quote: String
    /// What the number meant where it comes from, as far as that is known, and what is measured here.
    package var meaning: String
    /// What is measured; nil if nothing here can show it.
    package var evidence: Evidence?
    /// Why nothing here can show it; nil if something can.
    package var obstacle: Obstacle?

    /// Where the promise stands: the number of the document and the section.
    package var source: String {
        "\(document.prefix { !$0.isWhitespace }), \(section)"
    }

    /// What is measured, and what must hold of it.
    package struct Evidence: Hashable, Sendable {
        /// The name of the matrix, a file in `Benchmarks/Matrices`.
        package var matrix: String
        /// The cells: of each axis (`corpus` and `mode`, too) one of the values, `all` standing for any;
        /// an axis that is not named has the matrix's first value.
        package var cells: [Matrix.Axis]
        /// Axes in which the cells differ that these are compared with; empty unless the figure is a
        /// comparison.
        package var against: [Matrix.Axis] = []
        /// Which conversations count; nil for all.
        package var condition: Condition?
        /// The figure.
        package var figure: Figure
        /// Whether the figure is taken off one.
        package var isComplement = false
        /// By what the figure is multiplied to come to the unit: 1000000000 for what is counted per
        /// nanosecond.
        package var scale = 1.0
        /// The unit, for people: `ms`, `tokens/s`; empty for a share, which is shown in per cent.
        package var unit = ""
        /// What must hold.
        package var predicate: Predicate

        /// The cells that a comparison is made with: these ones, but for the axes of `against`.
        package var baseCells: [Matrix.Axis] {
            let others = against.map(\.name)
            return cells.filter { !others.contains($0.name) } + against
        }
    }

    /// What would be needed to judge a claim, and why it is not there.
    package struct Obstacle: Hashable, Sendable {
        /// The name of the metric that would show it; there is no such one.
        package var metric: String
        /// Why there is none, for people.
        package var reason: String

        /// An obstacle.
        package init(metric: String, reason: String) {
            self.metric = metric
            self.reason = reason
        }
    }

    /// A bound on one side only: doing better than promised keeps a promise.
    package enum Predicate: Hashable, Sendable {
        /// At least so much.
        case atLeast(Double)
        /// At most so much.
        case atMost(Double)
    }
}

extension Claim {
    /// A figure over conversations.
    package enum Figure: Hashable, Sendable {
        /// A ratio of sums.
        case ratio(Ratio)
        /// The ratio of the cells less that of the cells they are compared with.
        case difference(Ratio)
        /// The ratio of the cells divided by that of the cells they are compared with.
        case quotient(Ratio)
        /// A quantile, by name (`p99`), of what was sampled request by request.
        case quantile(String, of: Metric)

        /// The ratio; nil for a quantile.
        package var ratio: Ratio? {
            switch self {
            case .ratio(let ratio), .difference(let ratio), .quotient(let ratio): ratio
            case .quantile: nil
            }
        }

        /// Whether it is about two sets of cells.
        package var isComparison: Bool {
            switch self {
            case .ratio, .quantile: false
            case .difference, .quotient: true
            }
        }
    }

    /// A sum of terms divided by another.
    package struct Ratio: Hashable, Sendable {
        /// What is divided.
        package var numerator: [Term]
        /// By what.
        package var denominator: [Term]

        /// A ratio.
        package init(numerator: [Term], denominator: [Term]) {
            self.numerator = numerator
            self.denominator = denominator
        }
    }

    /// What each conversation adds to a sum.
    package struct Term: Hashable, Sendable {
        /// The metric.
        package var metric: Metric
        /// The part of a metric that is split by a label; nil for a whole one.
        package var label: String?
        /// Whether it is subtracted.
        package var isSubtracted = false
    }

    /// The conversations with a value in a range.
    package struct Condition: Hashable, Sendable {
        /// The value.
        package var term: Term
        /// The range.
        package var range: ClosedRange<Int64>
    }

    /// The quantiles that a claim can be about.
    package static let quantiles = ["p50", "p90", "p95", "p99", "p99.9"]
    /// The metrics that are sampled request by request.
    package static let sampledMetrics = [
        Metric.addedLatency, .intendedLatency, .scheduleLag,
    ]
}

extension Claim.Predicate: CustomStringConvertible {
    /// Reads `>= 0.6` or `<= 50`; nil for anything else.
    package init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 2, let number = Double(words[1]), number.isFinite else { return nil }
        switch words[0] {
        case ">=": self = .atLeast(number)
        case "<=": self = .atMost(number)
        default: return nil
        }
    }

    /// The form that is read.
    package var description: String {
        switch self {
        case .atLeast(let value): ">= \(value)"
        case .atMost(let value): "<= \(value)"
        }
    }
}

extension Claim.Term: CustomStringConvertible {
    /// Reads the name of a metric or of a part of one, with a minus in front if it is subtracted; nil
    /// for what is not in the record of a conversation.
    package init?(_ text: String) {
        let name = text.drop { $0 == "-" }
        guard text.count - name.count <= 1 else { return nil }
        isSubtracted = text.count != name.count
        if let metric = Metric(rawValue: String(name)), metric.isAdditive {
            self.metric = metric
            return
        }
        for dot in name.indices where name[dot] == "." {
            let label = String(name[name.index(after: dot)...])
            guard let metric = Metric(rawValue: String(name[..<dot])),
                metric.partLabels.contains(label)
            else { continue }
            self.metric = metric
            self.label = label
            return
        }
        return nil
    }

    /// The name without a sign: the metric's, followed by the label if there is one.
    package var name: String { label.map { "\(metric.rawValue).\($0)" } ?? metric.rawValue }

    /// The form that is read.
    package var description: String { (isSubtracted ? "-" : "") + name }
}

extension Metric {
    /// Whether it is one number of a conversation that adds up over conversations. Ratios are not:
    /// their parts are metrics of their own (`quality.sum` and `quality.judged`).
    package var isAdditive: Bool {
        self == .cpuTime || ConversationResult.fieldMetrics.contains(self)
            || ConversationResult.countMetrics.contains(self)
    }
}

/// One measured value of a cell.
package struct Measurement: Hashable, Sendable {
    /// What was measured.
    package var metric: Metric
    /// The part of a split metric (`safe`, `prose`), or nil.
    package var label: String?
    /// The value.
    package var value: MeasuredValue

    /// A measurement.
    package init(_ metric: Metric, label: String? = nil, _ value: MeasuredValue) {
        self.metric = metric
        self.label = label
        self.value = value
    }

    /// The name under which the value is stored: the metric's, followed by the label if there is one.
    package var name: String { label.map { "\(metric.rawValue).\($0)" } ?? metric.rawValue }
}

/// A value as it is stored and dumped.
package enum MeasuredValue: Hashable, Sendable {
    /// A count, a number of bytes or nanoseconds, or money in nano-dollars; exact.
    case integer(Int64)
    /// A ratio or rate.
    case real(Double)
    /// A hash.
    case text(String)

    /// The value as a number; nil for a text.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        case .text: nil
        }
    }
}

extension MeasuredValue: CustomStringConvertible {
    /// The form used by `winnow dump`: integers exact, reals in their shortest round-trip form.
    package var description: String {
        switch self {
        case .integer(let value): String(value)
        case .real(let value): "\(value)"
        case .text(let value): value
        }
    }
}

internal import Statistics

/// The noise of measurements, over blocks or cells: a row for each kind, the middle and the worst.
struct NoiseTable {
    private var table: MarkdownTable

    /// An empty table over what is named so.
    init(per unit: String) {
        table = MarkdownTable([
            .text("per \(unit)"), .number("median"), .number("nine in ten"), .number("most"),
        ])
    }

    /// Adds a row of shares, or of what `text` says; none for no values. O(n log n).
    mutating func add(
        _ name: String, _ values: [Double], _ text: (Double) -> String = { Figure.percent($0) }
    ) {
        guard !values.isEmpty else { return }
        let figures = [0.5, 0.9, 1].map { text(Quantile.interpolated(at: $0, of: values)) }
        table.rows.append([name] + figures)
    }

    /// Adds the row of involuntary switches.
    mutating func addSwitches(_ values: [Double]) {
        add("involuntary switches", values) { Figure.count(Int($0)) }
    }

    /// The table; nil if it has no rows.
    var text: String? { table.rows.isEmpty ? nil : table.text }
}

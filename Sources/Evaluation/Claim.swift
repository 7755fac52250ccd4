/// A number that a document promises, and how it would show.
package struct Claim: Hashable, Sendable {
    /// A short name, unique.
    package var id: String
    /// The document, and where in it.
    package var source: String
    /// The words around the number, as they stand there.
    package var quote: String
    /// What the number meant where it comes from, as far as that is known.
    package var meaning: String
    /// What is measured; nil if nothing here can show it.
    package var evidence: Evidence?
    /// Why nothing here can show it; nil if something can.
    package var unmeasurable: String?

    /// What is measured, and what must hold of it.
    package struct Evidence: Hashable, Sendable {
        /// The name of the matrix, a file in `Benchmarks/Matrices`.
        package var matrix: String
        /// The cells: of each axis (`corpus` and `mode`, too) one of the values, `all` standing for any;
        /// an axis that is not named has the matrix's first value.
        package var cells: [Matrix.Axis]
        /// Axes in which the cells that are divided by differ from the others; empty if they are the same.
        package var against: [Matrix.Axis]
        /// The figure.
        package var figure: Figure
        /// What is multiplied to come to the unit: 1000000000 for what is counted per nanosecond.
        package var scale: Double
        /// The unit, for people: `%`, `ms`, `tokens/s`, or nothing.
        package var unit: String
        /// What must hold.
        package var predicate: Predicate
    }

    /// A figure over cells.
    package enum Figure: Hashable, Sendable {
        /// A sum of metrics divided by another; the rest to one if it is a complement.
        case ratio(of: [Metric], to: [Metric], isComplement: Bool)
        /// A quantile of the added latency of all requests, by name (`p99`).
        case latency(String)
    }

    /// One-sided, or a range.
    package enum Predicate: Hashable, Sendable {
        /// At least so much.
        case atLeast(Double)
        /// At most so much.
        case atMost(Double)
        /// From so much to so much.
        case within(Double, Double)
    }
}

extension Claim.Predicate: CustomStringConvertible {
    /// Reads `>= 0.6`, `<= 50` or `0.2 to 0.8`; nil for anything else.
    package init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        switch (words.count, words.first) {
        case (2, ">="): self.init(words[1]) { .atLeast($0) }
        case (2, "<="): self.init(words[1]) { .atMost($0) }
        case (3, _) where words[1] == "to":
            guard let low = Double(words[0]), let high = Double(words[2]), low < high else {
                return nil
            }
            self = .within(low, high)
        default: return nil
        }
    }

    private init?(_ word: String, _ make: (Double) -> Self) {
        guard let number = Double(word), number.isFinite else { return nil }
        self = make(number)
    }

    /// The form that is read.
    package var description: String {
        switch self {
        case .atLeast(let value): ">= \(value)"
        case .atMost(let value): "<= \(value)"
        case .within(let low, let high): "\(low) to \(high)"
        }
    }
}

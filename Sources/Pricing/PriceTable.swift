/// The prices of models, a row each. A price that is not in the table is unknown, never guessed.
public struct PriceTable: Hashable, Sendable {
    /// The rows, in the order of the models' names.
    public private(set) var rows: [ModelPrice]

    /// A table; of two rows for one model the later holds. O(n log n).
    public init(_ rows: [ModelPrice] = []) {
        self.rows = []
        add(rows)
    }

    /// Puts rows over those there are, model by model. O(n log n).
    public mutating func add(_ others: [ModelPrice]) {
        var byModel: [String: ModelPrice] = [:]
        for row in rows + others { byModel[row.model] = row }
        rows = byModel.values.sorted { $0.model < $1.model }
    }

    /// This table with others' rows over it.
    public func overlaid(with other: PriceTable) -> PriceTable {
        var table = self
        table.add(other.rows)
        return table
    }

    /// The row of a model. O(n).
    public func price(of model: String) throws(PriceError) -> ModelPrice {
        guard let row = rows.first(where: { $0.model == model }) else {
            throw .unknownModel(model, nearest: nearest(to: model))
        }
        return row
    }

    /// What a model's calls cost. O(n).
    public func cost(of usage: TokenUsage, model: String) throws(PriceError) -> Money {
        try price(of: model).cost(of: usage)
    }

    /// The three names most like a text: those that share most pairs of neighbouring characters with
    /// it, for their length. O(n · length).
    private func nearest(to text: String) -> [String] {
        let wanted = Self.pairs(of: text)
        let scored = rows.map { row in
            let own = Self.pairs(of: row.model)
            let shared = 2_000 * wanted.intersection(own).count
            return (name: row.model, score: shared / max(wanted.count + own.count, 1))
        }
        return scored.filter { $0.score >= 300 }
            .sorted { ($1.score, $0.name) < ($0.score, $1.name) }.prefix(3).map(\.name)
    }

    /// Of a text 100 characters are looked at.
    private static func pairs(of text: String) -> Set<String> {
        let letters = Array(text.prefix(100).lowercased())
        return Set(zip(letters, letters.dropFirst()).map { String([$0, $1]) })
    }
}

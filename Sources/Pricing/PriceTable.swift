internal import ContextModel

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
            let names = rows.map(\.model)
            throw .unknownModel(
                model, nearest: NearestName.all(like: model, among: names, atMost: 3))
        }
        return row
    }

    /// What a model's calls cost. O(n).
    public func cost(of usage: TokenUsage, model: String) throws(PriceError) -> Money {
        try price(of: model).cost(of: usage)
    }
}

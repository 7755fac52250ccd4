internal import Evaluation

/// Cells with one value of an axis beside cells with another, all else equal.
struct PairedComparison {
    /// The pairs: the cell with the first value, the cell with the other.
    let pairs: [(base: CellTable.Row, other: CellTable.Row)]

    /// All pairs of rows that differ on one axis only, for each other value in the axis's order.
    /// O(rows · axes).
    ///
    /// - Parameters:
    ///   - rows: the rows to compare; all of the table if it is nil.
    static func all(
        _ table: CellTable, rows: [CellTable.Row]? = nil, axis: Int, base: String
    ) -> [(value: String, comparison: PairedComparison)] {
        var bases: [[Int]: CellTable.Row] = [:]
        let rows = rows ?? table.rows
        for row in rows where row.coordinates[axis] == base {
            bases[others(row, axis)] = row
        }
        var pairs: [Int: [(base: CellTable.Row, other: CellTable.Row)]] = [:]
        for row in rows where row.coordinates[axis] != base {
            guard let base = bases[others(row, axis)] else { continue }
            pairs[row.places[axis], default: []].append((base, row))
        }
        return table.axes[axis].values.enumerated().filter { $0.element != base }.map {
            ($0.element, PairedComparison(pairs: pairs[$0.offset] ?? []))
        }
    }

    /// The sums of a quantity on both sides, over the pairs that have it on both.
    func sums(_ quantity: (CellTable.Row) -> Int128?) -> Sums {
        pairs.reduce(into: Sums()) { sums, pair in
            guard let base = quantity(pair.base), let other = quantity(pair.other) else { return }
            sums.pairs += 1
            sums.base += base
            sums.other += other
        }
    }

    /// How many pairs have output hashes, and how many of these the same.
    var sameOutputs: (same: Int, pairs: Int) {
        let hashes = pairs.compactMap { pair -> Bool? in
            guard let base = pair.base[.outputHash], let other = pair.other[.outputHash] else {
                return nil
            }
            return base == other
        }
        return (hashes.count { $0 }, hashes.count)
    }

    /// A quantity summed over pairs.
    struct Sums: Hashable {
        var pairs = 0
        var base: Int128 = 0
        var other: Int128 = 0

        /// The other side as a multiple of the first; nil if the first is zero.
        var ratio: Double? { base == 0 ? nil : Double(other) / Double(base) }
    }

    private static func others(_ row: CellTable.Row, _ axis: Int) -> [Int] {
        var others = row.places
        others.remove(at: axis)
        return others
    }
}

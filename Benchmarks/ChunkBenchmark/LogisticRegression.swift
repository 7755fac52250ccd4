import Foundation

/// A logistic regression, fitted by Newton's method with a penalty on the squares of the weights.
struct LogisticRegression {
    /// What was observed: numbers, and whether the event came.
    struct Example {
        let numbers: [Double]
        let isEvent: Bool
    }

    /// A weight for each number, and last the constant.
    private(set) var weights: [Double]

    private static let penalty = 1.0
    private static let steps = 30

    /// The weights that explain the examples best.
    init(_ examples: [Example]) {
        let count = (examples.first?.numbers.count ?? 0) + 1
        weights = Array(repeating: 0, count: count)
        let rows = examples.map { $0.numbers + [1] }
        for _ in 0..<Self.steps {
            var (slope, curve) = penalties(count)
            for (row, example) in zip(rows, examples) {
                let chance = 1 / (1 + exp(-dot(row)))
                let error = (example.isEvent ? 1 : 0) - chance
                for index in 0..<count {
                    slope[index] += error * row[index]
                    let share = chance * (1 - chance) * row[index]
                    for other in 0..<count { curve[index][other] += share * row[other] }
                }
            }
            let change = Self.solve(curve, slope)
            for index in 0..<count { weights[index] += change[index] }
            if change.allSatisfy({ abs($0) < 1e-9 }) { break }
        }
    }

    /// The logarithm of the odds of an event.
    func logit(_ numbers: [Double]) -> Double { dot(numbers + [1]) }

    private func dot(_ row: [Double]) -> Double {
        zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// What the penalty adds to slope and curvature; the constant is free.
    private func penalties(_ count: Int) -> ([Double], [[Double]]) {
        let slope = weights.indices.map { $0 < count - 1 ? -Self.penalty * weights[$0] : 0 }
        let curve = (0..<count).map { row in
            (0..<count).map { $0 == row ? (row < count - 1 ? Self.penalty : 1e-9) : 0 }
        }
        return (slope, curve)
    }

    /// Solves linear equations of a positive definite matrix.
    private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var rows = zip(matrix, right).map { $0 + [$1] }
        for pivot in rows.indices {
            for row in rows.indices where row != pivot {
                let factor = rows[row][pivot] / rows[pivot][pivot]
                for column in pivot...rows.count {
                    rows[row][column] -= factor * rows[pivot][column]
                }
            }
        }
        return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
    }
}

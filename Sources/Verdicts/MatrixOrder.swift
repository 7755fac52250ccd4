package import Evaluation

/// The order in which a matrix has its axes and the values of each: the usual value first.
///
/// Cells are stored sorted by text, and `characters/4` is a poor first value to compare exact counters
/// with. What the matrix does not have keeps the order it came in.
package struct MatrixOrder: Sendable {
    private let axes: [Matrix.Axis]

    /// The order of a matrix; none for one that cannot be read.
    package init(_ matrix: Matrix?) {
        axes =
            matrix.map { matrix in
                matrix.axes.map {
                    Matrix.Axis(name: $0.name, values: matrix.values(of: $0.name))
                }
            } ?? []
    }

    /// The order of a run's matrix.
    package init(_ run: RunDescription) { self.init(run.work.matrix.parsed) }

    /// The values in the order in which the matrix has them.
    package func sorted(_ values: [String], of axis: String) -> [String] {
        guard let known = axes.first(where: { $0.name == axis })?.values else { return values }
        // Cells name the rule that `standard` stands for.
        let other =
            axis == ReplayAxes.priceRule
            ? known.firstIndex(of: ReplayAxes.standardRule) ?? known.count : known.count
        let places = values.map { known.firstIndex(of: $0) ?? other }
        return values.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { values[$0] }
    }

    /// The axes in the order in which the matrix has them, those that it lacks last.
    package func sorted(axes names: [String]) -> [String] {
        let places = names.map { name in axes.firstIndex { $0.name == name } ?? axes.count }
        return names.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { names[$0] }
    }
}

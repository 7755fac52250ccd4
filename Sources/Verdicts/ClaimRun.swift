package import Evaluation

/// A run that claims are judged by.
package struct ClaimRun: Sendable {
    /// What it measured.
    package let record: RunRecord
    /// The first value of every axis of its matrix: what an axis has that a claim does not name.
    private let usual: [Matrix.Axis]

    /// A run whose matrix can be read; of another one only what a claim names decides.
    package init(_ record: RunRecord) {
        self.record = record
        usual = record.description.work.matrix.parsed?.usualValues ?? []
    }

    /// The cells at some values of axes, and at the usual ones of all others.
    func results(_ cells: [Matrix.Axis]) -> [CellResult] {
        let conditions = cells.conditions(usual: usual)
        return record.results.filter { $0.cell.meets(conditions) }
    }
}

extension Matrix {
    /// The first value of every axis.
    package var usualValues: [Axis] {
        axes.map { Axis(name: $0.name, values: [$0.values[0]]) }
            // Cells name the rule that `standard` stands for; where a matrix says no more, all have one.
            .filter { $0.values != [ReplayAxes.standardRule] || $0.name != ReplayAxes.priceRule }
    }

    /// The cells of a plan that a claim picks by its values of axes.
    package func cells(_ picked: [Axis], of plan: Plan) -> [Cell] {
        let conditions = picked.conditions(usual: usualValues)
        return plan.cells.filter { $0.meets(conditions) }
    }
}

extension [Matrix.Axis] {
    /// What a cell has to have: the values named here, and the usual ones of axes that are not.
    fileprivate func conditions(usual: [Matrix.Axis]) -> [Matrix.Axis] {
        let named = map(\.name)
        return filter { $0.values != ["all"] } + usual.filter { !named.contains($0.name) }
    }
}

extension Cell {
    /// Whether the cell has one of the values of each axis.
    fileprivate func meets(_ conditions: [Matrix.Axis]) -> Bool {
        conditions.allSatisfy { axis in value(of: axis.name).map(axis.values.contains) ?? false }
    }
}

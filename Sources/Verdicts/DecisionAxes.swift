package import Evaluation
internal import Settings

/// What the axes of a run mean for a decision: which ones make groups, which ones are held at their
/// usual value, and which ones are settings that a user chooses between.
struct DecisionAxes {
    /// The names of the axes that make groups.
    static let limit = "context.limit"
    static let rule = "price.rule"
    static let model = "price.model"
    /// The axis that names the policy.
    static let policy = "management"
    /// The pipeline's own values, which cells that do not set these axes have.
    static let standardPolicy = "chunked"
    static let standardLimit = "200000"

    /// What a configuration may name, though it is no setting: a cell's own.
    private static let ofCell: Set<String> = ["corpus", "mode"]

    /// The axes that name candidates, in the matrix's order, each with its values, the usual one first.
    let settings: [Matrix.Axis]
    /// The usual value of each axis that is held fixed.
    private let fixed: [AxisValue]

    /// The axes of some cells. O(cells · axes).
    init(_ results: [CellResult], _ order: MatrixOrder) {
        var values: [String: Set<String>] = [:]
        for axis in results.lazy.flatMap(\.cell.configuration) {
            values[axis.axis, default: []].insert(axis.value)
        }
        // Sorted by name first: what the matrix does not order must not depend on the cells' order.
        let axes = order.sorted(axes: values.keys.sorted()).map { name in
            Matrix.Axis(
                name: name, values: order.sorted((values[name] ?? []).sorted(), of: name))
        }
        let others = axes.filter { !Self.ofCell.contains($0.name) }
        settings = others.filter {
            [.policy, .compression].contains(AxisValue.role(of: $0.name))
        }
        fixed = others.filter { AxisValue.role(of: $0.name) == .measurement }.compactMap { axis in
            axis.values.lazy.map { AxisValue(axis: axis.name, value: $0) }.first { !$0.isEstimate }
        }
    }

    /// Whether a cell can decide anything: no injected faults, exact counts, every axis that is held
    /// fixed at its usual value.
    func isEligible(_ result: CellResult) -> Bool {
        let isSound = result.cell.configuration.allSatisfy { axis in
            !axis.injectsFaults && !axis.isEstimate
        }
        // Only cells whose own counter estimates have an error of it.
        return isSound && !result.measurements.contains { $0.metric == .contentError }
            && fixed.allSatisfy { value in
                result.cell.value(of: value.axis).map { $0 == value.value } ?? true
            }
    }

    /// The setting of a cell.
    func setting(of cell: Cell) -> DecisionSetting {
        let policy = cell.value(of: Self.policy) ?? Self.standardPolicy
        let isOff = policy == DecisionSetting.off
        let others = settings.filter { $0.name != Self.policy }.compactMap { axis -> AxisValue? in
            let value = cell.value(of: axis.name) ?? ""
            // A policy that does nothing has only what is done to the text that is sent.
            let isIdle = isOff && AxisValue.role(of: axis.name) != .compression
            return isIdle || value == axis.values.first
                ? nil : AxisValue(axis: axis.name, value: value)
        }
        return DecisionSetting(policy: policy, others: others)
    }
}

/// A setting that a user can choose: a policy, and what else differs from the usual values.
package struct DecisionSetting: Hashable, Sendable {
    /// The policy: the value of `management`.
    package let policy: String
    /// The settings that differ from the first value of their axis, in the matrix's order.
    package let others: [AxisValue]

    static let off = "off"

    /// Whether everything is sent as it is.
    package var isOff: Bool {
        guard policy == Self.off else { return false }
        return others.allSatisfy { $0.axis != "compression.mode" || $0.value == Self.off }
    }

    /// The setting for people: the policy, then what differs in plain words.
    package var label: String {
        let words = others.map { axis in
            let value = axis.value.isEmpty ? "(not set)" : axis.value.replacing("_", with: " ")
            return "\(Self.words[axis.axis] ?? axis.axis) \(value)"
        }
        return ([policy] + words).joined(separator: ", ")
    }

    /// The setting as the command line takes it, `axis=value` joined by commas.
    package var text: String {
        let all = [AxisValue(axis: DecisionAxes.policy, value: policy)] + others
        return all.map { "\($0.axis)=\($0.value)" }.joined(separator: ",")
    }

    /// The axes that matrices vary most, in words that need no manual; the others keep their names.
    private static let words = [
        "condensation.strategy": "strategy", "condensation.summarizer": "summariser",
        "condensation.lengthRatio": "length ratio", "risk.warning": "acting from",
        "chunks.strategy": "chunk strategy", "chunks.chunker": "chunker",
        "chunks.size": "chunk size", "chunks.tokens": "chunk tokens",
        "chunks.overlap": "chunk overlap", "chunks.skipCondensed": "chunk memory",
        "chunks.cache.entries": "chunk entries", "cache.context": "context cache",
        "compaction.tier": "tier", "compaction.threshold": "threshold",
        "compaction.keepRecent": "messages kept", "compression.mode": "compression by",
        "compression.contents": "compressing",
    ]
}

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

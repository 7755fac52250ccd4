package import Evaluation

/// The axes that two compared settings name; both empty where two runs are compared.
package struct ComparedAxes: Hashable, Sendable {
    /// The axes that the base names.
    package let base: Set<String>
    /// The axes that the judged setting names.
    package let head: Set<String>

    /// The axes of two settings.
    package init(base: Set<String> = [], head: Set<String> = []) {
        self.base = base
        self.head = head
    }

    /// Whether settings are compared.
    package var areGiven: Bool { !base.isEmpty || !head.isEmpty }

    /// The axes that pairs may differ on, narrowest first: an axis that one side alone names is
    /// left equal where both sides have such a cell.
    var passes: [Set<String>] {
        let (both, any) = (base.intersection(head), base.union(head))
        return both == any ? [any] : [both, any]
    }
}

/// A cell that is compared with none: never silence.
package struct UnpairedCell: Hashable, Sendable {
    /// Why there is no comparison.
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The judged run has no such cell.
        case onlyBase = "only in the base"
        /// The base has no such cell.
        case onlyHead = "only in the judged run"
        /// A corpus of the same name holds other conversations.
        case otherRecordings = "the recordings differ"
        /// The cell failed on one side at least.
        case failed = "failed"
        /// Several cells of one side are equal in all axes that the settings do not name.
        case ambiguous = "several cells match"
    }

    /// The cell, of the base where it has it.
    package let cell: Cell
    /// Why there is no comparison.
    package let reason: Reason
}

/// Which cells of two runs are compared with each other, and which with none.
///
/// Cells pair up by the name of the corpus, configuration, mode and seed; a pair is compared only if
/// the recordings are the same, too.
struct CellPairing {
    /// The pairs, in the order of the base.
    private(set) var pairs: [(base: CellResult, head: CellResult)] = []
    /// Cells without a partner, those of the base first.
    private(set) var unpaired: [UnpairedCell] = []
    /// Cells that were planned and that neither run has.
    private(set) var unfinished = 0

    private var bases: [CellResult]
    private var heads: [CellResult]

    /// Pairs the cells of two runs. O(cells).
    init(base: RunRecord, head: RunRecord, axes: ComparedAxes) {
        bases = base.results
        heads = head.results
        if axes.areGiven { dropCommonCells() }
        for ignored in axes.passes { pair(ignoring: ignored) }
        let failures = Set((base.failures + head.failures).map { CellPlace($0.cell) })
        explainRest(axes, failures)
        var known = Set(unpaired.map { CellPlace($0.cell) })
        for failure in base.failures + head.failures
        where known.insert(CellPlace(failure.cell)).inserted {
            unpaired.append(UnpairedCell(cell: failure.cell, reason: .failed))
        }
        guard !axes.areGiven else { return }
        let planned = max(base.description.work.cells, head.description.work.cells)
        unfinished = max(0, planned - pairs.count - unpaired.count)
    }

    /// A cell that both settings select says nothing about their difference: it stays only on a side
    /// that has no other.
    private mutating func dropCommonCells() {
        let common = Set(bases.map { CellPlace($0.cell) })
            .intersection(heads.map { CellPlace($0.cell) })
        let (baseCount, headCount) = (bases.count, heads.count)
        if common.count < baseCount {
            bases.removeAll { common.contains(CellPlace($0.cell)) }
        }
        if common.count < headCount {
            heads.removeAll { common.contains(CellPlace($0.cell)) }
        }
    }

    /// Pairs what is alone at its place on both sides.
    private mutating func pair(ignoring axes: Set<String>) {
        let left = Dictionary(grouping: bases.indices) { CellPlace(bases[$0].cell, axes) }
        let right = Dictionary(grouping: heads.indices) { CellPlace(heads[$0].cell, axes) }
        var paired: (bases: Set<Int>, heads: Set<Int>) = ([], [])
        for index in bases.indices {
            let place = CellPlace(bases[index].cell, axes)
            guard left[place]?.count == 1, let others = right[place], others.count == 1 else {
                continue
            }
            add(bases[index], heads[others[0]])
            paired.bases.insert(index)
            paired.heads.insert(others[0])
        }
        bases = bases.indices.filter { !paired.bases.contains($0) }.map { bases[$0] }
        heads = heads.indices.filter { !paired.heads.contains($0) }.map { heads[$0] }
    }

    private mutating func add(_ base: CellResult, _ head: CellResult) {
        if base.cell.corpus.hash == head.cell.corpus.hash {
            pairs.append((base, head))
        } else {
            unpaired.append(UnpairedCell(cell: base.cell, reason: .otherRecordings))
        }
    }

    /// Says of every cell that is left why it has no partner.
    private mutating func explainRest(_ axes: ComparedAxes, _ failures: Set<CellPlace>) {
        let any = axes.base.union(axes.head)
        let left = Set(bases.map { CellPlace($0.cell, any) })
        let right = Set(heads.map { CellPlace($0.cell, any) })
        func reason(
            _ cell: Cell, _ others: Set<CellPlace>, alone: UnpairedCell.Reason
        ) -> UnpairedCell.Reason {
            if failures.contains(CellPlace(cell)) { return .failed }
            return others.contains(CellPlace(cell, any)) ? .ambiguous : alone
        }
        unpaired += bases.map {
            UnpairedCell(cell: $0.cell, reason: reason($0.cell, right, alone: .onlyBase))
        }
        unpaired += heads.map {
            UnpairedCell(cell: $0.cell, reason: reason($0.cell, left, alone: .onlyHead))
        }
    }
}

/// What cells pair up by: the recordings' name, not their content, which is checked afterwards.
private struct CellPlace: Hashable {
    let corpus: String
    let mode: ReplayMode?
    let seed: UInt64
    let configuration: [AxisValue]

    init(_ cell: Cell, _ ignored: Set<String> = []) {
        corpus = ignored.contains(CellRule.corpus) ? "" : cell.corpus.name
        mode = ignored.contains(CellRule.mode) ? nil : cell.mode
        seed = cell.seed
        configuration = cell.configuration.filter { !ignored.contains($0.axis) }
            .sorted { $0.axis < $1.axis }
    }
}

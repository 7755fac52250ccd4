internal import Pricing
internal import Statistics

/// The cells of a run, in the order in which they are measured.
///
/// Corpora come one after the other, as loading one is dear. Within a corpus the cells of clients that
/// send everything come first, since what they send bounds the others' bills in hindsight. Within a mode
/// the order is drawn from the seed, so that a machine that warms up or slows down favours no
/// configuration.
package struct Plan: Hashable, Sendable {
    /// The cells, each once.
    package let cells: [Cell]
    /// The different configurations of the cells, in the order of the matrix.
    package let configurations: [[AxisValue]]
    /// How often each cell is timed.
    package let repetitions: Int

    /// The cells of a matrix on some corpora; the same inputs give the same order on any machine, and
    /// a filter leaves the order of what it keeps. O(cells × (rules + axes)).
    package init(
        _ matrix: Matrix, corpora: [CorpusIdentity], filter: CellFilter = .all
    ) throws(PlanError) {
        let corpora = try Self.chosen(matrix, of: corpora)
        try Self.check(matrix.fewestCells(corpora: corpora.count))
        let configurations = try matrix.configurations().map(\.namingPriceRule)
        try Self.check(matrix.cells(of: configurations.count, corpora: corpora.count))
        var cells: [Cell] = []
        // Comparing a million configurations with each other takes longer than planning them.
        var isUsed = Array(repeating: false, count: configurations.count)
        for corpus in corpora {
            let arms = matrix.arms(corpus, configurations)
            for (_, number) in arms { isUsed[number] = true }
            let order = matrix.order(of: arms.count, corpus).map { arms[$0].cell }
            cells += order.filter { $0.mode == .stateless }
            cells += order.filter { $0.mode != .stateless }
        }
        try filter.check(cells, matrix, corpora)
        repetitions = matrix.repetitions
        self.cells = filter == .all ? cells : cells.filter(filter.rule.picks)
        if self.cells.isEmpty { throw .noCells }
        let planned = filter == .all ? [] : Set(self.cells.map(\.configuration))
        self.configurations = zip(configurations, isUsed).filter { configuration, isUsed in
            isUsed && (filter == .all || planned.contains(configuration))
        }.map(\.0)
    }

    private static func check(_ cells: Int) throws(PlanError) {
        guard cells <= Matrix.mostCells else { throw .tooManyCells(cells) }
    }

    /// The corpora that the matrix names, in its order, or all, in theirs.
    private static func chosen(
        _ matrix: Matrix, of corpora: [CorpusIdentity]
    ) throws(PlanError) -> [CorpusIdentity] {
        var chosen: [CorpusIdentity] = []
        for name in matrix.corpora ?? corpora.map(\.name) {
            guard let corpus = corpora.first(where: { $0.name == name }) else {
                throw .missingCorpus(name, known: corpora.map(\.name))
            }
            if !chosen.contains(corpus) { chosen.append(corpus) }
        }
        return chosen
    }
}

extension Matrix {
    /// Every combination of one value per axis, the last axis varying fastest, or those that cover all
    /// pairs or triples, then what is included and no such combination; each once. Refused where those that
    /// cover all take too long to find.
    package func configurations() throws(PlanError) -> [[AxisValue]] {
        guard let covering else { return product }
        guard let rows = covering.rows() else {
            throw .tooManyCombinations(covering.choices, of: combine)
        }
        let found = rows.map { row in
            zip(axes, row).map { AxisValue(axis: $0.name, value: $0.values[$1]) }
        }
        var seen = Set(found)
        return found + include.filter { seen.insert($0).inserted }
    }

    private var product: [[AxisValue]] {
        let pairs = axes.map { axis in
            axis.values.map { AxisValue(axis: axis.name, value: $0) }
        }
        let count = pairs.reduce(1) { $0 * $1.count }
        // A configuration's number, written with one digit per axis, says which values it has.
        var weights: [Int] = []
        for values in pairs { weights.append((weights.last ?? count) / max(values.count, 1)) }
        let all = (0..<count).map { number in
            pairs.indices.map { pairs[$0][number / weights[$0] % pairs[$0].count] }
        }
        var seen: Set<[AxisValue]> = []
        let values = include.isEmpty ? [] : axes.map { Set($0.values) }
        let extra = include.filter { configuration in
            let isCombination = zip(values, configuration).allSatisfy { $0.contains($1.value) }
            return !isCombination && seen.insert(configuration).inserted
        }
        return all + extra
    }

    /// The order in which the cells of a corpus are replayed.
    fileprivate func order(of count: Int, _ corpus: CorpusIdentity) -> [Int] {
        var order = Array(0..<count)
        var generator = SeededGenerator(seed: seed, name: "plan/\(corpus.name)")
        generator.shuffle(&order)
        return order
    }

    /// The cells of a corpus that are not excluded, with the numbers of their configurations.
    fileprivate func arms(
        _ corpus: CorpusIdentity, _ configurations: [[AxisValue]]
    ) -> [(cell: Cell, configuration: Int)] {
        var arms: [(cell: Cell, configuration: Int)] = []
        arms.reserveCapacity(configurations.count * modes.count)
        for (number, configuration) in configurations.enumerated() {
            for mode in modes {
                let cell = Cell(
                    corpus: corpus, configuration: configuration, mode: mode, seed: seed)
                if !exclude.contains(where: { $0.picks(cell) }) { arms.append((cell, number)) }
            }
        }
        return arms
    }
}

extension [AxisValue] {
    /// The configuration with the price rule that `standard` stands for: that of the model's own row. So
    /// results name the rule that they were charged by.
    fileprivate var namingPriceRule: Self {
        guard let place = firstIndex(where: { $0.axis == ReplayAxes.priceRule }),
            self[place].value == ReplayAxes.standardRule
        else { return self }
        let model =
            first { $0.axis == ReplayAxes.priceModel }?.value ?? ReplayAxes.standardPriceModel
        guard let price = try? PriceTable.shipped.price(of: model) else { return self }
        var named = self
        named[place].value = PriceSchedule.standardRule(of: price).name
        return named
    }
}

extension CellFilter {
    /// Refuses axes and values that no cell has, so that a slip of the pen does not go unnoticed.
    fileprivate func check(
        _ cells: [Cell], _ matrix: Matrix, _ corpora: [CorpusIdentity]
    ) throws(PlanError) {
        let settings = matrix.axes.map(\.name)
        let known = [CellRule.corpus, CellRule.mode] + settings
        for term in rule.terms {
            guard known.contains(term.name) else {
                throw .unknownAxis(term.name, known: known)
            }
            let used = Set(cells.lazy.compactMap { $0.value(of: term.name) })
            for value in term.values where !used.contains(value) {
                let all = matrix.allValues(of: term.name, corpora).filter(used.contains)
                throw .unknownValue(axis: term.name, value: value, known: all)
            }
        }
    }
}

extension Matrix {
    /// The values of an axis in the order of the matrix, `corpus` and `mode` included.
    fileprivate func allValues(of axis: String, _ corpora: [CorpusIdentity]) -> [String] {
        switch axis {
        case CellRule.corpus: corpora.map(\.name)
        case CellRule.mode: modes.map(\.rawValue)
        default: values(of: axis)
        }
    }
}

extension Plan {
    /// Checks that every configuration can be replayed. Throws the first `TrialError`, naming the
    /// configuration: settings that are fine alone can break each other.
    package func check() throws(TrialError) {
        for configuration in configurations {
            do throws(TrialError) {
                _ = try CellConfiguration(configuration)
            } catch {
                let text = configuration.map { "\($0.axis)=\($0.value)" }.joined(separator: " ")
                throw TrialError("configuration \(text): \(error.description)")
            }
        }
    }
}

extension Plan {
    /// A line for each cell, `corpus  mode  axis=value …`, and one that counts them.
    package var listing: String {
        var text = ""
        for cell in cells { text += cell.listing + "\n" }
        return text + summary + "\n"
    }

    private var summary: String {
        let parts = [
            Self.counted(Set(cells.map(\.corpus)).count, "corpus", "corpora"),
            Self.counted(configurations.count, "configuration", "configurations"),
            Self.counted(Set(cells.map(\.mode)).count, "mode", "modes"),
            Self.counted(repetitions, "repetition", "repetitions"),
        ]
        return Self.counted(cells.count, "cell", "cells") + ": " + parts.joined(separator: ", ")
    }

    private static func counted(_ count: Int, _ one: String, _ several: String) -> String {
        "\(count) \(count == 1 ? one : several)"
    }
}

extension Cell {
    /// The cell in a line: `corpus  mode  axis=value …`.
    package var listing: String {
        let settings = configuration.map { "\($0.axis)=\($0.value)" }.joined(separator: " ")
        return "\(corpus.name)  \(mode.rawValue)  \(settings)"
    }
}

/// A plan that cannot be made: of which part, what was expected, what to do.
package enum PlanError: Error, Hashable, Sendable {
    /// A part of a filter is no `AXIS=VALUE`.
    case malformed(String)
    /// A filter names an axis that no cell has; with those they have.
    case unknownAxis(String, known: [String])
    /// A filter names a value that no cell has; with those they have.
    case unknownValue(axis: String, value: String, known: [String])
    /// The matrix names a corpus that was not handed in; with those that were.
    case missingCorpus(String, known: [String])
    /// There are more cells than can be planned: so many, or at least that.
    case tooManyCells(Int)
    /// So many pairs or triples of values cannot be covered in time.
    case tooManyCombinations(Int, of: Matrix.Combination)
    /// Everything is excluded or filtered out.
    case noCells
}

extension PlanError: CustomStringConvertible {
    /// One line: what is wrong, what was expected, what to do.
    package var description: String {
        switch self {
        case .malformed(let part):
            "filter: '\(part)' is no condition: expected AXIS=VALUE, several joined by commas; "
                + "correct it, for example mode=stateless"
        case .unknownAxis(let name, let known):
            "filter: no cell has an axis '\(name)': expected \(known.asChoice); correct the name"
        case .unknownValue(let axis, let value, let known):
            "filter: no cell has \(axis)=\(value): expected \(known.asChoice); correct the value"
        case .missingCorpus(let name, let known):
            "matrix: there is no corpus '\(name)': expected \(known.asChoice); correct corpora"
        case .tooManyCells(let cells):
            "matrix: \(Matrix.words(forCells: cells)); take out values, corpora or repetitions"
        case .tooManyCombinations(let choices, let combine):
            "matrix: \(combine.words(for: choices))"
        case .noCells:
            "plan: no cell is left: expected at least one; relax the filter or the exclusions"
        }
    }
}

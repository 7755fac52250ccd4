/// What to measure: the settings to compare, and on what.
///
/// It stands for every combination of one value per axis, and the configurations included beside
/// them, on every corpus, in every mode, that many times, without what is excluded.
package struct Matrix: Hashable, Sendable {
    /// The name under which results are compared.
    package var name: String
    /// What it is for, for people.
    package var description = ""
    /// The seed of everything random, the order of the cells included.
    package var seed: UInt64 = 0
    /// How many times each cell is measured.
    package var repetitions = 1
    /// How clients behave.
    package var modes = ReplayMode.allCases
    /// The names of the corpora; nil for all that there are.
    package var corpora: [String]?
    /// What varies, in the order of the file.
    package var axes: [Axis]
    /// Which combinations of the axes' values are planned.
    package var combine = Combination.all
    /// Configurations beside the combinations of the axes, each with one value per axis.
    package var include: [[AxisValue]] = []
    /// What is left out, of the included configurations too.
    package var exclude: [CellRule] = []

    /// The largest number of cells.
    package static let mostCells = 1_000_000

    /// Which combinations of values are planned.
    package enum Combination: String, Hashable, Sendable, CaseIterable {
        /// Every one.
        case all
        /// So many that each two values of two axes stand together in one.
        case pairs
        /// So many that each three values of three axes stand together in one.
        case triples

        /// How many axes are looked at together; nil for all of them.
        package var strength: Int? {
            switch self {
            case .all: nil
            case .pairs: 2
            case .triples: 3
            }
        }
    }

    /// A setting that varies.
    package struct Axis: Hashable, Sendable {
        /// The setting.
        package var name: String
        /// Its values, the usual one first.
        package var values: [String]

        /// An axis.
        package init(name: String, values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// A matrix of some axes; the rest can be set afterwards.
    package init(name: String, axes: [Axis]) {
        self.name = name
        self.axes = axes
    }
}

extension Matrix {
    /// How many cells there are on that many corpora before anything is excluded; where only some
    /// combinations are planned, the fewest there can be. The largest number there is stands for more.
    package func fewestCells(corpora: Int) -> Int {
        let configurations = covering?.fewestRows ?? allCombinations
        return cells(of: configurations.plusUpToLimit(include.count), corpora: corpora)
    }

    /// How many cells so many configurations are on that many corpora.
    func cells(of configurations: Int, corpora: Int) -> Int {
        [modes.count, repetitions, corpora].reduce(configurations) { $0.timesUpToLimit($1) }
    }

    private var allCombinations: Int {
        axes.reduce(1) { $0.timesUpToLimit($1.values.count) }
    }

    /// The search for the combinations to plan; nil where it is all of them.
    var covering: CoveringArray? {
        guard let strength = combine.strength else { return nil }
        return CoveringArray(
            counts: axes.map(\.values.count), strength: strength, forbidden: forbidden, seed: seed)
    }

    /// What no rule lets stand together anywhere: rules that name corpora or modes do not.
    private var forbidden: [[(axis: Int, values: Set<Int>)]] {
        exclude.compactMap { rule in
            let terms = rule.terms.compactMap { term -> (axis: Int, values: Set<Int>)? in
                guard let axis = axes.firstIndex(where: { $0.name == term.name }) else {
                    return nil
                }
                let wanted = Set(term.values)
                let values = axes[axis].values.indices.filter {
                    wanted.contains(axes[axis].values[$0])
                }
                return (axis, Set(values))
            }
            return terms.count == rule.terms.count ? terms : nil
        }
    }

    /// All values of an axis: those that vary, then those that only included configurations have.
    package func values(of axis: String) -> [String] {
        var values = axes.first { $0.name == axis }?.values ?? []
        var seen = Set(values)
        for pair in include.joined() where pair.axis == axis && seen.insert(pair.value).inserted {
            values.append(pair.value)
        }
        return values
    }
}

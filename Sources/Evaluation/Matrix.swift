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
    /// How many cells there are on that many corpora before anything is excluded; nil if more than
    /// `mostCells`.
    package func cellCount(corpora: Int) -> Int? {
        let configurations =
            combine == .all
            ? axes.reduce(1) { Self.product($0, $1.values.count) } + include.count
            : self.configurations.count
        let count = [modes.count, repetitions, corpora].reduce(configurations, Self.product)
        return count > Self.mostCells ? nil : count
    }

    /// All values of an axis: those that vary, then those that only included configurations have.
    package func values(of axis: String) -> [String] {
        var values = axes.first { $0.name == axis }?.values ?? []
        for pair in include.joined() where pair.axis == axis && !values.contains(pair.value) {
            values.append(pair.value)
        }
        return values
    }

    /// The product, or one more than `mostCells` if it is larger: never an overflow.
    private static func product(_ left: Int, _ right: Int) -> Int {
        let (product, isTooLarge) = left.multipliedReportingOverflow(by: right)
        return isTooLarge ? mostCells + 1 : min(product, mostCells + 1)
    }
}

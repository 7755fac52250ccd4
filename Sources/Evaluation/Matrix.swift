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

extension Matrix {
    /// All that decides which cells there are, as sorted lines `name=value`: two matrices with the same
    /// text have the same cells, whatever the order, spelling and comments of their files. The
    /// description is left out, as is the order of cells.
    package var canonicalText: String {
        Set(canonicalLines).sorted().map { $0 + "\n" }.joined()
    }

    /// The same lines in the order of the file: two matrices with the same text have the same cells in
    /// the same order.
    package var orderedText: String { canonicalLines.map { $0 + "\n" }.joined() }

    private var canonicalLines: [String] {
        var lines = [
            "name=\(name)", "seed=\(seed)", "repetitions=\(repetitions)",
        ]
        if combine != .all { lines.append("combine=\(combine.rawValue)") }
        lines += modes.map { "mode=\($0.rawValue)" }
        lines += (corpora ?? ["*"]).map { "corpus=\($0)" }
        lines += axes.flatMap { axis in axis.values.map { "axis.\(axis.name)=\($0)" } }
        lines += include.map { "include=\($0.canonicalText)" }
        lines += exclude.map { "exclude=\($0.canonicalText)" }
        return lines
    }
}

extension [AxisValue] {
    /// `axis=value` joined by commas, sorted.
    var canonicalText: String {
        map { "\($0.axis)=\($0.value)" }.sorted().joined(separator: ",")
    }
}

extension CellRule {
    /// `axis=value` joined by commas, sorted; an axis with several values stands several times.
    package var canonicalText: String {
        terms.flatMap { term in term.values.map { AxisValue(axis: term.name, value: $0) } }
            .canonicalText
    }
}

/// The matrix of a run as it was given: the file as it was written, and the filter of its cells.
///
/// What work it is does not hang on that text, but on what it says: comments, spaces and spellings of
/// the file are no part of `canonicalText`.
package struct MatrixText: Hashable, Sendable {
    /// The YAML text of the file.
    package var yaml: String
    /// The filter of the command line, if there was one.
    package var filter: String?

    /// A file's text with a filter.
    package init(yaml: String, filter: String? = nil) {
        self.yaml = yaml
        self.filter = filter
    }

    /// What the file says; nil if this program cannot read it, as may be with one of another version.
    package var parsed: Matrix? {
        try? Matrix(yaml: Array(yaml.utf8), file: "matrix", corpora: nil, check: SettingAxes())
    }

    /// What decides which cells there are, whatever their order in the file; the text as it is written
    /// if this program cannot read it.
    package func canonicalText(seed: UInt64) -> String {
        (read(seed: seed)?.canonicalText ?? yaml) + canonicalFilter
    }

    /// The same in the order of the file, which decides which part of a run a cell is in.
    package func orderedText(seed: UInt64) -> String {
        (read(seed: seed)?.orderedText ?? yaml) + canonicalFilter
    }

    /// The matrix with the seed of the run, which can be another than the file's.
    private func read(seed: UInt64) -> Matrix? {
        var matrix = parsed
        matrix?.seed = seed
        return matrix
    }

    private var canonicalFilter: String {
        guard let filter else { return "" }
        return "filter=" + ((try? CellFilter(filter).rule.canonicalText) ?? filter) + "\n"
    }
}

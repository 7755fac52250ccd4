internal import Evaluation
internal import Verdicts

/// The finished cells of a run as a table: one coordinate per axis, and what was measured.
struct CellTable {
    /// What cells differ in: a setting, the corpus or the mode.
    struct Axis: Hashable {
        let name: String
        /// The values that occur, the first being what others are compared with.
        let values: [String]
        /// Whether it is a choice of whoever runs it, as against the input.
        let isSetting: Bool
    }

    struct Row {
        /// Where the cell stands on each axis of the table.
        let coordinates: [String]
        /// The same as positions among the axes' values.
        let places: [Int]
        let result: CellResult
        private let values: [String: MeasuredValue]

        init(coordinates: [String], places: [Int], result: CellResult) {
            self.coordinates = coordinates
            self.places = places
            self.result = result
            values = Dictionary(
                result.figures.map { ($0.name, $0.value) },
                uniquingKeysWith: { first, _ in first })
        }

        subscript(_ metric: Metric, label: String? = nil) -> MeasuredValue? {
            values[label.map { "\(metric.rawValue).\($0)" } ?? metric.rawValue]
        }

        /// An integer value, or nil if it was not measured.
        func integer(_ metric: Metric, _ label: String? = nil) -> Int128? {
            guard case .integer(let value) = self[metric, label] else { return nil }
            return Int128(value)
        }
    }

    let axes: [Axis]
    let rows: [Row]

    /// The names under which a cell's own fields are axes.
    static let corpus = "corpus"
    static let mode = "mode"
    static let seed = "seed"

    init(_ record: RunRecord) {
        let layout = Layout(record)
        let axes = layout.axes()
        let places = axes.map { axis in
            Dictionary(uniqueKeysWithValues: zip(axis.values, axis.values.indices))
        }
        self.axes = axes
        rows = record.results.map { result in
            let coordinates = layout.coordinates(of: result.cell)
            return Row(
                coordinates: coordinates, places: zip(places, coordinates).map { $0[$1] ?? 0 },
                result: result)
        }
    }

    /// The position of an axis, or nil if the run has none of that name.
    func index(of name: String) -> Int? { axes.firstIndex { $0.name == name } }

    /// The axes that are settings and have more than one value, with their positions.
    var variedSettings: [(index: Int, axis: Axis)] {
        axes.enumerated().filter { $0.element.isSetting && $0.element.values.count > 1 }
            .map { ($0.offset, $0.element) }
    }

    /// Of some rows those that are alike on every axis but those named, at the first values there are.
    ///
    /// This is how a figure that several settings would repeat is stated once. It is empty only if
    /// there are no rows, whatever a matrix excludes or a run has not done. O(rows × axes).
    func slice(of rows: [Row], varying names: Set<String>) -> [Row] {
        let fixed = axes.indices.filter { !names.contains(axes[$0].name) }
        let places = rows.map { row in fixed.map { row.places[$0] } }
        let first = places.min { $0.lexicographicallyPrecedes($1) }
        return zip(rows, places).filter { $0.1 == first }.map(\.0)
    }

    /// What a slice holds fixed, for people: the settings with several values, as the slice has them.
    func fixedSettings(of slice: [Row], varying names: Set<String>) -> String {
        guard let row = slice.first else { return "" }
        let fixed = axes.indices.filter {
            axes[$0].values.count > 1 && !names.contains(axes[$0].name)
        }
        return fixed.map { Markdown.code("\(axes[$0].name)=\(row.coordinates[$0])") }
            .joined(separator: ", ")
    }

    /// The rows by their value on an axis, values in the axis's order; one group if there is no axis.
    func groups(of rows: [Row], by name: String) -> [(value: String?, rows: [Row])] {
        guard let index = index(of: name) else {
            return rows.isEmpty ? [] : [(nil, rows)]
        }
        return axes[index].values.enumerated().map { place, value in
            (value, rows.filter { $0.places[index] == place })
        }.filter { !$0.rows.isEmpty }
    }
}

extension CellTable {
    /// The sum of a metric over rows; nil if none has it. O(rows).
    static func sum(_ rows: [Row], _ metric: Metric, _ label: String? = nil) -> Int128? {
        let values = rows.compactMap { $0.integer(metric, label) }
        return values.isEmpty ? nil : values.reduce(0, +)
    }

    /// The largest value of a metric over rows; nil if none has it. O(rows).
    static func maximum(_ rows: [Row], _ metric: Metric) -> Int128? {
        rows.compactMap { $0.integer(metric) }.max()
    }
}

extension CellTable.Row {
    /// Whether the counter estimates: only then does it have errors.
    var isEstimate: Bool {
        result.measurements.contains { $0.metric == .contentError }
    }
}

extension CellTable {
    /// Which axes the cells of a run have, and where a cell stands on them.
    struct Layout {
        private let record: RunRecord
        private let cells: [Cell]
        private let settings: [String]
        private let names: [String]
        private let ambiguousNames: Set<String>
        private let order: MatrixOrder

        init(_ record: RunRecord) {
            self.record = record
            cells = record.results.map(\.cell)
            settings = Self.unique(cells.flatMap { $0.configuration.map(\.axis) })
            // A configuration's own axis of such a name says the same as the cell's field.
            names = Self.unique(
                [CellTable.corpus] + settings
                    + [CellTable.mode, CellTable.seed])
            let identities = Set(cells.map(\.corpus))
            let corpora = identities.map(\.name)
            ambiguousNames = Set(corpora.filter { name in corpora.count { $0 == name } > 1 })
            order = MatrixOrder(record.description)
        }

        /// The axes in the order of coordinates: corpus, settings, mode, seed.
        func axes() -> [Axis] {
            let coordinates = cells.map(coordinates(of:))
            return names.enumerated().map { index, name in
                let values = Self.unique(coordinates.map { $0[index] })
                return Axis(
                    name: name, values: ordered(values, of: name),
                    isSetting: settings.contains(name) || name == CellTable.mode)
            }
        }

        /// Where a cell stands; an axis that a cell does not have is the empty text.
        func coordinates(of cell: Cell) -> [String] {
            names.map { name in
                if let value = cell.configuration.first(where: { $0.axis == name })?.value {
                    return value
                }
                return switch name {
                case CellTable.corpus: label(of: cell.corpus)
                case CellTable.mode: cell.mode.rawValue
                case CellTable.seed: String(cell.seed)
                default: ""
                }
            }
        }

        private func label(of corpus: CorpusIdentity) -> String {
            ambiguousNames.contains(corpus.name) ? corpus.distinctName : corpus.name
        }

        /// Modes in their own order, values of settings in the matrix's, all else in that of the cells.
        private func ordered(_ values: [String], of axis: String) -> [String] {
            if settings.contains(axis) { return order.sorted(values, of: axis) }
            guard axis == CellTable.mode else { return values }
            return ReplayMode.allCases.map(\.rawValue).filter(values.contains)
        }

        private static func unique(_ texts: [String]) -> [String] {
            var seen: Set<String> = []
            return texts.filter { seen.insert($0).inserted }
        }
    }
}

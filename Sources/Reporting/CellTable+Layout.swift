internal import Evaluation
internal import Verdicts

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

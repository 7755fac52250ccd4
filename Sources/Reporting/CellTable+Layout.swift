internal import Evaluation

extension CellTable {
    /// Which axes the cells of a run have, and where a cell stands on them.
    struct Layout {
        private let record: RunRecord
        private let cells: [Cell]
        private let settings: [String]
        private let names: [String]
        private let ambiguousNames: Set<String>
        private let words: [String]

        init(_ record: RunRecord) {
            self.record = record
            cells = record.results.map(\.cell)
            settings = Self.unique(cells.flatMap { $0.configuration.map(\.axis) })
            // A configuration's own axis of such a name says the same as the cell's field.
            names = Self.unique(
                [CellTable.corpus] + settings
                    + [CellTable.mode, CellTable.seed, CellTable.repetition])
            let identities = Set(cells.map(\.corpus))
            let corpora = identities.map(\.name)
            ambiguousNames = Set(corpora.filter { name in corpora.count { $0 == name } > 1 })
            words = Self.words(of: record.description.matrix)
        }

        /// The axes in the order of coordinates: corpus, settings, mode, seed, repetition.
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
                case CellTable.repetition: String(cell.repetition)
                default: ""
                }
            }
        }

        private func label(of corpus: CorpusIdentity) -> String {
            guard ambiguousNames.contains(corpus.name) else { return corpus.name }
            return "\(corpus.name) (\(corpus.hash.prefix(8)))"
        }

        /// Values in the order in which the matrix writes them; what it does not write comes after,
        /// in the order of the cells. Cells are stored sorted by text, and `characters/4` is a poor
        /// first value to compare exact counters with.
        private func ordered(_ values: [String], of axis: String) -> [String] {
            if axis == CellTable.mode {
                let known = ReplayMode.allCases.map(\.rawValue)
                return known.filter(values.contains) + values.filter { !known.contains($0) }
            }
            guard let start = words.firstIndex(of: axis) else { return values }
            let rest = words[start...].dropFirst()
            let places = values.map { rest.firstIndex(of: $0) ?? words.endIndex }
            return values.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { values[$0] }
        }

        private static func words(of matrix: String) -> [String] {
            matrix.split { $0.isWhitespace || ",[]{}\"':;=".contains($0) }.map(String.init)
        }

        private static func unique(_ texts: [String]) -> [String] {
            var seen: Set<String> = []
            return texts.filter { seen.insert($0).inserted }
        }
    }
}

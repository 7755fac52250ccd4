import Yams

extension Matrix {
    /// Reads a matrix from the YAML text of a file, checking all of it.
    ///
    /// Values are taken as written; of context limits, spellings (`8k`, `8_000`) become digits. The
    /// corpora are the names of those there are, nil where they are not known and any name is taken;
    /// `check` knows the axes of the pipeline; `context.limit` as a share and `replay.gap` are known
    /// beside them.
    package init(
        yaml bytes: [UInt8], file: String, corpora: [String]?, check: any AxisCheck
    ) throws(MatrixError) {
        let source = MatrixSource(file: file)
        let reader = MatrixReader(
            source: source, corpora: corpora, check: ReplayAxes(pipeline: check))
        self = try reader.matrix(source.root(of: bytes))
    }
}

/// Makes a matrix of its YAML nodes.
struct MatrixReader {
    let source: MatrixSource
    let corpora: [String]?
    let check: ReplayAxes

    private enum Key: String, CaseIterable {
        case name, description, seed, repetitions, modes, corpora, combine, axes, include, exclude
    }

    func matrix(_ root: Node) throws(MatrixError) -> Matrix {
        let fields = try fields(of: root)
        guard let name = fields[.name] else { throw source.error(root, .missingKey("name")) }
        guard let axes = fields[.axes] else { throw source.error(root, .missingKey("axes")) }
        var matrix = Matrix(name: try source.line(name, "name"), axes: try self.axes(axes))
        try readScalars(fields, into: &matrix)
        try readLists(fields, into: &matrix)
        // The rules come last and in this order, as they speak of everything before them.
        if let node = fields[.include] { matrix.include = try include(node, matrix) }
        if let node = fields[.exclude] { matrix.exclude = try exclude(node, matrix) }
        let cells = matrix.fewestCells(corpora: (matrix.corpora ?? corpora)?.count ?? 1)
        guard cells <= Matrix.mostCells else { throw source.error(axes, .tooManyCells(cells)) }
        if let covering = matrix.covering, covering.fewestLooks > CoveringArray.mostLooks {
            throw source.error(
                fields[.combine] ?? axes,
                .tooManyCombinations(covering.choices, of: matrix.combine))
        }
        return matrix
    }

    private func fields(of root: Node) throws(MatrixError) -> [Key: Node] {
        var fields: [Key: Node] = [:]
        for member in try source.members(root, "the matrix") {
            guard let key = Key(rawValue: member.name) else {
                let known = Key.allCases.map(\.rawValue)
                throw source.error(member.key, .unknownKey(member.name, known: known))
            }
            fields[key] = member.value
        }
        return fields
    }

    private func readScalars(_ fields: [Key: Node], into matrix: inout Matrix) throws(MatrixError) {
        if let node = fields[.description] {
            matrix.description = try source.text(node, "description")
        }
        if let node = fields[.seed] {
            matrix.seed = try source.number(node, "seed", in: 0...UInt64.max)
        }
        if let node = fields[.repetitions] {
            matrix.repetitions = try source.number(node, "repetitions", in: 1...Matrix.mostCells)
        }
        if let node = fields[.combine] { matrix.combine = try combination(node) }
    }

    private func combination(_ node: Node) throws(MatrixError) -> Matrix.Combination {
        let text = try source.text(node, "combine")
        guard let combination = Matrix.Combination(rawValue: text) else {
            let known = Matrix.Combination.allCases.map(\.rawValue).asChoice
            throw source.error(
                node, .wrongKind(what: "combine", expected: known, found: "'\(text)'"))
        }
        return combination
    }

    private func readLists(_ fields: [Key: Node], into matrix: inout Matrix) throws(MatrixError) {
        if let node = fields[.modes] {
            matrix.modes = []
            for item in try source.list(node, "modes") {
                let mode = try mode(item)
                if matrix.modes.contains(mode) {
                    throw source.error(item, .duplicate(what: "mode", name: mode.rawValue))
                }
                matrix.modes.append(mode)
            }
        }
        if let node = fields[.corpora] {
            var names: [String] = []
            for item in try source.list(node, "corpora") {
                let name = try corpus(item, of: corpora)
                if names.contains(name) {
                    throw source.error(item, .duplicate(what: "corpus", name: name))
                }
                names.append(name)
            }
            matrix.corpora = names
        }
    }

    func mode(_ node: Node) throws(MatrixError) -> ReplayMode {
        let text = try source.text(node, "mode")
        guard let mode = ReplayMode(rawValue: text) else {
            let known = ReplayMode.allCases.map(\.rawValue).asChoice
            throw source.error(node, .refusedValue(axis: "mode", value: text, expected: known))
        }
        return mode
    }

    func corpus(_ node: Node, of known: [String]?) throws(MatrixError) -> String {
        let name = try source.text(node, "corpus")
        if let known, !known.contains(name) {
            throw source.error(node, .unknownCorpus(name, known: known))
        }
        return name
    }
}

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

extension MatrixReader {
    /// The axes with their values.
    func axes(_ node: Node) throws(MatrixError) -> [Matrix.Axis] {
        var axes: [Matrix.Axis] = []
        for member in try source.members(node, "axes") {
            try checkAxis(member)
            var values: [String] = []
            var seen: Set<String> = []
            for item in try source.list(member.value, member.name) {
                let value = try value(item, of: member.name)
                guard seen.insert(value).inserted else {
                    let what = "value of \(member.name)"
                    throw source.error(item, .duplicate(what: what, name: value))
                }
                values.append(value)
            }
            axes.append(Matrix.Axis(name: member.name, values: values))
        }
        return axes
    }

    /// The included configurations, filled up with the first value of each axis they do not name.
    func include(_ node: Node, _ matrix: Matrix) throws(MatrixError) -> [[AxisValue]] {
        var configurations: [[AxisValue]] = []
        for item in try source.list(node, "include") {
            var given: [String: String] = [:]
            for member in try source.members(item, "the included configuration") {
                try checkVaried(member, matrix)
                given[member.name] = try value(member.value, of: member.name)
            }
            configurations.append(
                matrix.axes.map {
                    AxisValue(axis: $0.name, value: given[$0.name] ?? $0.values[0])
                })
        }
        return configurations
    }

    /// The rules of what is left out.
    func exclude(_ node: Node, _ matrix: Matrix) throws(MatrixError) -> [CellRule] {
        var rules: [CellRule] = []
        for item in try source.list(node, "exclude") {
            var rule = CellRule()
            for member in try source.members(item, "the exclusion") {
                let used = try usedValues(member, matrix)
                let known = used.map { Set($0) }
                for node in try source.listOrSingle(member.value, member.name) {
                    let value = try excluded(node, member, matrix)
                    if let used, let known, !known.contains(value) {
                        // A rule on what no cell has is a slip of the pen, not a rule.
                        throw source.error(
                            node, .unusedValue(axis: member.name, value: value, used: used))
                    }
                    rule.allow(value, of: member.name)
                }
            }
            rules.append(rule)
        }
        return rules
    }

    /// The values that some cell has; nil for corpora, whose names are checked by themselves.
    private func usedValues(
        _ member: MatrixSource.Member, _ matrix: Matrix
    ) throws(MatrixError) -> [String]? {
        switch member.name {
        case CellRule.corpus: return nil
        case CellRule.mode: return matrix.modes.map(\.rawValue)
        default:
            try checkVaried(member, matrix)
            return matrix.values(of: member.name)
        }
    }

    private func excluded(
        _ node: Node, _ member: MatrixSource.Member, _ matrix: Matrix
    ) throws(MatrixError) -> String {
        switch member.name {
        case CellRule.corpus: try corpus(node, of: matrix.corpora ?? corpora)
        case CellRule.mode: try mode(node).rawValue
        default: try value(node, of: member.name)
        }
    }

    private func checkAxis(_ member: MatrixSource.Member) throws(MatrixError) {
        guard check.axes.contains(member.name) else {
            throw source.error(member.key, .unknownAxis(member.name, known: check.axes))
        }
    }

    private func checkVaried(
        _ member: MatrixSource.Member, _ matrix: Matrix
    ) throws(MatrixError) {
        try checkAxis(member)
        let varied = matrix.axes.map(\.name)
        guard varied.contains(member.name) else {
            throw source.error(member.key, .axisNotVaried(member.name, varied: varied))
        }
    }

    /// The value of a setting, in the text that stands for it in cells.
    private func value(_ node: Node, of axis: String) throws(MatrixError) -> String {
        let text = try source.text(node, "a value of \(axis)")
        guard text.unicodeScalars.allSatisfy(Self.canStandInValue) else {
            // Lists of values and of settings are joined by commas and parted by spaces.
            let expected = "a text without spaces and commas"
            throw source.error(node, .refusedValue(axis: axis, value: text, expected: expected))
        }
        switch check.verdict(on: text, of: axis) {
        case .accepted(let value): return value
        case .refused(let expected):
            throw source.error(node, .refusedValue(axis: axis, value: text, expected: expected))
        }
    }

    private static func canStandInValue(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "," && !scalar.properties.isWhitespace
            && scalar.properties.generalCategory != .control
    }
}

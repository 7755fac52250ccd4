import Yams

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

import Yams

extension Claim {
    /// Reads the claims of a YAML file, all of them checked; the error names the place.
    ///
    /// The file is a list of mappings with `id`, `document`, `section`, `quote`, `meaning`, and either
    /// `unmeasurable` with the reason and `needs` with the metric that does not exist, or `matrix`,
    /// `cells` (axis: value or list of values), `predicate` (`>= x` or `<= x`) and a figure:
    /// * `ratio`, `difference` or `quotient` with `of` and `to`, names of metrics or lists of them, a
    ///   minus in front of what is subtracted; the latter two compare with the cells that differ in the
    ///   axes of `against`;
    /// * `quantile` with `of` (a sampled metric) and `at` (`p50` … `p99.9`).
    ///
    /// `only` restricts conversations (`requests: 2 to 5`), `complement: true` takes a ratio or quotient
    /// off one, `scale` and `unit` are for what is no share.
    package static func all(
        yaml bytes: [UInt8], file: String
    ) throws(MatrixError) -> [Claim] {
        let reader = ClaimsReader(source: MatrixSource(file: file))
        let root = try reader.source.root(of: bytes)
        var claims: [Claim] = []
        for node in try reader.source.list(root, "the claims") {
            let claim = try reader.claim(node)
            guard !claims.contains(where: { $0.id == claim.id }) else {
                throw reader.source.error(node, .duplicate(what: "claim", name: claim.id))
            }
            claims.append(claim)
        }
        return claims
    }
}

/// Makes claims of their YAML nodes.
struct ClaimsReader {
    let source: MatrixSource

    enum Key: String, CaseIterable {
        case id, document, section, quote, meaning, unmeasurable, needs, matrix, cells, against
        case only, ratio, difference, quotient, quantile, complement, scale, unit, predicate
    }

    /// A claim's values by key, and where it stands.
    struct Fields {
        let node: Node
        var values: [Key: Node] = [:]

        subscript(_ key: Key) -> Node? { values[key] }
    }

    func claim(_ node: Node) throws(MatrixError) -> Claim {
        var fields = Fields(node: node)
        for member in try source.members(node, "the claim") {
            guard let key = Key(rawValue: member.name) else {
                let known = Key.allCases.map(\.rawValue)
                throw source.error(member.key, .unknownKey(member.name, known: known))
            }
            fields.values[key] = member.value
        }
        var claim = Claim(
            id: try line(.id, of: fields), document: try line(.document, of: fields),
            section: try line(.section, of: fields), quote: try line(.quote, of: fields),
            meaning: try line(.meaning, of: fields))
        if fields[.unmeasurable] != nil {
            claim.obstacle = try obstacle(fields)
        } else {
            claim.evidence = try evidence(fields)
        }
        return claim
    }

    /// The value of a key that must be there, its lines joined.
    private func line(_ key: Key, of fields: Fields) throws(MatrixError) -> String {
        try source.text(value(key, of: fields), key.rawValue).split(whereSeparator: \.isNewline)
            .joined(separator: " ")
    }

    /// The node of a key that must be there.
    private func value(_ key: Key, of fields: Fields) throws(MatrixError) -> Node {
        guard let value = fields[key] else {
            throw source.error(fields.node, .missingKey(key.rawValue))
        }
        return value
    }

    private func obstacle(_ fields: Fields) throws(MatrixError) -> Claim.Obstacle {
        let metric = try line(.needs, of: fields)
        if Metric(rawValue: metric) != nil || Claim.Term(metric) != nil {
            throw wrong(
                try value(.needs, of: fields), "needs", metric,
                "a metric that does not exist; what is measured is to be judged")
        }
        return Claim.Obstacle(metric: metric, reason: try line(.unmeasurable, of: fields))
    }

    private func evidence(_ fields: Fields) throws(MatrixError) -> Claim.Evidence {
        let predicate = try value(.predicate, of: fields)
        var evidence = Claim.Evidence(
            matrix: try line(.matrix, of: fields),
            cells: try cells(value(.cells, of: fields), "cells"),
            figure: try figure(fields), predicate: try self.predicate(predicate))
        if let node = fields[.against] { evidence.against = try cells(node, "against") }
        if let node = fields[.only] { evidence.condition = try condition(node) }
        if let node = fields[.complement] { evidence.isComplement = try isTrue(node) }
        if let node = fields[.scale] { evidence.scale = try scale(node) }
        if fields[.unit] != nil { evidence.unit = try line(.unit, of: fields) }
        try check(evidence, fields)
        return evidence
    }

    private func cells(_ node: Node, _ what: String) throws(MatrixError) -> [Matrix.Axis] {
        var axes: [Matrix.Axis] = []
        for member in try source.members(node, what) {
            var values: [String] = []
            for value in try source.listOrSingle(member.value, member.name) {
                values.append(try source.text(value, member.name))
            }
            axes.append(Matrix.Axis(name: member.name, values: values))
        }
        return axes
    }

    private func predicate(_ node: Node) throws(MatrixError) -> Claim.Predicate {
        let text = try source.text(node, "predicate")
        guard let predicate = Claim.Predicate(text) else {
            throw wrong(
                node, "predicate", text,
                "'>= x' or '<= x', a bound on one side: being better breaks no promise")
        }
        return predicate
    }

    private func isTrue(_ node: Node) throws(MatrixError) -> Bool {
        let text = try source.text(node, "complement")
        guard text == "true" else { throw wrong(node, "complement", text, "'true' or no such key") }
        return true
    }

    private func scale(_ node: Node) throws(MatrixError) -> Double {
        let text = try source.text(node, "scale")
        guard let scale = Double(text), scale.isFinite, scale > 0 else {
            throw wrong(node, "scale", text, "a number above 0")
        }
        return scale
    }

    func wrong(
        _ node: Node, _ what: String, _ found: String, _ expected: String
    ) -> MatrixError {
        source.error(node, .wrongKind(what: what, expected: expected, found: "'\(found)'"))
    }
}

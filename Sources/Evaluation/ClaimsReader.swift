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

extension ClaimsReader {
    /// The figure of a claim: exactly one of the keys that make one.
    func figure(_ fields: Fields) throws(MatrixError) -> Claim.Figure {
        let kinds = [Key.ratio, .difference, .quotient, .quantile].filter { fields[$0] != nil }
        guard let kind = kinds.first, let node = fields[kind] else {
            throw source.error(fields.node, .missingKey(Key.ratio.rawValue))
        }
        if let other = kinds.dropFirst().first, let second = fields[other] {
            throw wrong(
                second, "the figure", "\(kind.rawValue) and \(other.rawValue)", "one of them")
        }
        return switch kind {
        case .difference: .difference(try ratio(node, kind))
        case .quotient: .quotient(try ratio(node, kind))
        case .quantile: try quantile(node)
        default: .ratio(try ratio(node, kind))
        }
    }

    private func ratio(_ node: Node, _ kind: Key) throws(MatrixError) -> Claim.Ratio {
        let sides = try sides(node, kind, named: ["of", "to"])
        var terms: [[Claim.Term]] = []
        for side in sides {
            var sum: [Claim.Term] = []
            for item in try source.listOrSingle(side.value, side.name) {
                sum.append(try term(item, side.name))
            }
            terms.append(sum)
        }
        guard Set(terms[0]) != Set(terms[1]) else {
            throw wrong(
                node, kind.rawValue, terms[0].map(\.description).joined(separator: ", "),
                "different sums of and to: a figure divided by itself is 1 whatever happens")
        }
        return Claim.Ratio(numerator: terms[0], denominator: terms[1])
    }

    private func quantile(_ node: Node) throws(MatrixError) -> Claim.Figure {
        let sides = try sides(node, .quantile, named: ["of", "at"])
        let name = try source.text(sides[0].value, "of")
        guard let metric = Metric(rawValue: name), Claim.sampledMetrics.contains(metric) else {
            let known = Claim.sampledMetrics.map(\.rawValue)
            throw wrong(sides[0].value, "of", name, known.asChoice)
        }
        let place = try source.text(sides[1].value, "at")
        guard Claim.quantiles.contains(place) else {
            throw wrong(sides[1].value, "at", place, Claim.quantiles.asChoice)
        }
        return .quantile(place, of: metric)
    }

    /// The members of a mapping that has exactly some keys, in their order.
    private func sides(
        _ node: Node, _ key: Key, named names: [String]
    ) throws(MatrixError) -> [MatrixSource.Member] {
        let members = try source.members(node, key.rawValue)
        for member in members where !names.contains(member.name) {
            throw source.error(member.key, .unknownKey(member.name, known: names))
        }
        var sides: [MatrixSource.Member] = []
        for name in names {
            guard let member = members.first(where: { $0.name == name }) else {
                throw source.error(node, .missingKey(name))
            }
            sides.append(member)
        }
        return sides
    }

    private func term(_ node: Node, _ side: String) throws(MatrixError) -> Claim.Term {
        let name = try source.text(node, side)
        guard let term = Claim.Term(name) else { throw strange(node, side, name) }
        return term
    }

    /// The error for a name that is no term: the known ones, those that begin alike first.
    private func strange(_ node: Node, _ side: String, _ name: String) -> MatrixError {
        let known = Metric.allCases.flatMap { metric in
            metric.isAdditive
                ? [metric.rawValue] : metric.partLabels.map { "\(metric.rawValue).\($0)" }
        }
        let stem = name.drop { $0 == "-" }.prefix { $0 != "." }
        let near = known.filter { $0.hasPrefix(stem) }
        return wrong(node, side, name, (near.isEmpty ? known : near).asChoice)
    }

    /// The one condition on conversations: a term and the range it lies in.
    func condition(_ node: Node) throws(MatrixError) -> Claim.Condition {
        let members = try source.members(node, "only")
        guard let member = members.first, members.count == 1 else {
            throw wrong(node, "only", "\(members.count) keys", "one metric with a range")
        }
        let term = try term(member.key, "only")
        let text = try source.text(member.value, member.name)
        let ends = text.split(separator: " ").map(String.init)
        guard ends.count == 3, ends[1] == "to", let low = Int64(ends[0]),
            let high = ends[2] == "any" ? .max : Int64(ends[2]), low <= high
        else { throw wrong(member.value, member.name, text, "'2 to 5' or '16 to any'") }
        return Claim.Condition(term: term, range: low...high)
    }

    /// Refuses what could not be both right and wrong.
    func check(_ evidence: Claim.Evidence, _ fields: Fields) throws(MatrixError) {
        let figure = evidence.figure
        if figure.isComparison {
            guard let node = fields[.against] else {
                throw source.error(fields.node, .missingKey(Key.against.rawValue))
            }
            let isOther = evidence.against.contains { axis in
                evidence.cells.first { $0.name == axis.name }?.values != axis.values
            }
            guard isOther else {
                throw wrong(node, "against", "the cells themselves", "cells that differ")
            }
        } else if let node = fields[.against] {
            throw wrong(
                node, "against", "a claim of one set of cells",
                "a difference or a quotient to compare by")
        }
        if let node = fields[.complement], figure.ratio == nil || isDifference(figure) {
            throw wrong(node, "complement", "true", "a ratio or a quotient to take off one")
        }
    }

    private func isDifference(_ figure: Claim.Figure) -> Bool {
        if case .difference = figure { true } else { false }
    }
}

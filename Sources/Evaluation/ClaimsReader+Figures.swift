import Yams

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

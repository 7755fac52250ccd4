import Yams

extension Claim {
    /// Reads the claims of a YAML file, all of them checked; the error names the place.
    ///
    /// The file is a list of mappings with `id`, `source`, `quote`, `meaning`, and either `unmeasurable`
    /// with the reason, or `matrix`, `cells` (axis: value or list of values), `predicate` and one of
    /// `latency` (`p50` … `p99.9`) or `ratio` (`of` and `to`, metrics or lists of them); `against` with the
    /// axes in which the cells of `to` differ, `complement: true` for the rest to one, `scale` and `unit` if it is no plain ratio.
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
private struct ClaimsReader {
    let source: MatrixSource

    private enum Key: String, CaseIterable {
        case id, source, quote, meaning, unmeasurable, matrix, cells, against, ratio, latency,
            complement
        case scale, unit, predicate
    }

    func claim(_ node: Node) throws(MatrixError) -> Claim {
        var fields: [Key: Node] = [:]
        for member in try source.members(node, "the claim") {
            guard let key = Key(rawValue: member.name) else {
                let known = Key.allCases.map(\.rawValue)
                throw source.error(member.key, .unknownKey(member.name, known: known))
            }
            fields[key] = member.value
        }
        func line(_ key: Key) throws(MatrixError) -> String {
            guard let value = fields[key] else {
                throw source.error(node, .missingKey(key.rawValue))
            }
            return try source.text(value, key.rawValue).split(whereSeparator: \.isNewline)
                .joined(separator: " ")
        }
        var claim = Claim(
            id: try line(.id), source: try line(.source), quote: try line(.quote),
            meaning: try line(.meaning))
        if fields[.unmeasurable] != nil {
            claim.unmeasurable = try line(.unmeasurable)
            return claim
        }
        guard let cells = fields[.cells], let predicate = fields[.predicate] else {
            let key = fields[.cells] == nil ? Key.cells : .predicate
            throw source.error(node, .missingKey(key.rawValue))
        }
        claim.evidence = Claim.Evidence(
            matrix: try line(.matrix), cells: try self.cells(cells),
            against: try fields[.against].map { node throws(MatrixError) in try self.cells(node) }
                ?? [],
            figure: try figure(node, fields), scale: try scale(fields[.scale]),
            unit: fields[.unit] == nil ? "" : try line(.unit),
            predicate: try self.predicate(predicate))
        return claim
    }

    private func cells(_ node: Node) throws(MatrixError) -> [Matrix.Axis] {
        var axes: [Matrix.Axis] = []
        for member in try source.members(node, "cells") {
            var values: [String] = []
            for value in try source.listOrSingle(member.value, member.name) {
                values.append(try source.text(value, member.name))
            }
            axes.append(Matrix.Axis(name: member.name, values: values))
        }
        return axes
    }

    private func figure(
        _ claim: Node, _ fields: [Key: Node]
    ) throws(MatrixError) -> Claim.Figure {
        if let node = fields[.latency] {
            let name = try source.text(node, "latency")
            guard Claim.quantiles.contains(name) else {
                throw wrong(node, "latency", name, Claim.quantiles.asChoice)
            }
            return .latency(name)
        }
        guard let node = fields[.ratio] else { throw source.error(claim, .missingKey("ratio")) }
        var sides: [String: [Metric]] = [:]
        for member in try source.members(node, "ratio") {
            guard ["of", "to"].contains(member.name) else {
                throw source.error(member.key, .unknownKey(member.name, known: ["of", "to"]))
            }
            for item in try source.listOrSingle(member.value, member.name) {
                let name = try source.text(item, member.name)
                guard let metric = Metric(rawValue: name), metric.isClaimable else {
                    let known = Metric.allCases.filter(\.isClaimable).map(\.rawValue)
                    throw wrong(item, member.name, name, known.asChoice)
                }
                sides[member.name, default: []].append(metric)
            }
        }
        guard let numerator = sides["of"], let denominator = sides["to"] else {
            throw source.error(node, .missingKey(sides["of"] == nil ? "of" : "to"))
        }
        let complement = try fields[.complement].map {
            node throws(MatrixError) in try source.text(node, "complement")
        }
        return .ratio(of: numerator, to: denominator, isComplement: complement == "true")
    }

    private func scale(_ node: Node?) throws(MatrixError) -> Double {
        guard let node else { return 1 }
        let text = try source.text(node, "scale")
        guard let scale = Double(text), scale.isFinite, scale > 0 else {
            throw wrong(node, "scale", text, "a number above 0")
        }
        return scale
    }

    private func predicate(_ node: Node) throws(MatrixError) -> Claim.Predicate {
        let text = try source.text(node, "predicate")
        guard let predicate = Claim.Predicate(text) else {
            throw wrong(node, "predicate", text, "'>= x', '<= x' or 'x to y'")
        }
        return predicate
    }

    private func wrong(
        _ node: Node, _ what: String, _ found: String, _ expected: String
    ) -> MatrixError {
        source.error(node, .wrongKind(what: what, expected: expected, found: "'\(found)'"))
    }
}

extension Claim {
    /// The quantiles that a claim can speak of.
    package static let quantiles = ["p50", "p90", "p95", "p99", "p99.9"]
}

extension Metric {
    /// Whether claims can be made of it: what each conversation adds must be known.
    package var isClaimable: Bool {
        ConversationResult.fieldMetrics.contains(self) || Self.additive.contains(self)
    }

    /// The further figures that are known for each conversation.
    private static let additive: Set<Metric> = [
        .tokensIn, .tokensExact, .missedOverflows, .falseOverflows, .operations,
        .operationsReused, .operationsAvoided, .countCacheHits, .countCacheMisses, .summaries,
        .summariesAvoided, .summariesDegraded, .qualityBelow, .compactions, .compactionBefore,
        .compactionAfter, .compactionCost, .compressionOriginal, .compressionCompressed,
        .compressionDecoder, .summarizerPriced, .contentTokens, .contentError,
    ]
}

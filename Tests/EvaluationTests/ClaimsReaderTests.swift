import Evaluation
import Testing

@Suite struct ClaimsReaderTests {
    private static let start = "- {id: a, document: 1 B, section: b, quote: c, meaning: d, "
    private static let measured = start + "matrix: m, cells: {mode: x}, predicate: '>= 1', "

    private static let ratio =
        start + "matrix: m, cells: {mode: x}, ratio: {of: bill, to: requests}, "

    private func claim(_ rest: String) throws -> Claim {
        try Claim.all(yaml: Array((Self.measured + rest + "}").utf8), file: "c")[0]
    }

    @Test func `a claim is read`() throws {
        let claim = try claim(
            "quotient: {of: [bill, -bill.refetch], to: compression.phrases.kept}, "
                + "against: {mode: y}, only: {requests: 2 to 5}, complement: true, scale: 1e-3, unit: s"
        )
        #expect(claim.source == "1, b")
        let evidence = try #require(claim.evidence)
        #expect(
            evidence.figure
                == .quotient(
                    Claim.Ratio(
                        numerator: ["bill", "-bill.refetch"].compactMap { Claim.Term($0) },
                        denominator: ["compression.phrases.kept"].compactMap { Claim.Term($0) })))
        #expect(evidence.figure.ratio?.numerator.map(\.isSubtracted) == [false, true])
        #expect(evidence.figure.ratio?.denominator.first?.label == "kept")
        #expect(evidence.baseCells == [Matrix.Axis(name: "mode", values: ["y"])])
        #expect(evidence.condition?.range == 2...5)
        #expect(evidence.isComplement && evidence.scale == 0.001 && evidence.unit == "s")
        #expect(evidence.predicate == .atLeast(1))
    }

    /// Whatever is summed up over conversations can be claimed by its name.
    @Test func `every figure of a conversation is a term`() {
        for metric in ConversationResult.fieldMetrics {
            #expect(Claim.Term(metric.rawValue)?.metric == metric)
        }
        for metric in Metric.allCases {
            for label in metric.partLabels {
                let term = Claim.Term("\(metric.rawValue).\(label)")
                #expect(term?.metric == metric && term?.label == label)
                #expect(term?.name == "\(metric.rawValue).\(label)")
            }
        }
        #expect(Claim.Term("compression.turns.04.rules")?.label == "04.rules")
        #expect(Claim.Term("compression.turns.99.rules") == nil)
        #expect(Claim.Term("quality") == nil && Claim.Term("--bill") == nil)
    }

    @Test(arguments: [
        ("- {id: a}", "document"), ("- {id: a, sauce: b}", "sauce"), ("[]", "empty"),
        (start + "matrix: m, cells: {mode: x}}", "predicate"),
        (start + "matrix: m, cells: {mode: x}, predicate: '>= 1'}", "ratio"),
        (ratio + "predicate: '> 1'}", "one side"), (ratio + "predicate: '1 to 2'}", "one side"),
        (measured + "quantile: {of: added.latency, at: p42}}", "p99.9"),
        (measured + "quantile: {of: bill, at: p50}}", "added.latency"),
        (measured + "quantile: {of: added.latency}}", "'at'"),
        (measured + "ratio: {of: nonsense, to: requests}}", "nonsense"),
        (measured + "ratio: {of: quality, to: requests}}", "quality.sum"),
        (measured + "ratio: {of: requests}}", "'to'"),
        (measured + "ratio: {of: requests, too: bill}}", "too"),
        // A quotient of a number by itself says nothing.
        (measured + "ratio: {of: requests, to: requests}}", "divided by itself"),
        (measured + "ratio: {of: [bill, requests], to: [requests, bill]}}", "divided by itself"),
        (
            measured + "quotient: {of: bill, to: requests}, against: {mode: x}}",
            "the cells themselves"
        ),
        (measured + "quotient: {of: bill, to: requests}}", "against"),
        (measured + "ratio: {of: bill, to: requests}, against: {mode: y}}", "a difference"),
        (
            measured
                + "difference: {of: bill, to: requests}, against: {mode: y}, complement: true}",
            "complement"
        ),
        (
            measured + "ratio: {of: bill, to: requests}, quantile: {of: added.latency, at: p50}}",
            "one of them"
        ),
        (measured + "ratio: {of: bill, to: requests}, only: {requests: 5 to 2}}", "2 to 5"),
        (measured + "ratio: {of: bill, to: requests}, only: {request: 2 to 5}}", "request"),
        (measured + "ratio: {of: bill, to: requests}, scale: 0}", "above 0"),
        (measured + "ratio: {of: bill, to: requests}, complement: yes}", "true"),
        // What has a metric is to be judged.
        (start + "unmeasurable: e}", "needs"),
        (start + "unmeasurable: e, needs: bill}", "is to be judged"),
        (start + "unmeasurable: e, needs: quality}", "is to be judged"),
        (
            start + "unmeasurable: e, needs: uptime}\n" + start
                + "unmeasurable: e, needs: uptime}", "twice"
        ),
    ])
    func `a claim that cannot be read, or judged, is refused with its place`(
        _ yaml: String, _ word: String
    ) {
        #expect {
            try Claim.all(yaml: Array(yaml.utf8), file: "claims.yaml")
        } throws: { error in
            "\(error)".hasPrefix("claims.yaml:") && "\(error)".contains(word)
        }
    }
}

import Evaluation
import Statistics
import Testing
import Verdicts

@Suite struct ClaimJudgeTests {
    private let judge = ClaimJudge(buildFingerprint: "b", corpora: ["a", "other"])

    private func claims(_ more: String = "") throws -> [Claim] {
        let yaml = """
            - id: saved
              source: "doc 1"
              quote: "60 %"
              meaning: Nothing.
              matrix: m
              cells: {mode: stateless}
              ratio: {of: summaries.avoided, to: [summaries, summaries.avoided]}
              \(more.isEmpty ? "predicate: \">= 0.6\"" : more)
            - id: never
              source: "doc 2"
              quote: "99.9 % uptime"
              meaning: Nothing.
              unmeasurable: a replay has no uptime

            """
        return try Claim.all(yaml: Array(yaml.utf8), file: "claims.yaml")
    }

    /// A run of thirty conversations of which each avoids so many of ten summaries, at the usual value
    /// of the axis, and none at the other.
    private func run(
        avoided: (Int) -> Int64, conversations: Int = 30, build: String = "b", corpus: String = "a"
    ) -> RunRecord {
        let shares = (0..<conversations).map(avoided)
        func result(_ counter: String, _ shares: [Int64]) -> CellResult {
            CellResult(
                cell: Cell(
                    corpus: CorpusIdentity(name: "a", hash: corpus),
                    configuration: [AxisValue(axis: "counter", value: counter)],
                    mode: .stateless, seed: 1),
                key: counter, measurements: [],
                conversations: shares.enumerated().map { number, share in
                    var conversation = ConversationResult(name: "\(number)")
                    conversation.counts = [.summariesAvoided: share, .summaries: 10 - share]
                    return conversation
                },
                timings: [
                    CellTiming(
                        measurements: [],
                        samples: [.addedLatency: (0..<400).map { Int64($0) }])
                ])
        }
        var description = TinyRun.description
        description.buildFingerprint = build
        description.matrix = "name: m\naxes:\n  counter: [cl100k_base, o200k_base]\n"
        return RunRecord(
            description: description,
            results: [
                result("cl100k_base", shares), result("o200k_base", shares.map { _ in 0 }),
            ])
    }

    private func verdict(_ run: RunRecord?, _ more: String = "") throws -> ClaimVerdict {
        judge.judgement(on: try claims(more)[0], by: run.map { ClaimRun($0) }).verdict
    }

    @Test func `every verdict can be reached`() throws {
        #expect(try verdict(run { 7 + Int64($0 % 2) }) == .holds)
        #expect(try verdict(run { 3 + Int64($0 % 2) }) == .fails)
        #expect(try verdict(run { Int64($0 % 2 == 0 ? 1 : 10) }) == .unproven)
        #expect(try verdict(run(avoided: { _ in 9 }, build: "old")) == .stale)
        #expect(try verdict(run(avoided: { _ in 9 }, corpus: "gone")) == .stale)
        #expect(judge.judgement(on: try claims()[1], by: nil).verdict == .notMeasurable)
        #expect(try verdict(nil) == .unproven)
        #expect(try verdict(run(avoided: { _ in 9 }, conversations: 19)) == .unproven)
    }

    @Test func `an axis that is not named has the first value of the matrix`() throws {
        let found = judge.judgement(on: try claims()[0], by: ClaimRun(run { _ in 8 }))
        #expect(found.value == 0.8)
        #expect(found.basis.contains("1 cells, 30 conversations"))
        let all = try claims("against: {counter: all}\n  predicate: \">= 0.3\"")[0]
        #expect(judge.judgement(on: all, by: ClaimRun(run { _ in 8 })).value == 0.4)
    }

    @Test func `a complement and cells to hold against turn the ratio`() throws {
        let yaml = """
            - id: less
              source: "doc 1"
              quote: "40 % less"
              meaning: Nothing.
              matrix: m
              cells: {mode: stateless}
              against: {counter: o200k_base}
              ratio: {of: summaries, to: summaries}
              complement: true
              predicate: "0.7 to 0.9"

            """
        let claim = try Claim.all(yaml: Array(yaml.utf8), file: "c")[0]
        let found = judge.judgement(on: claim, by: ClaimRun(run { 7 + Int64($0 % 3) }))
        // 2 of 10 are made where all 10 are made without.
        #expect(abs((found.value ?? 0) - 0.8) < 1e-12)
        #expect(found.verdict == .holds)
    }

    @Test func `latencies are judged by their quantiles`() throws {
        let yaml = """
            - {id: fast, source: s, quote: q, meaning: m, matrix: m, cells: {mode: stateless}, latency: p99,
               scale: 1e-3, unit: µs, predicate: "<= 0.5"}

            """
        let claim = try Claim.all(yaml: Array(yaml.utf8), file: "c")[0]
        let found = judge.judgement(on: claim, by: ClaimRun(run { _ in 1 }))
        #expect(abs((found.value ?? 0) - 0.395) < 1e-9)
        #expect(found.verdict == .holds)
        #expect(try #require(found.interval).contains(0.395))
    }

    @Test(arguments: [
        ("- {id: a}", "source"), ("- {id: a, sauce: b}", "sauce"), ("[]", "empty"),
        ("- {id: a, source: b, quote: c, meaning: d, matrix: m, cells: {mode: x}}", "predicate"),
        (
            "- {id: a, source: b, quote: c, meaning: d, matrix: m, cells: {mode: x}, predicate: '> 1', "
                + "latency: p50}", "predicate"
        ),
        (
            "- {id: a, source: b, quote: c, meaning: d, matrix: m, cells: {mode: x}, predicate: '>= 1', "
                + "latency: p42}", "p99.9"
        ),
        (
            "- {id: a, source: b, quote: c, meaning: d, matrix: m, cells: {mode: x}, predicate: '>= 1', "
                + "ratio: {of: nonsense, to: requests}}", "nonsense"
        ),
        (
            "- {id: a, source: b, quote: c, meaning: d, unmeasurable: e}\n"
                + "- {id: a, source: b, quote: c, meaning: d, unmeasurable: e}", "twice"
        ),
    ])
    func `a claim that cannot be read is refused with its place`(_ yaml: String, _ word: String) {
        #expect {
            try Claim.all(yaml: Array(yaml.utf8), file: "claims.yaml")
        } throws: { error in
            "\(error)".hasPrefix("claims.yaml:") && "\(error)".contains(word)
        }
    }
}

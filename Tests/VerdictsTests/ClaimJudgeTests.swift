import Evaluation
import Statistics
import Testing
import Verdicts

@Suite struct ClaimJudgeTests {
    private let judge = ClaimJudge(buildFingerprint: "b", corpora: ["a", "other"])

    /// Terms by their names.
    private func terms(_ figures: [String: Int64]) throws -> [Claim.Term: Int64] {
        var terms: [Claim.Term: Int64] = [:]
        for (name, value) in figures { terms[try #require(Claim.Term(name))] = value }
        return terms
    }

    private func claim(_ figure: String, _ more: String = "predicate: \">= 0.6\"") throws -> Claim {
        let yaml = """
            - id: saved
              document: 7 Some document
              section: Performance
              quote: "60 %"
              meaning: Nothing.
              matrix: m
              cells: {mode: stateless}
              \(figure)
              \(more)

            """
        return try Claim.all(yaml: Array(yaml.utf8), file: "claims.yaml")[0]
    }

    private let avoided = "ratio: {of: summaries.avoided, to: [summaries, summaries.avoided]}"

    /// A run of conversations of which each avoids so many of ten summaries, at the usual value of the
    /// axis, and none at the other.
    private func run(
        avoided: (Int) -> Int64, conversations: Int = 30, build: String = "b", corpus: String = "a"
    ) throws -> RunRecord {
        func result(_ counter: String, _ shares: [Int64]) throws -> CellResult {
            ClaimRuns.result(
                Cell(
                    corpus: CorpusIdentity(name: "a", hash: corpus),
                    configuration: [AxisValue(axis: "counter", value: counter)], mode: .stateless,
                    seed: 1),
                try shares.enumerated().map { number, share in
                    try terms([
                        "summaries.avoided": share, "summaries": 10 - share,
                        "requests": Int64(number), "cpu.time": share * 1_000,
                        "compression.phrases.kept": share, "compression.phrases.compared": 10,
                    ])
                }, samples: [.addedLatency: (0..<400).map { Int64($0) }])
        }
        let shares = (0..<conversations).map(avoided)
        var description = TinyRun.description
        description.program.buildFingerprint = build
        description.work.matrix = MatrixText(
            yaml: "name: m\naxes:\n  counter: [cl100k_base, o200k_base]\n")
        return RunRecord(
            description: description,
            results: [
                try result("cl100k_base", shares), try result("o200k_base", shares.map { _ in 0 }),
            ])
    }

    private func judgement(_ claim: Claim, _ run: RunRecord) -> ClaimJudgement {
        judge.judgement(on: claim, by: ClaimRun(run))
    }

    private func verdict(_ run: RunRecord) throws -> ClaimVerdict {
        judgement(try claim(avoided), run).verdict
    }

    @Test func `every verdict can be reached`() throws {
        #expect(try verdict(run { 7 + Int64($0 % 2) }) == .holds)
        #expect(try verdict(run { 3 + Int64($0 % 2) }) == .fails)
        #expect(try verdict(run { Int64($0 % 2 == 0 ? 1 : 10) }) == .unproven)
        #expect(try verdict(run(avoided: { _ in 9 }, build: "old")) == .stale)
        #expect(try verdict(run(avoided: { _ in 9 }, corpus: "gone")) == .stale)
        #expect(try verdict(run(avoided: { _ in 9 }, conversations: 19)) == .unproven)
        #expect(judge.judgement(on: try claim(avoided), by: nil).verdict == .unproven)
        var never = try claim(avoided)
        never.evidence = nil
        never.obstacle = Claim.Obstacle(metric: "uptime", reason: "a replay has no uptime")
        let found = judge.judgement(on: never, by: nil)
        #expect(found.verdict == .notMeasurable && found.basis == "a replay has no uptime")
    }

    @Test func `an axis that is not named has the first value of the matrix`() throws {
        let found = judgement(try claim(avoided), try run { _ in 8 })
        #expect(found.value == 0.8)
        #expect(found.basis.hasSuffix("1 cells, 30 conversations"))
        var both = try claim(avoided)
        both.evidence?.cells.append(Matrix.Axis(name: "counter", values: ["all"]))
        let all = judgement(both, try run { _ in 8 })
        #expect(all.value == 0.4)
        #expect(all.basis.hasSuffix("2 cells, 30 conversations"))
    }

    @Test func `two sets of cells are compared by their ratios`() throws {
        let run = try run { 7 + Int64($0 % 3) }
        let other = "against: {counter: o200k_base}"
        // Two of ten are made where all ten are made without.
        let sides = "{of: summaries, to: [summaries, summaries.avoided]}"
        let quotient = judgement(
            try claim(
                "quotient: \(sides)",
                "\(other)\n  complement: true\n  predicate: \">= 0.7\""), run)
        #expect(abs((quotient.value ?? 0) - 0.8) < 1e-12)
        #expect(quotient.verdict == .holds)
        let difference = judgement(
            try claim("difference: \(sides)", "\(other)\n  predicate: \"<= -0.75\""), run)
        #expect(abs((difference.value ?? 0) + 0.8) < 1e-12)
        #expect(difference.verdict == .holds)
        #expect(try #require(difference.interval).contains(-0.8))
    }

    @Test func `parts of metrics, what is subtracted and times count`() throws {
        let run = try run { 4 + Int64($0 % 3) }
        let kept = judgement(
            try claim("ratio: {of: compression.phrases.kept, to: compression.phrases.compared}"),
            run)
        #expect(kept.value == 0.5 && kept.verdict == .fails)
        let rest = judgement(
            try claim(
                """
                ratio: {of: [compression.phrases.compared, -compression.phrases.kept], to: summaries}
                """), run)
        #expect(rest.value == 1 && rest.verdict == .holds)
        let time = judgement(
            try claim(
                "ratio: {of: cpu.time, to: summaries.avoided}",
                "scale: 1e-3\n  unit: µs\n  predicate: \"<= 1\""), run)
        #expect(time.value == 1 && time.verdict == .holds)
    }

    @Test func `a condition picks conversations`() throws {
        // The first ten avoid nothing.
        let run = try run(avoided: { $0 < 10 ? 0 : 9 }, conversations: 40)
        let late = judgement(
            try claim(avoided, "only: {requests: 10 to any}\n  predicate: \">= 0.9\""), run)
        #expect(late.value == 0.9 && late.verdict == .holds)
        #expect(late.basis.hasSuffix("30 conversations"))
        let early = judgement(
            try claim(avoided, "only: {requests: 0 to 9}\n  predicate: \">= 0.9\""), run)
        #expect(early.value == 0 && early.verdict == .unproven)
        #expect(early.basis.hasSuffix("10 conversations, too few"))
    }

    @Test func `what was not measured is named`() throws {
        let found = judgement(
            try claim("ratio: {of: bill, to: quality.sum}"), try run { _ in 1 })
        #expect(found.verdict == .unproven && found.value == nil)
        #expect(found.basis.hasSuffix("0 conversations, which did not measure quality.sum"))
    }

    @Test func `a conversation that one side lacks is left out`() throws {
        var run = try run { _ in 8 }
        run.results[1].conversations.removeLast(5)
        let found = judgement(
            try claim(
                "quotient: {of: summaries, to: [summaries, summaries.avoided]}",
                "against: {counter: o200k_base}\n  predicate: \"<= 0.3\""), run)
        #expect(found.basis.hasSuffix("25 conversations"))
        #expect(found.verdict == .holds)
    }

    @Test func `latencies are judged by their quantiles`() throws {
        let claim = try claim(
            "quantile: {of: added.latency, at: p99}",
            "scale: 1e-3\n  unit: µs\n  predicate: \"<= 0.5\"")
        let found = judgement(claim, try run { _ in 1 })
        #expect(abs((found.value ?? 0) - 0.395) < 1e-9)
        #expect(found.verdict == .holds)
        #expect(try #require(found.interval).contains(0.395))
    }

    @Test func `cells that a run does not have are found`() throws {
        let run = ClaimRun(try run { _ in 1 })
        #expect(judge.missingCells(for: try claim(avoided), in: run) == nil)
        var claim = try claim(
            "quotient: {of: summaries, to: requests}",
            "against: {counter: o200kbase}\n  predicate: \"<= 1\"")
        #expect(
            judge.missingCells(for: claim, in: run)?.contains(
                Matrix.Axis(name: "counter", values: ["o200kbase"])) == true)
        claim.evidence?.cells = [Matrix.Axis(name: "mode", values: ["statless"])]
        #expect(judge.missingCells(for: claim, in: run)?.first?.values == ["statless"])
    }
}

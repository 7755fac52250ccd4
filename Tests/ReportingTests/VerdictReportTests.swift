import Evaluation
import Reporting
import Testing
import Verdicts

@Suite struct VerdictReportTests {
    private func blocks(slower: Double, count: Int = 24) -> [Block] {
        (0..<count).map { number in
            func sample(_ factor: Double) -> ArmSample {
                let wobble = 1 + 0.001 * Double(number * 7 % 5)
                return ArmSample(
                    values: ["a|b stateless": 1e9 * factor * wobble],
                    outputs: ["a|b stateless": "h"])
            }
            return Block(
                base: sample(1), head: sample(slower), again: sample(1.0001),
                noise: Noise(steal: 0.01, pressure: 0.2, involuntarySwitches: number))
        }
    }

    @Test func `a comparison tells verdict, change, noise and how`() {
        var subject = ComparisonReport.Subject(
            base: "abc", head: "def", work: "speed", command: "winnow compare abc def")
        subject.blocks = blocks(slower: 1.08)
        subject.times = TimingJudge().judgements(subject.blocks)
        let text = ComparisonReport(subject).markdown
        #expect(text.hasPrefix("# def against abc\n"))
        #expect(text.contains("**times: 1 regressed**"))
        #expect(text.contains("| **regressed** | +8.0 %"))
        #expect(text.contains("`a\\|b stateless`"))
        #expect(text.contains("0 of 24 blocks left out"))
        #expect(text.contains("winnow compare abc def"))
        #expect(ComparisonReport(subject).markdown == text)
        let xml = JUnitReport(subject).xml
        #expect(xml.contains("name=\"a|b stateless\"><failure message=\"slower: 8.0 %\">"))
    }

    @Test func `equal results are said to be equal, others row by row`() {
        func run(_ saved: Int64) -> RunRecord {
            var record = RunRecord(description: TinyRun.record([]).description, results: [])
            record.results = [
                CellResult(
                    cell: Cell(
                        corpus: CorpusIdentity(name: "c", hash: "c"), configuration: [],
                        mode: .stateless, seed: 0),
                    key: "k", measurements: [Measurement(.tokensSavedNet, .integer(saved))])
            ]
            return record
        }
        var subject = ComparisonReport.Subject(
            base: "one", head: "two", work: "nightly", command: "winnow compare one two")
        subject.exact = ExactComparison(base: run(1000), head: run(1000))
        #expect(ComparisonReport(subject).markdown.contains("Nothing changed: 1 metrics"))
        subject.exact = ExactComparison(base: run(1000), head: run(990))
        let text = ComparisonReport(subject).markdown
        #expect(text.contains("| `tokens.saved.net` | **worse** | 1,000 | 990 | -1.0 % | 1 |"))
        #expect(!text.contains("## CPU time"))
        let xml = JUnitReport(subject).xml
        #expect(
            xml.contains("name=\"tokens.saved.net\"><failure message=\"1000.0 became 990.0; 1 "))
    }

    @Test func `claims are counted, shown with their intervals and explained`() throws {
        let yaml = """
            - {id: one, document: 1 First, section: s, quote: "60 %", meaning: nothing,
               unmeasurable: no model, needs: taste}
            - {id: two, document: 2 Second, section: t, quote: "9 ms", meaning: "<b>", matrix: m,
               cells: {mode: stateless}, quantile: {of: added.latency, at: p50}, unit: ms, scale: 1e-6,
               predicate: "<= 50"}

            """
        let claims = try Claim.all(yaml: Array(yaml.utf8), file: "c")
        let judge = ClaimJudge(buildFingerprint: "b", corpora: [])
        let judgements = claims.map { judge.judgement(on: $0, by: nil) }
        let text = ClaimsReport(judgements, command: "winnow claims").markdown
        #expect(JUnitReport(judgements).xml.contains("tests=\"2\" failures=\"0\""))
        #expect(JUnitReport(judgements).xml.contains("<skipped message=\"unproven: "))
        #expect(text.contains("| document | claims | unproven | not measurable here |"))
        for row in ["| 1 First | 1 | 0 | 1 |", "| 2 Second | 1 | 1 | 0 |", "| all | 2 | 1 | 1 |"] {
            #expect(text.contains(row))
        }
        #expect(text.contains("- `two` (2, t): "))
        #expect(text.contains("at most 50.0 ms"))
        #expect(!text.contains("<b>"))
    }

    @Test func `a history shows news first and all times`() {
        let points = [100.0, 100, 90].enumerated().map {
            SeriesHistory.Point(
                run: "run-\($0.offset)", revision: "r", value: .integer(Int64($0.element)))
        }
        let series = [
            SeriesHistory(name: "a tokens.saved.net", metric: .tokensSavedNet, points: points),
            SeriesHistory(name: "a cpu.time", metric: .cpuTime, points: points),
        ]
        let text = HistoryReport(series, command: "winnow history").markdown
        #expect(text.contains("**1 regressed, 1 new**"))
        #expect(text.contains("## Regressed"))
        #expect(text.contains("▇▇▁") || text.contains("██▁"))
        #expect(text.contains("| `a cpu.time` | new |"))
    }

    @Test func `what is not found is told with what could have been`() throws {
        let unproven = try VerdictSamples.claim(saved: 60, spread: 20)
        #expect(unproven.verdict == .unproven)
        // The interval is ± 6.7 points: a standard error of 3.4, of which 2.8 are seen.
        let claims = ClaimsReport([unproven], command: "winnow claims").markdown
        #expect(claims.contains(", unseen within 9.5 points of the bound"))
        let sure = try ClaimsReport([VerdictSamples.claim(saved: 60)], command: "c").markdown
        #expect(!sure.contains("points of the bound"))
        let steady = VerdictSamples.history((0..<24).map { 100 + Double($0 % 5) })
        #expect(steady.triage == .steady)
        let history = HistoryReport([steady], command: "winnow history").markdown
        #expect(history.contains("| ± 3.9 % |"))
    }

    @Test func `a self-test states shares with their intervals`() {
        let trial = SelftestReport.Trial(
            verdicts: [.equivalent, .inconclusive, .regressed],
            noise: Noise(steal: 0.01, pressure: 0.3))
        let text = SelftestReport(
            Array(repeating: trial, count: 80), slowdowns: [0, 0.05, 0.1], blocks: 48,
            command: "winnow selftest --aa 80"
        ).markdown
        #expect(text.contains("30.0 % (30.0 % to 30.0 %) of the time"))
        #expect(text.contains("winnow selftest --aa 80"))
        #expect(text.contains("| nothing | 80 | 0 | 0 | 80 | 0 | 0 | 0 % (0 % to 4.5 %) |"))
        #expect(text.contains("| +10.0 % | 80 | 80 |"))
    }
}

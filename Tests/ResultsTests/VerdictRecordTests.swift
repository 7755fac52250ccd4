import Evaluation
import Files
import Results
import Statistics
import TestSupport
import Testing
import Verdicts

/// What was said about runs is kept beside them.
@Suite struct VerdictRecordTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func finish(_ run: String, at time: Int64, in store: ResultStore) throws {
        try store.begin(RecordedRun.description(run, startedAt: time))
        try store.record(RecordedRun.result())
        try store.finish(run: run)
    }

    @Test func `the view of claims has the last verdict of each`() throws {
        let store = try ResultStore(path: folder["results"])
        let claims = try Claim.all(
            yaml: Array(
                """
                - {id: taste, document: 1 Doc, section: food, quote: good, meaning: m,
                   unmeasurable: no tongue, needs: taste}
                """.utf8), file: "claims.yaml")
        let judge = ClaimJudge(buildFingerprint: "b", corpora: [])
        let judgements = claims.map { judge.judgement(on: $0, by: nil) }
        try store.record(judgements, at: 1)
        try store.record(judgements, at: 2)
        #expect(
            try folder.rows(
                "SELECT id, source, statement, verdict, value, run, judged_at FROM v_claims")
                == ["\"taste\" \"1, food\" \"good\" \"not measurable here\" NULL NULL 2"])
        #expect(try folder.rows("SELECT count(*) FROM claim_verdict") == ["2"])
    }

    @Test func `a comparison is kept row by row`() throws {
        let store = try ResultStore(path: folder["results"])
        let blocks = (0..<24).map { number in
            let value = 100 + Double(number % 5)
            return Block(
                base: ArmSample(values: ["s": value]), head: ArmSample(values: ["s": value * 1.1]),
                again: ArmSample(values: ["s": value]))
        }
        try store.record(
            StoredComparison(
                base: "one", head: "two", work: "speed", exact: nil,
                times: TimingJudge().judgements(blocks)), at: 7)
        #expect(
            try folder.rows(
                """
                SELECT compared_at, base, head, work, kind, series, verdict, round(change, 6),
                    blocks, noise
                FROM comparison JOIN comparison_row ON comparison = id
                """) == ["7 \"one\" \"two\" \"speed\" \"time\" \"s\" \"regressed\" 0.1 24 0.0"])
    }

    @Test func `changes of level are replaced`() throws {
        let store = try ResultStore(path: folder["results"])
        var generator = SeededGenerator(seed: 1)
        let points = (0..<60).map { run in
            let value = (run < 30 ? 1e9 : 2e9) * (1 + 0.01 * generator.nextNormal())
            return SeriesHistory.Point(
                run: "r\(run)", revision: "v", value: .integer(Int64(value)))
        }
        let series = SeriesHistory(name: "s", metric: .cpuTime, points: points)
        for _ in 1...2 { try store.record([series], matrix: "nightly") }
        #expect(
            try folder.rows("SELECT matrix, series, run FROM change_point")
                == ["\"nightly\" \"s\" \"r30\""])
    }

    @Test func `a run is pinned for its matrix, and another in its place`() throws {
        let store = try ResultStore(path: folder["results"])
        for number in 1...3 { try finish("r\(number)", at: Int64(number), in: store) }
        #expect(try store.baseline(for: "r2") == nil)
        try store.pin("r1")
        #expect(try store.baseline(for: "r2") == "r1")
        try store.pin("r3")
        #expect(try store.baseline(for: "r2") == "r3")
        #expect(throws: StorageError.self) { try store.pin("r4") }
    }
}

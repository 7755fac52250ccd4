import Evaluation
import Files
import Results
import TestSupport
import Testing

/// The views are what others read; a column that goes missing breaks them.
@Suite struct ViewTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func record(_ values: [Int64], in run: String, at startedAt: Int64) throws {
        let store = try ResultStore(path: folder["results"])
        try store.begin(RecordedRun.description(run, startedAt: startedAt))
        var result = RecordedRun.result()
        result.measurements = [Measurement(.outputHash, .text("same"))]
        result.timings = values.map {
            CellTiming(measurements: [Measurement(.cpuTime, .integer($0))])
        }
        try store.record(result)
        try store.finish(run: run)
    }

    @Test func `the latest values have the promised columns`() throws {
        try record([10, 30, 20], in: "early", at: 1)
        try record([7, 9], in: "late", at: 2)
        let corpus = RecordedRun.result().cell.corpus.hash
        let config = SHA256.hash("counter=exact,limit=8000")
        let start = "\"\(corpus)\" \"\(config)\" \"stateful\" \"\(UInt64.max)\""
        #expect(
            try folder.rows(
                """
                SELECT corpus, config, mode, seed, metric, unit, class, value, lower, upper, n, run
                FROM v_latest ORDER BY metric
                """) == [
                    start + " \"cpu.time\" \"ns\" \"C\" 7 7 9 2 \"late\"",
                    start
                        + " \"output.sha256\" \"sha256\" \"D\" \"same\" \"same\" \"same\" 1 \"late\"",
                ])
    }

    @Test func `the history has every run`() throws {
        try record([10, 30, 20], in: "early", at: 1)
        try record([7, 9, 8], in: "late", at: 2)
        let environment = MachineFacts.comparableHash(
            of: RecordedRun.description().program.environment)
        #expect(
            try folder.rows(
                """
                SELECT subject, committed_at, environment, value, lower, upper
                FROM v_history WHERE metric = 'cpu.time' ORDER BY started_at
                """) == [
                    "\"abc123+\" NULL \"\(environment)\" 20 10 30",
                    "\"abc123+\" NULL \"\(environment)\" 8 7 9",
                ])
        #expect(try folder.rows("SELECT count(DISTINCT series) FROM v_history") == ["2"])
    }

    @Test func `the records of conversations have the promised columns`() throws {
        try record([1], in: "early", at: 1)
        let store = try ResultStore(path: folder["results"])
        try store.begin(RecordedRun.description("late", startedAt: 2))
        var result = RecordedRun.result()
        result.cell.configuration = [
            ("management", "full"), ("context.limit", "30%"), ("price.rule", "none"),
            ("price.model", "gpt-5"),
        ].map { AxisValue(axis: $0.0, value: $0.1) }
        try store.record(result)
        // What others rely on, in this order; more may follow.
        let columns = """
            run, corpus_name, conversation, config_text, policy, mode, context_limit, price_rule,
            price_model, requests, not_fitting, rejected, recorded, sent, uncached, cache_read,
            cache_written, summarizer, bill, bill_uncached, bill_hindsight, refetch_bill,
            expected_bill, references_needed, references_visible, references_recoverable
            """
        let rows = try folder.rows("SELECT \(columns) FROM v_conversation ORDER BY conversation")
        let all = try folder.rows("SELECT * FROM v_conversation ORDER BY conversation")
        #expect(rows.count == 2 && zip(rows, all).allSatisfy { $1.hasPrefix($0) })
        let first = try #require(result.conversations.first)
        let text = "context.limit=30%,management=full,price.model=gpt-5,price.rule=none"
        let words = ["late", "bravo", "first", text, "full", "stateful", "30%", "none", "gpt-5"]
        let tokens = [
            first.requests, first.notFitting, first.rejected, first.recorded, first.sent,
            first.uncached, first.cacheRead, first.cacheWritten, first.summarizer,
        ].map { Int64($0) }
        let money = [
            first.bill, first.billUncached, first.billHindsight, first.refetchBill,
            first.bill + first.refetchBill,
        ]
        let references = [
            first.referencesNeeded, first.referencesVisible, first.referencesRecoverable,
        ].map { Int64($0) }
        let numbers = (tokens + money + references).map(String.init)
        #expect(rows.first == (words.map { "\"\($0)\"" } + numbers).joined(separator: " "))
    }

    @Test func `what an older run alone measured stays in view`() throws {
        try record([1], in: "early", at: 1)
        try ResultStore(path: folder["results"]).begin(
            RecordedRun.description("late", startedAt: 2))
        #expect(try folder.rows("SELECT DISTINCT run FROM v_latest") == ["\"early\""])
    }
}

import Foundation
import GRDB
import Testing

/// What must hold for every conversation of every cell, on the shipped recordings and as the results
/// database has it for others to read.
@Suite struct IdentityTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
    }

    private let matrix = """
        name: identities
        axes:
          management: ["off", full, chunked, legacy, compaction]
          context.limit: [30%]
          price.rule: [anthropic-5m, none]
          compression.mode: ["off", conversation]
        exclude:
          - {compression.mode: conversation, management: [full, legacy, compaction]}
          - {compression.mode: conversation, price.rule: none}
          - {price.rule: none, management: [full, chunked, legacy, compaction]}
          - {management: full, corpus: long-dialogue}

        """

    private static let corpora = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpora").path

    /// Conditions that no conversation meets.
    private static let violations = [
        "sent <> uncached + cache_read + cache_written",
        "expected_bill <> bill + refetch_bill",
        "bill_hindsight > bill OR bill_hindsight < 0",
        "references_visible + references_recoverable > references_needed",
        "max(changed, rejected, not_fitting) > requests",
        // The embedded extract asks no model.
        "summarizer <> 0",
        // The prices of claude-sonnet-4-5 in nano-dollars, which do not depend on a prompt's size.
        "price_model <> 'claude-sonnet-4-5'",
        "bill_uncached <> sent * 3000",
        "bill <> uncached * 3000 + cache_read * 300 + cache_written * 3750",
        "price_rule = 'none' AND cache_read + cache_written > 0",
        "policy = 'off' AND (rejected > 0 OR references_visible <> references_needed)",
        "policy = 'off' AND refetch_bill > 0",
        "policy = 'off' AND price_rule = 'none' AND bill_hindsight <> bill",
        "policy = 'off' AND sent <> recorded AND config_text LIKE '%compression.mode=off%'",
    ]

    /// What a cell's figure is the sum of, by metric.
    private static let sums = [
        "requests": "requests", "requests.rejected": "rejected",
        "requests.not_fitting": "not_fitting", "requests.changed": "changed",
        "tokens.recorded": "recorded", "tokens.sent": "sent",
        "tokens.saved": "recorded - sent", "prompt.uncached": "uncached",
        "prompt.read": "cache_read", "prompt.written": "cache_written", "bill": "bill",
        "bill.uncached": "bill_uncached", "bill.hindsight": "bill_hindsight",
        "bill.refetch": "refetch_bill", "bill.expected": "expected_bill",
        "references.needed": "references_needed", "references.visible": "references_visible",
        "references.recoverable": "references_recoverable",
        "references.lost": "references_needed - references_visible - references_recoverable",
    ]

    @Test func `the shipped recordings keep every identity`() throws {
        try scratch.file("m.yaml", matrix)
        let run = try winnow(
            "run", "m.yaml", "--corpora", Self.corpora, "--db", "r.sqlite", "--quiet",
            "--workers", "2")
        #expect(run.status == 0, "\(run.messages)")
        let queue = try DatabaseQueue(path: scratch.path + "/r.sqlite")
        try queue.read { database in
            try checkConversations(database)
            try checkSums(database)
            try checkRecorded(database)
        }
        try queue.close()
    }

    private func checkConversations(_ database: Database) throws {
        for violation in Self.violations {
            let found = try Row.fetchOne(
                database, sql: "SELECT * FROM v_conversation WHERE \(violation)")
            #expect(found == nil, "\(violation)")
        }
        // The recording and what its answers need are the same whatever is done, and however.
        let same = """
            SELECT corpus_name, count(*) AS cells, count(DISTINCT recorded), count(DISTINCT references_needed),
                count(DISTINCT requests), count(DISTINCT answers), count(DISTINCT conversation)
            FROM v_conversation GROUP BY corpus_name, number
            """
        let groups = try Row.fetchAll(database, sql: same)
        #expect(!groups.isEmpty)
        for group in groups {
            let values = Array(group.databaseValues).dropFirst()
                .map { Int.fromDatabaseValue($0) ?? -1 }
            // Eight configurations in two modes; `full` takes half of the time on the longest recordings, and
            // is judged on the others.
            let name: String = group["corpus_name"]
            let cells = name == "long-dialogue" ? 14 : 16
            #expect(values == [cells, 1, 1, 1, 1, 1])
        }
    }

    private func checkSums(_ database: Database) throws {
        for (metric, column) in Self.sums {
            let sql = """
                SELECT count(*), coalesce(sum(total <> value), -1) FROM (
                    SELECT corpus_name, config_text, mode, sum(\(column)) AS total
                    FROM v_conversation GROUP BY corpus_name, config_text, mode
                ) JOIN (
                    SELECT corpus_name, config_text, mode, value FROM v_latest WHERE metric = ?
                ) USING (corpus_name, config_text, mode)
                """
            let row = try #require(try Row.fetchOne(database, sql: sql, arguments: [metric]))
            let cells = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM v_latest WHERE metric = 'conversations'")
            #expect((row[0] as Int) == cells && (row[1] as Int) == 0, "\(metric)")
        }
    }

    /// What is recorded is what `corpus list` finds, and what the pipeline counts where nothing is
    /// done.
    private func checkRecorded(_ database: Database) throws {
        let list = try winnow("corpus", "list", "--corpora", Self.corpora)
        let lines = list.text.split(separator: "\n").map {
            $0.split(separator: "\t").map(String.init)
        }
        let head = try #require(lines.first)
        let requests = try #require(head.firstIndex(of: "requests"))
        let rows = lines.dropFirst()
        let names = try String.fetchAll(
            database, sql: "SELECT DISTINCT corpus_name FROM v_conversation ORDER BY 1")
        let listed = rows.filter { $0[1] != "0" }
        #expect(listed.map(\.[0]).sorted() == names && names.count >= 5)
        for row in listed {
            let found = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*), sum(requests), sum(recorded) FROM v_conversation
                    WHERE corpus_name = ? AND policy = 'off' AND mode = 'stateful'
                        AND price_rule = 'none'
                    """, arguments: [row[0]])
            let sums = try #require(found)
            #expect("\(sums[0] as Int) \(sums[1] as Int)" == "\(row[1]) \(row[requests])")
            let counted = try Int.fetchOne(
                database,
                sql: """
                    SELECT value FROM v_latest WHERE metric = 'tokens.in' AND corpus_name = ?
                        AND mode = 'stateful' AND config_text LIKE '%management=off%'
                        AND config_text LIKE '%price.rule=none%'
                    """, arguments: [row[0]])
            #expect((sums[2] as Int) == counted)
        }
    }
}

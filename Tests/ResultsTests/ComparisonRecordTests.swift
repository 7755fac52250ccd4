import Evaluation
import Results
import TestSupport
import Testing
import Verdicts

/// Exact results that were compared are kept with their intervals, and cells that were not with why.
@Suite struct ComparisonRecordTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A run of a cell of thirty conversations for each corpus, each of which costs so much.
    private func run(_ corpora: [String], bill: Int64) -> RunRecord {
        let results = corpora.map { name in
            let conversations = (0..<30).map { number in
                var conversation = ConversationResult(name: "c\(number)")
                conversation.bill = bill * Int64(number + 1)
                return conversation
            }
            return CellResult(
                cell: Cell(
                    corpus: CorpusIdentity(name: name, hash: name), configuration: [],
                    mode: .stateless, seed: 1),
                key: name, measurements: [Measurement(.bill, .integer(bill * 465))],
                conversations: conversations)
        }
        var description = RecordedRun.description("r")
        description.work.cells = results.count
        return RunRecord(description: description, results: results)
    }

    @Test func `intervals and gaps are kept`() throws {
        let store = try ResultStore(path: folder["results"])
        let exact = ExactComparison(
            base: run(["x", "y"], bill: 100), head: run(["x"], bill: 90))
        try store.record(
            StoredComparison(base: "one", head: "two", work: "nightly", exact: exact), at: 7)
        #expect(
            try folder.rows(
                """
                SELECT kind, series, verdict, round(change, 6), round(lower, 6), round(upper, 6)
                FROM comparison_row ORDER BY kind
                """) == [
                    "\"cell\" \"y  stateless  : only in the base\" \"not compared\" NULL NULL NULL",
                    "\"exact\" \"bill\" \"better\" -0.1 -0.1 -0.1",
                ])
    }
}

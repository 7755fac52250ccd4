import Evaluation
import Reporting
import StrictJSON
import Testing

/// The first screen: what to use, in dollars and in words.
@Suite struct DecisionReportTests {
    private let report = Report(DecisionRun.record)

    private func result(
        _ policy: String, bill: Int64, lost: Int = 0, notFitting: Int = 0, rejected: Int = 0,
        conversations: Int = 24, limit: String = "8000"
    ) -> CellResult {
        TinyRun.result(
            TinyRun.cell([("management", policy), ("context.limit", limit)]), [],
            conversations: (0..<conversations).map { number in
                var result = ConversationResult(name: "\(number)")
                result.requests = 10
                (result.recorded, result.sent) = (1_000, policy == "off" ? 1_000 : 400)
                result.bill = bill * 1_000_000 + Int64(number)
                (result.referencesNeeded, result.referencesVisible) = (100, 100 - lost)
                (result.notFitting, result.rejected) = (notFitting, rejected)
                return result
            })
    }

    private func section(_ results: [CellResult]) -> [String] {
        TinyRun.section("What to use", of: TinyRun.markdown(TinyRun.record(results)))
    }

    @Test func `the decision sections are the golden ones`() throws {
        let text = try #require(report.files.first).text
        let sections = ["What to use", "The candidates", "What each policy does"].map {
            TinyRun.section($0, of: text).joined(separator: "\n\n")
        }
        try Golden.check(
            [("decision.md", sections.joined(separator: "\n\n") + "\n")]
                + report.files.filter { $0.path == "decision-1.svg" }.map { ($0.path, $0.text) })
    }

    @Test func `the first screen has at most sixty lines`() throws {
        let text = try #require(report.files.first).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let end = try #require(lines.firstIndex { $0 == "## The candidates" })
        #expect(end <= 60)
        #expect(lines.first == "# Winnow: decide on 2 corpora")
        #expect(
            text.contains("36 conversations with 787 requests were replayed in 56 of 56 planned"))
    }

    @Test func `a setting is recommended in dollars against sending everything`() {
        let lines = section([
            result("off", bill: 500, notFitting: 1), result("chunked", bill: 250, lost: 10),
            result("full", bill: 300, lost: 4),
        ])
        #expect(
            lines.contains {
                $0.hasPrefix("| 8,000 tokens, stateless | **chunked** | $6.00 | $12.0 | 10.0 % ")
            })
        #expect(
            lines.contains {
                $0.contains(
                    "Use **chunked**: $6.00 instead of sending everything ($12.0, 24 requests of it "
                        + "too long); it loses 10.0 %")
            })
        #expect(
            lines.contains {
                $0.contains(" Next, losing 4.0 %: full costs $1.20 ($1.20 to $1.20) more.")
            })
    }

    @Test func `doing nothing is said where it fits and is cheapest`() {
        let lines = section([
            result("off", bill: 500), result("chunked", bill: 750, lost: 10),
        ])
        #expect(
            lines.contains {
                $0.contains(
                    "**Send everything**: $12.0, nothing costs less, every request fits; chunked sends "
                        + "60.0 % fewer tokens and costs $6.00 more.")
            })
    }

    @Test func `what fitting costs is said`() {
        let lines = section([
            result("off", bill: 500, notFitting: 2), result("chunked", bill: 750),
        ])
        #expect(
            lines.contains {
                $0.contains(
                    "It costs $6.00 more than sending everything, so that 48 requests more fit.")
            })
    }

    @Test func `few conversations are too few to be sure`() {
        let lines = section([
            result("off", bill: 500, conversations: 3),
            result("chunked", bill: 250, conversations: 3),
        ])
        #expect(
            lines.contains {
                $0.contains(" 3 conversations are too few to be sure.")
            })
    }

    @Test func `the conversations that stand out are named, each once, with what shows them`() {
        func talks(_ policy: String, _ figures: [(bill: Int64, lost: Int)]) -> CellResult {
            TinyRun.result(
                TinyRun.cell([("management", policy), ("price.rule", "none")]), [],
                conversations: figures.enumerated().map { number, own in
                    var result = ConversationResult(name: "talk \(number)")
                    (result.requests, result.bill) = (10, own.bill * 1_000_000_000)
                    (result.referencesNeeded, result.referencesVisible) = (9, 9 - own.lost)
                    return result
                })
        }
        let record = TinyRun.record([
            talks("off", [(5, 0), (5, 0), (5, 0)]), talks("chunked", [(4, 1), (1, 0), (6, 8)]),
        ])
        let report = Report(record)
        let lines = TinyRun.section(
            "The conversations that stand out", of: TinyRun.markdown(record))
        let rows = lines.filter { $0.contains("c/talk") && $0.hasPrefix("|") }
        #expect(
            rows == [
                "| saves most | c/talk 1 | 10 | $1.00 | $5.00 | 0 | 9 |",
                "| costs most above sending everything; loses most references | c/talk 2 | 10 | $6.00 | $5.00 | 8 | 9 |",
            ])
        #expect(
            lines.contains(
                "winnow inspect r1 'c/talk 1' --filter management=chunked,mode=stateless"))
        // Links are on the page alone, and only to pages that are there.
        let path = "conversation-saves-most.html"
        let page = ReportFile(path: path, text: "x")
        #expect(!HTMLReport(report).content.contains(path))
        let withPage = Report(record, pages: [page])
        #expect(HTMLReport(withPage).content.contains("<a href=\"\(path)\">c/talk 1</a>"))
        #expect(withPage.files.last == page)
    }

    @Test func `where a provider would refuse requests of each none is used`() {
        let lines = section([
            result("full", bill: 500, rejected: 1), result("chunked", bill: 250, rejected: 1),
        ])
        #expect(lines.contains { $0.contains("none: a provider would refuse requests of each") })
    }

    @Test func `a run of one setting has nothing to decide`() {
        #expect(section([result("chunked", bill: 250)]).isEmpty)
    }

    @Test func `a long table of candidates says how many more there are, and the page has all`() {
        let results = (0..<20).map { result("policy\($0)", bill: 300 + Int64($0), lost: $0) }
        let record = TinyRun.record([result("off", bill: 200, notFitting: 1)] + results)
        let lines = TinyRun.section("The candidates", of: TinyRun.markdown(record))
        #expect(lines.count { $0.contains(" | policy") } == 12)
        #expect(lines.contains { $0.hasPrefix("| 21 | off | reference | $4.80") })
        #expect(lines.contains("And 8 more, 8 of them dominated (`report.html` has all)."))
        let page = HTMLReport(record).content
        #expect((0..<20).allSatisfy { page.contains("<td>policy\($0)</td>") })
    }

    @Test func `the JSON has every candidate of every decision`() throws {
        let json = try JSONValue(parsing: RunJSON(DecisionRun.record).text)
        let rows = try #require(json["decisions"]?.array)
        // Windows × clients × rules × (all, all equal, two corpora), four candidates each.
        #expect(rows.count == 2 * 2 * 2 * 4 * 4)
        let first = rows.filter { $0["place"]?.number?.int == 1 }
        #expect(first.count == 32 && first.allSatisfy { $0["status"]?.string == "recommended" })
        #expect(rows[0]["scope"]?.string == "all" && rows[0]["contextLimit"]?.string == "8000")
    }
}

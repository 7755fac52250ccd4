import Evaluation
import Reporting
import StrictJSON
import Testing

/// The first screen: what to use, in dollars and in words.
@Suite struct DecisionReportTests {
    private static let shared = Report(DecisionRun.record)
    private var report: Report { Self.shared }

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
            text.contains("36 conversations with 787 requests: all 56 planned replays were done"))
    }

    @Test func `the first page stays short however many windows there are`() throws {
        let results = (1...12).flatMap { size in
            ["off", "chunked", "full"].map { policy in
                result(policy, bill: 500 - Int64(size), lost: 3, limit: "\(size)000")
            }
        }
        let text = TinyRun.markdown(TinyRun.record(results))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let parts = lines.indices.filter { lines[$0].hasPrefix("## ") }
        #expect(lines[parts[0]] == "## What to use" && parts[1] <= 60)
        #expect(lines.contains("4 rows more are said below, with their candidates."))
        // Whatever has no room there stands with its candidates.
        #expect(lines.count { $0.contains("**Send everything**") } == 12)
    }

    @Test func `a point of the picture has its bars, its figures and the commands that show it`()
        throws
    {
        let files = report.files
        let picture = try #require(files.first { $0.path == "decision-1.svg" }).text
        #expect(picture.contains("class=\"other-bar\"") && picture.contains("class=\"guide\""))
        #expect(picture.contains("class=\"ring\"") && picture.contains("bars: 95 %"))
        let command =
            "winnow run --filter management=full,context.limit=8000,price.rule=anthropic-5m"
        #expect(picture.contains("data-again=\"\(command)"))
        #expect(picture.contains("data-inspect=\"winnow inspect r1 agent/"))
        #expect(
            picture.contains(
                "<title>off (reference): expected bill $4.14, references lost 0 %. Against "))
        let page = HTMLReport(report).content
        #expect(page.contains("<div class=\"picture\"><svg xmlns"))
        #expect(page.ranges(of: "<g class=\"point\"").count > 4)
    }

    @Test func `no difference is said without what could have been seen`() throws {
        let text = try #require(report.files.first).text
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
        let cells = rows.flatMap { row -> [Substring] in row.split(separator: "|") }
        let open = cells.filter {
            $0.contains("(-") && $0.contains(" to +")
        }
        #expect(open.allSatisfy { $0.contains(", unseen below ") })
    }

    @Test func `every table says which run it is of, and what its figures rest on`() throws {
        let text = try #require(report.files.first).text
        #expect(
            text.contains("*Run `r1`, made again by `winnow run`. Corpora by SHA-256: c `00`.*"))
        for heading in TinyRun.headings(of: text) {
            let lines = TinyRun.section(heading, of: text)
            guard heading != "What was run", lines.contains(where: { $0.hasPrefix("| ---") })
            else { continue }
            #expect(lines.last?.hasPrefix("*Run `r1`, 36 conversations: ") == true, "\(heading)")
        }
    }

    @Test func `corpora and settings are closed until they are asked for`() throws {
        let text = try #require(report.files.first).text
        for heading in ["By corpus", "What each setting changes"] {
            let lines = TinyRun.section(heading, of: text)
            let open = lines.count { $0 == "<details>" }
            #expect(open > 0 && open == lines.count { $0 == "</details>" })
            #expect(lines.count { $0.hasPrefix("<summary>") } == open)
        }
        let page = HTMLReport(report).content
        #expect(page.contains("<details>\n<summary>8,000 tokens, stateless</summary>\n<div"))
        let parts = TinyRun.headings(of: text)
        let places = ["The candidates", "What each setting changes", "By corpus", "What was run"]
            .map { parts.firstIndex(of: $0) ?? -1 }
        #expect(places == places.sorted() && places[0] > 0)
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
                $0.contains(
                    " The nearest other setting is *full*, which loses 4.0 % and costs $1.20 more "
                        + "(95 %: $1.20 to $1.20).")
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
                    "if requests must fit: $18.0, $6.00 more than sending everything ($12.0, 48 "
                        + "requests of it too long); it loses no later references. In return 48 "
                        + "more requests fit.")
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

import Evaluation
import Reporting
import StrictJSON
import Testing
import Verdicts

@Suite struct ComparisonReportTests {
    private typealias Cells = ComparedCells

    /// Chunks that cost a fifth less, lose a reference in fifty, and let one conversation overflow.
    private var settings: ComparisonReport.Subject {
        Cells.subject(
            [Cells.cell("x")],
            [
                Cells.cell("x", management: "chunked") { talk, number in
                    talk.bill -= 20_000_000 + Int64(number % 3) * 1_000_000
                    talk.referencesVisible -= number % 2
                    talk.notFitting = number == 0 ? 3 : 0
                }
            ], axes: Cells.management)
    }

    @Test func `of settings the results come first, then the times`() throws {
        var subject = settings
        let line = ComparisonReport.line(subject)
        #expect(line.hasPrefix("two against one: costs $0.630 less (-21.0 %, 95 % -21."))
        let order = [
            "costs ", "with what it has to fetch again", "loses 1.0 points more references (95 % ",
            "3 more requests over the limit", "as many rejected requests (0)",
        ]
        let places = try order.map { try #require(line.firstRange(of: $0)).lowerBound }
        #expect(places == places.sorted())
        #expect(!line.contains("exact results"))
        subject.times = VerdictSamples.comparison([0.08]).times
        #expect(ComparisonReport.line(subject).hasSuffix("; times: 1 regressed"))
        #expect(subject.conclusion == .worse)
        let text = ComparisonReport(subject).markdown
        #expect(text.contains("### What decides"))
        #expect(text.contains("| `bill` | better | \\$3.00 | \\$2.37 | -21.0 % | 1 |"))
        #expect(text.contains("| `references.lost` | **worse** | 0 | 15 | — | 1 | +1.0 points ("))
        #expect(text.contains("| 0 / 0 / 30 |"))
    }

    @Test func `too few conversations are no certainty`() {
        let few = Cells.subject(
            [Cells.cell("x", count: 5)],
            [Cells.cell("x", management: "full", count: 5) { talk, _ in talk.bill -= 10_000_000 }],
            axes: Cells.management)
        let line = ComparisonReport.line(few)
        #expect(line.contains("less (-10.0 %, too few to be sure: 5 conversations)"))
        #expect(!line.contains("95 %"))
        #expect(ComparisonReport(few).markdown.contains("-10.0 % (too few to be sure)"))
    }

    @Test func `equal settings are said to cost the same`() {
        let same = Cells.subject(
            [Cells.cell("x")], [Cells.cell("x", management: "full")], axes: Cells.management)
        let line = ComparisonReport.line(same)
        #expect(line.contains("costs the same ($3.00), the same ($3.00) with what it has to fetch"))
        #expect(line.contains("loses as many references"))
        #expect(same.conclusion == .unchanged)
    }

    @Test func `what may be chance says below what nothing could be seen`() {
        func compared(_ change: @escaping (Int) -> Int64) -> ComparisonReport.Subject {
            Cells.subject(
                [Cells.cell("x")],
                [
                    Cells.cell("x", management: "full") { talk, number in
                        talk.bill += change(number)
                    }
                ],
                axes: Cells.management)
        }
        let equalSums = ComparisonReport.line(compared { $0 % 2 == 0 ? 10_000_000 : -10_000_000 })
        // By hand (1.96 + 0.84) · 10 % ⁄ √30 = 5.1 %; resampled sums move in steps of 0.7 %.
        #expect(equalSums.contains("costs the same ($3.00, unseen below 4.8 %)"))
        let open = compared { $0 % 3 == 0 ? 10_000_000 : -10_000_000 / 2 + 1_000_000 }
        #expect(ComparisonReport.line(open).contains(" %, unseen below "))
        #expect(ComparisonReport(open).markdown.contains(" %, unseen below "))
        let sure = compared { _ in -10_000_000 }
        #expect(!ComparisonReport(sure).markdown.contains(", unseen below "))
    }

    @Test func `of two runs the decisive metrics are named where they differ`() {
        let worse = Cells.subject(
            [Cells.cell("x")], [Cells.cell("x") { talk, _ in talk.rejected = 1 }])
        #expect(
            ComparisonReport.line(worse) == """
                two against one: 30 more rejected requests; exact results: 1 worse
                """)
        let equal = Cells.subject([Cells.cell("x")], [Cells.cell("x")])
        #expect(ComparisonReport.line(equal) == "exact results equal")
    }

    @Test func `cells that were not compared stand in the headline and in the report`() {
        let subject = Cells.subject(
            [Cells.cell("x"), Cells.cell("x", management: "full"), Cells.cell("y|z")],
            [Cells.cell("x"), Cells.cell("y|z", hash: "other")])
        #expect(
            ComparisonReport.line(subject)
                == "2 of 3 cells not compared; exact results equal")
        let text = ComparisonReport(subject).markdown
        #expect(text.contains("**2 of 3 cells not compared; exact results equal**"))
        #expect(text.contains("| `x stateless management=full` | only in the base |"))
        #expect(text.contains("| `y\\|z stateless management=off` | the recordings differ |"))
        #expect(subject.isUndecided && !subject.isComplete)
        let xml = JUnitReport(subject).xml
        #expect(xml.contains("skipped=\"2\""))
        #expect(
            xml.contains(
                "name=\"corpus=x,management=full,mode=stateless\"><skipped "
                    + "message=\"not compared: only in the base\"/>"))
        #expect(xml.contains("message=\"not compared: the recordings differ\"/>"))
    }

    @Test func `conversations and metrics that one side lacks are skipped tests, too`() {
        var head = Cells.cell("x", count: 29)
        head.measurements.removeAll { $0.metric == .billAnswers }
        let subject = Cells.subject([Cells.cell("x")], [head])
        let line = ComparisonReport.line(subject)
        #expect(line.contains("1 of 30 conversations, 1 of 26 metrics not compared"))
        let xml = JUnitReport(subject).xml
        #expect(xml.contains("name=\"every conversation is on both sides\"><skipped"))
        #expect(
            xml.contains(
                "name=\"bill.answers\"><skipped message=\"not compared: one side has no value in 1 cell\"/>"
            ))
    }

    @Test func `a setting fails no test by what it does on purpose`() {
        let subject = Cells.subject(
            [Cells.cell("x")],
            [Cells.cell("x", management: "full") { talk, _ in talk.sent += 5 }],
            axes: Cells.management)
        #expect(subject.exact?.row(.tokensSent)?.verdict == .worse)
        #expect(JUnitReport(subject).xml.contains("failures=\"0\""))
        #expect(subject.conclusion == .different)
    }

    @Test func `the record for programs says what the page says`() throws {
        let json = try JSONValue(parsing: settings.record.json)
        #expect(json["verdict"] == .string("worse") && json["complete"] == .bool(true))
        #expect(json["headline"]?.string == ComparisonReport.line(settings))
        let bill = try #require(
            json["exact"]?.array?.first { $0["metric"] == .string("bill") })
        #expect(bill["verdict"] == .string("better") && bill["base"] == .int(3_000_000_000))
        let change = try #require(bill["change"]?.number?.double)
        let lower = try #require(bill["lower"]?.number?.double)
        #expect(abs(change + 0.21) < 1e-9 && lower < change)
        let read = try #require(VerdictRecord(json: settings.record.json))
        #expect(read == settings.record)
        for broken in [
            "", "{}", "[1]", "{\"verdict\":\"fine\",\"complete\":true,\"headline\":\"\"}",
        ] {
            #expect(VerdictRecord(json: broken) == nil)
        }
    }
}

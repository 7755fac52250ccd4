import Evaluation
import Reporting
import StrictJSON
import Testing

@Suite struct ExportTests {
    /// Texts that would end or begin something in one of the forms.
    private static let nasty = "=1+1,\"x\"\n<a href='&'>]]>\u{1}é"

    private let record = TinyRun.record(
        [
            TinyRun.result(
                TinyRun.cell([("counter", "@sum"), ("way", nasty)], corpus: "-c"),
                [
                    Measurement(.requests, .integer(-3)), Measurement(.quality, .real(0.1)),
                    Measurement(.wallTime, .integer(1_234_000_000)),
                    Measurement(.preservation, .real(.nan)),
                ]),
            TinyRun.result(TinyRun.cell([("counter", "b")]), []),
        ],
        failures: [CellFailure(cell: TinyRun.cell([("counter", "c")]), error: nasty)])

    @Test func `the JSON is JSON and says what was measured`() throws {
        let json = try JSONValue(parsing: RunJSON(record).text)
        let cells = try #require(json["cells"]?.array)
        #expect(cells.count == 2)
        #expect(cells[0]["configuration"]?["way"]?.string == Self.nasty)
        #expect(cells[0]["values"]?["requests"]?.number?.int == -3)
        #expect(cells[0]["values"]?["quality"]?.number?.double == 0.1)
        #expect(cells[0]["values"]?["preservation"]?.isNull == true)
        #expect(json["metrics"]?["wall.time"]?["unit"]?.string == "ns")
        #expect(json["failures"]?.array?[0]["error"]?.string == Self.nasty)
    }

    @Test func `a cell without a value has an empty field in its column`() {
        let table = RunTable(record)
        #expect(
            table.columns.suffix(4) == ["requests", "quality", "preservation", "wall.time"])
        #expect(table.rows.map(\.count) == Array(repeating: table.columns.count, count: 3))
        let lines = table.csv.split(separator: "\r\n")
        #expect(lines.last?.hasSuffix(",,,,") == true)
        #expect(lines[0].hasPrefix("corpus,corpus.sha256,mode,seed,status,error,filter"))
    }

    @Test func `a text that begins a formula is no formula, a number stays one`() {
        let csv = RunTable(record).csv
        #expect(csv.contains("\r\n'-c,'-c,stateless"))
        #expect(csv.contains(",'@sum,"))
        #expect(csv.contains(",\"'=1+1,\"\"x\"\"\n<a href='&'>]]>\u{1}é\","))
        #expect(csv.contains(",-3,0.1,nan,1234000000\r\n"))
    }

    @Test func `the XML escapes all that would be markup, and a failed cell fails`() {
        let xml = JUnitReport(record).xml
        #expect(xml.contains("<testsuites name=\"winnow run tiny\" tests=\"4\" failures=\"1\""))
        #expect(xml.contains(" time=\"1.234\"/>"))
        #expect(!xml.contains("<a "))
        #expect(!xml.contains("\u{1}"))
        #expect(xml.contains("&lt;a href=&#39;&amp;&#39;&gt;]]&gt;\u{FFFD}é</failure>"))
    }

    @Test func `cells that are missing fail, too`() {
        var record = record
        record.description.work.cells = 9
        #expect(JUnitReport(record).xml.contains("6 of 9 cells are missing"))
    }

    @Test func `the same record gives the same bytes`() {
        #expect(RunJSON(record).text == RunJSON(record).text)
        #expect(RunTable(record).csv == RunTable(record).csv)
        #expect(JUnitReport(record).xml == JUnitReport(record).xml)
    }

    @Test func `the summary of a step has the title and no pictures`() {
        let report = Report(SampleRun.record)
        #expect(report.summary.hasPrefix("# Winnow: small on 2 corpora\n"))
        #expect(report.summary.contains("## What stands out"))
        #expect(!report.summary.contains("]("))
        #expect(report.summary.utf8.count <= Report.longestSummary)
    }
}

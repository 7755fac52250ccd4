import Evaluation
import Foundation
import Reporting
import StrictJSON
import Testing

@Suite struct HTMLReportTests {
    private let page = HTMLReport(SampleRun.record)

    /// Whether the whole page has a text, which is compared as bytes: the libraries are long.
    private func has(_ text: String) -> Bool {
        Data(page.text.utf8).range(of: Data(text.utf8)) != nil
    }

    @Test func `the same record gives the same bytes`() {
        #expect(Data(HTMLReport(SampleRun.record).text.utf8) == Data(page.text.utf8))
    }

    @Test func `the page says what the report says`() throws {
        let text = try #require(Report(SampleRun.record).files.first).text
        let body = page.content
        for heading in TinyRun.headings(of: text) {
            #expect(body.contains(">\(heading)</h2>"), "\(heading)")
        }
        #expect(body.contains("<strong>Counter characters/4</strong> counts whole requests"))
        #expect(body.ranges(of: "<img src=\"data:image/svg+xml,").count == 3)
        #expect(body.contains("desk | 客服"))
        #expect(body.contains("<td class=\"n\" data-order=\"9000000.0\">9,000,000</td>"))
    }

    @Test func `nothing is loaded from anywhere, and the policy forbids it`() {
        #expect(has("default-src 'none'"))
        for word in ["src=\"http", "src='http", "href=\"http", "url(http", "@import", "//cdn"] {
            #expect(!has(word), "\(word)")
        }
    }

    @Test func `the libraries come with their licences`() {
        for name in ["jQuery 3", "DataTables 1", "uPlot 1", "THE SOFTWARE IS PROVIDED \"AS IS\""] {
            #expect(has(name))
        }
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", "\"><b onclick='x'>",
        "<!-- x", "&lt;b&gt;", "`<b>`", "a\\", "| <b> |", "**<i>", "\u{2028}\u{1}</td>",
    ])
    func `what comes from elsewhere is text`(nasty: String) throws {
        let cells = [nasty, "b"].map {
            TinyRun.result(
                TinyRun.cell([("counter", $0), (nasty, $0)], corpus: nasty),
                [Measurement(.requests, .integer(1)), Measurement(.tokensRecorded, .integer(9))])
        }
        let failure = CellFailure(cell: TinyRun.cell([("counter", nasty)]), error: nasty)
        let body = HTMLReport(TinyRun.record(cells, failures: [failure], matrix: nasty)).content
        for element in ["<script>a", "<b>", "<b ", "<i>", "<img src=x", "<!--"] {
            #expect(!body.contains(element), "\(element)")
        }
        let opened = ["td", "tr", "th", "code", "p", "pre", "strong", "em"].map { name in
            body.ranges(of: "<\(name)>").count + body.ranges(of: "<\(name) ").count
                - body.ranges(of: "</\(name)>").count
        }
        #expect(opened == Array(repeating: 0, count: 8))
    }

    @Test func `the plot's data are JSON that cannot end their element`() throws {
        let cells = ["</script>", "b"].map {
            TinyRun.result(
                TinyRun.cell([("counter", $0)]),
                [Measurement(.requests, .integer(1)), Measurement(.tokensRecorded, .integer(9))])
        }
        let page = HTMLReport(TinyRun.record(cells)).content
        let start = try #require(page.firstRange(of: "id=\"data\">")).upperBound
        let end = try #require(page[start...].firstRange(of: "</script>")).lowerBound
        let data = try JSONValue(parsing: String(page[start..<end]))
        #expect(data["axes"]?.array?.first?.string == "counter")
        #expect(data["cells"]?.array?.count == 2)
        #expect(data["cells"]?.array?[0].array?[0].array?[0].string == "</script>")
    }
}

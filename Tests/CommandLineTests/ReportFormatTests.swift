import Foundation
import Testing

@Suite struct ReportFormatTests {
    let scratch: Scratch
    let winnow: Program

    init() throws {
        scratch = try Scratch()
        winnow = try Program(in: scratch)
        try Recordings.write(to: scratch)
    }

    private let small = [
        "run", "small.yaml", "--corpora", "corpora", "--quiet", "--filter", "cache.count=on",
    ]

    @Test func `a run is had as a page, as JSON, as CSV and as JUnit XML`() throws {
        #expect(try winnow(small).status == 0)
        #expect(try scratch.text(".winnow/runs/latest/report.html").hasPrefix("<!doctype html>"))
        let page = try winnow("report", "--format", "html", "--out", "page")
        #expect(page.text == "page/report.html\n")
        let files = try scratch.contents().filter { $0.hasPrefix("page/") }
        #expect(files == ["page/report.html"])
        let json = try winnow("report", "--format", "json")
        let object = try JSONSerialization.jsonObject(with: json.output) as? [String: Any]
        #expect((object?["cells"] as? [Any])?.count == 8)
        let csv = try winnow("report", "--format", "csv")
        #expect(csv.text.split(separator: "\r\n").count == 9)
        let junit = try winnow("report", "--format", "junit")
        #expect(junit.text.contains("tests=\"9\" failures=\"0\""))
        #expect(try winnow("report", "--format", "pdf").status == 64)
    }

    @Test func `the second report says what changed, and the step's summary gets both`() throws {
        let environment = ["GITHUB_STEP_SUMMARY": scratch.path + "/summary.md"]
        #expect(try winnow(small, environment: environment).status == 0)
        #expect(try winnow(small, environment: environment).status == 0)
        let text = try scratch.text(".winnow/runs/latest/report.md")
        #expect(text.contains("## What changed since the last run"))
        #expect(text.contains("exact metrics are equal, over 8 cells of both"))
        let summary = try scratch.text("summary.md")
        #expect(summary.ranges(of: "# Winnow: ").count == 2)
        #expect(summary.ranges(of: "## What changed since the last run").count == 1)
    }
}

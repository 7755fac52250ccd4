import Foundation
import Reporting
import Testing
import Verdicts

@Suite struct VerdictPageTests {
    private var reports: [[ReportFile]] {
        get throws {
            [
                ComparisonReport(VerdictSamples.comparison([0.08, 0])).files,
                HistoryReport(
                    [VerdictSamples.history([1, 2, 3])], command: "winnow history"
                ).files,
                ClaimsReport([try VerdictSamples.claim(saved: 61)], command: "winnow claims").files,
                SelftestReport(
                    [SelftestReport.Trial(verdicts: [.equivalent], noise: Noise())],
                    slowdowns: [0], blocks: 48, command: "winnow selftest --aa 1"
                ).files,
            ]
        }
    }

    @Test func `a page lies beside the Markdown and says the same`() throws {
        for files in try reports {
            let (text, page) = (files[0].text, files[1].text)
            #expect(files[1].path == files[0].path.replacing(".md", with: ".html"))
            for heading in TinyRun.headings(of: text) {
                #expect(page.contains(">\(heading)</h2>"), "\(heading)")
            }
            let tables = text.split(separator: "\n").count { $0.hasPrefix("| ---") }
            #expect(tables > 0)
            #expect(page.ranges(of: "<tbody>\n<tr>").count == tables)
        }
    }

    @Test func `every picture that is shown is a file, and stands in the page`() throws {
        for files in try reports {
            let shown = files[0].text.split(separator: "\n").filter { $0.hasPrefix("![") }
                .compactMap { $0.split(separator: "](").last?.dropLast() }.map(String.init)
            #expect(shown == files.dropFirst(2).map(\.path))
            let images = files[1].text.ranges(of: "<img src=\"data:image/svg+xml,").count
            #expect(images == shown.count)
        }
    }

    @Test func `nothing is loaded from anywhere, and the policy forbids it`() throws {
        for page in try reports.map({ Data($0[1].text.utf8) }) {
            #expect(page.range(of: Data("content=\"default-src 'none'; ".utf8)) != nil)
            for word in ["src=\"http", "src='http", "href=\"http", "url(http", "@import", "//cdn"] {
                #expect(page.range(of: Data(word.utf8)) == nil, "\(word)")
            }
        }
    }

    @Test func `a page without cells holds no plot of them`() throws {
        for page in try reports.map({ Data($0[1].text.utf8) }) {
            #expect(page.range(of: Data("<section id=\"explore\">".utf8)) == nil)
            #expect(page.range(of: Data("id=\"data\">".utf8)) == nil)
            // The script that makes tables sortable asks for the data, and goes without.
            #expect(page.range(of: Data("if (!element) { return; }".utf8)) != nil)
        }
    }
}

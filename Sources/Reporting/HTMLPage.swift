internal import BrowserScripts
package import Evaluation

/// A page that needs nothing else: text and pictures, tables that are sorted and searched, and where
/// there are data for it a plot of cells. The one place that makes a page.
///
/// The page asks no server for anything, and its content policy forbids it to.
struct HTMLPage {
    /// The page.
    var text: String { head + content + scripts }

    /// What the page shows.
    let content: String
    private let head: String
    private let scripts: String

    /// The most bytes of the text that a page is made of.
    static let longest = 4_194_304

    /// A page of some Markdown.
    ///
    /// - Parameters:
    ///   - markdown: the text, cut if it is too long.
    ///   - pictures: the pictures that it shows.
    ///   - sections: further parts, as HTML under a heading; whatever comes from elsewhere is escaped.
    ///   - cells: data of the plot, as JSON; nil for a page without one.
    init(
        _ markdown: String, pictures: [ReportFile], sections: [(title: String, html: String)] = [],
        cells: String? = nil
    ) {
        let page = MarkdownPage(
            Report.bounded(markdown, Self.longest),
            pictures: Dictionary(
                pictures.map { ($0.path, $0.text) }, uniquingKeysWith: { first, _ in first }))
        let plot = cells.map { Plot(data: $0) }
        head = Self.head(page, hasPlot: plot != nil)
        content = Self.content(page, sections, plot)
        scripts = Self.scripts(hasPlot: plot != nil)
    }

    private static let policy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"

    private static func head(_ page: MarkdownPage, hasPlot: Bool) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <title>\(page.plainTitle)</title>
        <!--
        \(winnow_licences().string)-->
        <style>
        \(hasPlot ? winnow_uplot_style().string + "\n" : "")\(winnow_page_style().string)</style>
        </head>

        """
    }

    private static func content(
        _ page: MarkdownPage, _ sections: [(title: String, html: String)], _ plot: Plot?
    ) -> String {
        let more = sections.enumerated().map {
            ("more-\($0 + 1)", PageText.escaped($1.title), $1.html)
        }
        let links = (page.contents.map { ($0.anchor, $0.text) } + more.map { ($0.0, $0.1) })
            .map { "<a href=\"#\($0.0)\">\($0.1)</a>" }
        let parts =
            page.body + more.map { "<h2 id=\"\($0.0)\">\($0.1)</h2>\n\($0.2)" }
            + (plot.map { [$0.section] } ?? [])
        return """
            <body>
            <h1>\(page.title)</h1>
            <button id="reset" hidden>reset filters and sorting</button>
            <nav>\((links + (plot == nil ? [] : [Plot.link])).joined(separator: "\n"))</nav>
            <main>
            \(parts.joined(separator: "\n"))
            </main>
            \(plot?.script ?? "")
            """
    }

    private static func scripts(hasPlot: Bool) -> String {
        ([winnow_jquery(), winnow_datatables()] + (hasPlot ? [winnow_uplot()] : [])
            + [winnow_page_script()])
            .map { "<script>\n\($0.string)\n</script>\n" }.joined() + "</body>\n</html>\n"
    }
}

/// The part of a page in which any figure of the cells is plotted against any other.
private struct Plot {
    let data: String

    static let link = "<a href=\"#explore\">Cells, plotted</a>"

    var section: String {
        """
        <section id="explore">
        <h2>Cells, plotted</h2>
        <p>A point is a cell; the nearest one to the pointer says what it is. A name below turns its \
        points off and on; dragging across enlarges, a double click goes back.</p>
        <div id="plot-choices"></div>
        <div id="plot"></div>
        </section>
        """
    }

    var script: String {
        "<script type=\"application/json\" id=\"data\">\(PageText.scriptSafe(data))</script>\n"
    }
}

extension winnow_text {
    fileprivate var string: String {
        String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}

/// A run as one page that needs nothing else: the report's text and pictures, tables that are sorted and
/// searched, a plot of any figure against any other.
///
/// A pure function of the record: the same bytes for the same record.
package struct HTMLReport: Sendable {
    /// The page.
    package var text: String { page.text }

    /// The page as a file of the report.
    package var file: ReportFile { ReportFile(path: "report.html", text: text) }

    /// What the page shows, made of the record.
    package var content: String { page.content }

    private let page: HTMLPage

    /// The page of a run, with what changed since an earlier one. O(n log n) in cells and samples.
    package init(_ record: RunRecord, previous: RunRecord? = nil) {
        self.init(Report.Subject(record, previous: previous))
    }

    /// The page of the run that a report is about: nothing is decided twice.
    package init(_ report: Report) { self.init(report.subject) }

    private init(_ subject: Report.Subject) {
        var subject = subject
        subject.isPage = true
        let sections = Report.sections(of: subject)
        page = HTMLPage(
            sections.map(\.text).joined(separator: "\n\n"), pictures: sections.flatMap(\.pictures),
            cells: CellFigures(subject.table).json)
    }
}

/// A report as Markdown with pictures beside it, and as one page with the same content.
struct IllustratedReport {
    /// The Markdown.
    let markdown: String
    /// The files: the Markdown first, then the page, then the pictures that the Markdown shows.
    let files: [ReportFile]

    /// A report of a name from its parts, empty ones left out.
    init(_ name: String, _ parts: [String], pictures: [ReportFile]) {
        markdown = parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
        let page = HTMLPage(markdown, pictures: pictures)
        files =
            [
                ReportFile(path: name + ".md", text: markdown),
                ReportFile(path: name + ".html", text: page.text),
            ] + pictures
    }
}

internal import BrowserScripts
package import Evaluation

/// A run as one page that needs nothing else: the report's text and pictures, tables that are sorted and
/// searched, a plot of any figure against any other.
///
/// The page asks no server for anything, and its content policy forbids it to. A pure function of the
/// record: the same bytes for the same record.
package struct HTMLReport: Sendable {
    /// The page.
    package var text: String { head + content + scripts }

    /// What the page shows, made of the record.
    package let content: String
    private let head: String

    /// The most rows and bytes of the table of all cells.
    static let cellBounds = (rows: 2_000, bytes: 2_097_152)

    /// The most bytes of the text that the page is made of.
    static let longest = 4_194_304

    /// The page of a run, with what changed since an earlier one. O(n log n) in cells and samples.
    package init(_ record: RunRecord, previous: RunRecord? = nil) {
        var subject = Report.Subject(record, previous: previous)
        subject.cellBounds = Self.cellBounds
        let sections = Report.sections.compactMap { $0(subject) }
        let pictures = Dictionary(
            sections.flatMap(\.pictures).map { ($0.path, $0.text) },
            uniquingKeysWith: { first, _ in first })
        let page = MarkdownPage(
            Report.bounded(sections.map(\.text).joined(separator: "\n\n"), Self.longest),
            pictures: pictures)
        head = Self.head(page)
        content = Self.content(page, CellFigures(subject.table).json)
    }

    private static let policy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"

    private static func head(_ page: MarkdownPage) -> String {
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
        \(winnow_uplot_style().string)
        \(winnow_page_style().string)</style>
        </head>

        """
    }

    private static func content(_ page: MarkdownPage, _ data: String) -> String {
        let links = page.contents.map { "<a href=\"#\($0.anchor)\">\($0.text)</a>" }
        return """
            <body>
            <h1>\(page.title)</h1>
            <nav>\((links + ["<a href=\"#explore\">Cells, plotted</a>"]).joined(separator: "\n"))</nav>
            <main>
            \(page.body.joined(separator: "\n"))
            <section id="explore">
            <h2>Cells, plotted</h2>
            <p>A point is a cell; the nearest one to the pointer says what it is. A name below turns its \
            points off and on; dragging across enlarges, a double click goes back.</p>
            <div id="plot-choices"></div>
            <div id="plot"></div>
            </section>
            </main>
            <script type="application/json" id="data">\(PageText.scriptSafe(data))</script>

            """
    }

    private var scripts: String {
        [winnow_jquery(), winnow_datatables(), winnow_uplot(), winnow_page_script()]
            .map { "<script>\n\($0.string)\n</script>\n" }.joined() + "</body>\n</html>\n"
    }
}

extension winnow_text {
    fileprivate var string: String {
        String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
}

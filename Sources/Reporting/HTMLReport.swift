package import Evaluation

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

    /// The most rows and bytes of the table of all cells.
    static let cellBounds = (rows: 2_000, bytes: 2_097_152)

    /// The page of a run, with what changed since an earlier one. O(n log n) in cells and samples.
    package init(_ record: RunRecord, previous: RunRecord? = nil) {
        var subject = Report.Subject(record, previous: previous)
        subject.cellBounds = Self.cellBounds
        let sections = Report.sections.compactMap { $0(subject) }
        page = HTMLPage(
            sections.map(\.text).joined(separator: "\n\n"), pictures: sections.flatMap(\.pictures),
            cells: CellFigures(subject.table).json)
    }
}

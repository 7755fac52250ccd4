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

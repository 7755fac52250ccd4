import Reporting
import Storage

/// The folder a report is written to.
struct ReportFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Writes all files and returns where the Markdown is.
    func write(_ report: Report) throws -> String {
        for file in report.files { try AtomicFile.write(file.text, to: path + "/" + file.path) }
        return path + "/" + (report.files.first?.path ?? "")
    }
}

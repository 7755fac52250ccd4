import Reporting
import Storage

/// The folder a report is written to.
struct ReportFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Makes the folder, so that a run does not find out at its end that it cannot.
    func prepare() throws {
        let probe = path + "/.writable"
        try CommandFailure.writing {
            try AtomicFile.write("", to: probe)
            try Paths.remove(probe)
        }
    }

    /// Writes all files and returns where the Markdown is.
    func write(_ report: Report) throws -> String {
        try CommandFailure.writing {
            for file in report.files { try AtomicFile.write(file.text, to: path + "/" + file.path) }
        }
        return path + "/" + (report.files.first?.path ?? "")
    }
}

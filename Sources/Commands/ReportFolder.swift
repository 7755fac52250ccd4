import Files
import Reporting

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

    /// Writes the report of a run, appends its summary to that of the step, and returns where the first
    /// file is. Pages that the report of another run left here are removed: they would pass for this one's.
    func write(_ report: Report, _ format: ReportFormat = .markdown) throws -> String {
        let page = HTMLReport(report).file
        let files = (format == .html ? [] : report.files) + [page]
        try CommandFailure.writing {
            for name in Extremes.paths where !files.contains(where: { $0.path == name }) {
                let old = path + "/" + name
                if Paths.exists(old) { try Paths.remove(old) }
            }
        }
        let first = try write(files)
        try StepSummary.append(report.summary)
        return first
    }

    /// Writes files, and returns where the first one is.
    @discardableResult func write(_ files: [ReportFile]) throws -> String {
        try CommandFailure.writing {
            for file in files { try AtomicFile.write(file.text, to: path + "/" + file.path) }
        }
        return path + "/" + (files.first?.path ?? "")
    }
}

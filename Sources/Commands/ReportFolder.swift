import Evaluation
import Foundation
import Reporting
import Storage
import Verdicts

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
    /// file is.
    func write(
        _ record: RunRecord, decisions: [Decision]? = nil, previous: RunRecord?,
        pages: [ReportFile] = [], inspectOptions: String = "", _ format: ReportFormat = .markdown
    ) throws -> String {
        let report = Report(
            record, decisions: decisions, previous: previous, pages: pages,
            inspectOptions: inspectOptions)
        try removePages(besides: pages)
        let page = HTMLReport(report).file
        let first = try write((format == .html ? [] : report.files) + [page])
        try StepSummary.append(report.summary)
        return first
    }

    /// Removes pages that a report of another run left here: they would pass for this one's.
    private func removePages(besides pages: [ReportFile]) throws {
        for name in Extremes.paths where !pages.contains(where: { $0.path == name }) {
            let file = path + "/" + name
            guard FileManager.default.fileExists(atPath: file) else { continue }
            try CommandFailure.writing { try Paths.remove(file) }
        }
    }

    /// Writes files, and returns where the first one is.
    @discardableResult func write(_ files: [ReportFile]) throws -> String {
        try CommandFailure.writing {
            for file in files { try AtomicFile.write(file.text, to: path + "/" + file.path) }
        }
        return path + "/" + (files.first?.path ?? "")
    }
}

import Files
import Reporting

/// The folder a report is written to.
struct ReportFolder {
    private let path: String
    /// Whether it is the run's own folder, which the link to the latest leads to.
    private let isOfRun: Bool

    init(_ path: String) {
        self.path = path
        isOfRun = false
    }

    /// A named folder, or a run's own.
    init(_ path: String?, ofRun name: String) {
        self.path = path ?? Places.folder(ofRun: name)
        isOfRun = path == nil
    }

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
        if isOfRun { linkLatest() }
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

    /// Lets `latest` lead here. It is a convenience: what was measured is whole without it, so a disk
    /// without links is told and ends nothing.
    private func linkLatest() {
        do {
            try Paths.link(Places.latest, to: Paths.name(of: path) ?? ".")
        } catch {
            Output.note(
                "winnow: \(Places.latest): cannot be made a link to \(path); move away what is there"
            )
        }
    }
}

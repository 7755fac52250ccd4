import ArgumentParser
import Evaluation
import Files
import Foundation
import Reporting
import Results

/// `winnow report`: a stored run for people, or for programs.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Writes the report of a stored run again.",
        discussion: """
            markdown: report.md, its pictures and report.html into a folder, whose report.md is named \
            on standard output. html: report.html alone. json, csv, junit: every cell, to standard \
            output. If GITHUB_STEP_SUMMARY names a file, markdown and html append their summary to it.
            """)

    @Argument(
        help: "The run, or 'latest', which it is if not given. `winnow report --list` names them.")
    var name: String?

    @OptionGroup var results: DatabaseOption

    @Option(
        name: [.customLong("report"), .customLong("out")],
        help: ArgumentHelp(
            "The folder that markdown and html are written to; the run's own in .winnow/runs if not "
                + "given.", valueName: "dir"))
    var out: String?

    @Option(help: "markdown, html, json, csv or junit.")
    var format = ReportFormat.markdown

    @Flag(help: "List the stored runs and stop.")
    var list = false

    func validate() throws {
        guard out == nil || !list && format.isFolder else {
            throw ValidationError("--report goes with markdown and html: all else is printed.")
        }
    }

    func run() throws {
        let store = try ResultStore.reading(results.db)
        guard !list else {
            for run in try store.runs() {
                let done = try store.completedKeys(run: run.id).count
                let cells = "\(done) of \(run.work.cells) cells"
                Output.row([run.id, run.work.name, cells, run.program.revision])
            }
            return
        }
        let record = try store.record(of: name, in: results.db)
        if let text = record.exported(as: format) { return Output.write(text) }
        let previous = try store.predecessor(of: record.description)
        let report = Report(record, previous: previous, inspectOptions: results.words)
        Output.line(
            try ReportFolder(out ?? Places.folder(ofRun: record.description.id)).write(
                report, format))
    }
}

/// `winnow dump`: the measurements of a stored run, a line each.
struct DumpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump",
        abstract: "Prints the measurements of a stored run, sorted, a line each.",
        discussion: """
            Corpus hash, configuration hash, mode, seed, repetition, metric, unit and value, \
            separated by tabs. The lines of class D are the same for the same recordings, seed and \
            program on any machine, with any number of workers.
            """)

    @Option(
        name: .customLong("class"),
        help: "D deterministic, K our own counters, C CPU time, W wall time; all if not given.")
    var metricClass: MetricClass?

    @Option(name: .customLong("run"), help: "The run, or 'latest', which it is if not given.")
    var name: String?

    @Option(help: ArgumentHelp("The results database.", valueName: "file"))
    var db: String?

    @Argument(
        help: ArgumentHelp(
            "The results database (default: \(DatabaseOption.standard)), or a run of it: what is no file.",
            valueName: "db|run"))
    var subject: String?

    func validate() throws {
        guard subject == nil || name == nil || db == nil else {
            throw ValidationError("--db and --run say both what the argument would.")
        }
    }

    /// The database and the name of the run. The argument is either: a run is meant where a database is
    /// named, and where no file of that name is.
    private var meant: (db: String, run: String?) {
        guard let subject else { return (db ?? DatabaseOption.standard, name) }
        if let db { return (db, subject) }
        let isRun =
            name == nil && !subject.contains("/") && !Paths.exists(subject)
            && (subject == RunRecord.latest || RunName.isOne(subject))
        return isRun ? (DatabaseOption.standard, subject) : (subject, name)
    }

    func run() throws {
        let (db, name) = meant
        let store = try ResultStore.reading(db)
        let run = RunRecord.name(named: name)
        try store.check(run: run, in: db)
        for line in try store.dump(class: metricClass, run: run) { Output.text(line + "\n") }
    }
}

extension MetricClass: ExpressibleByArgument {}

extension RunRecord {
    /// What people call the run that began last.
    static let latest = "latest"

    /// The name that a database knows a run by; nil for the latest.
    fileprivate static func name(named word: String?) -> String? { word == latest ? nil : word }
}

extension ResultStore {
    /// The run of a name; the latest for none, or for `latest`.
    func record(of run: String?, in path: String) throws -> RunRecord {
        let name = RunRecord.name(named: run)
        try check(run: name, in: path)
        return try load(run: name)
    }

    /// The name that a run has in this database, where it may be called `latest`.
    func run(named word: String, in path: String) throws -> String {
        guard word == RunRecord.latest else { return word }
        return try record(of: nil, in: path).description.id
    }

    /// Refuses the name of a run that is not there; none is that of the latest.
    fileprivate func check(run name: String?, in path: String) throws {
        guard let name, try !runs().contains(where: { $0.id == name }) else { return }
        throw CommandFailure(
            .usage,
            "\(path): has no run '\(name)'; `winnow report --list --db \(path)` names those it has")
    }
}

/// The forms in which a stored run can be had.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    /// The report, with pictures beside it, into a folder.
    case markdown
    /// The report as one page, into a folder.
    case html
    /// Every cell with every value, to standard output.
    case json, csv
    /// A test case for each cell, to standard output.
    case junit

    /// Whether it goes into a folder.
    var isFolder: Bool { self == .markdown || self == .html }
}

extension RunRecord {
    /// The run in a form that programs read; nil for the forms that go into a folder.
    func exported(as format: ReportFormat) -> String? {
        switch format {
        case .markdown, .html: nil
        case .json: RunJSON(self).text
        case .csv: RunTable(self).csv
        case .junit: JUnitReport(self).xml
        }
    }
}

/// The summary of a step on a build server, where there is one.
enum StepSummary {
    /// Appends to the file that `GITHUB_STEP_SUMMARY` names; nothing if it names none.
    static func append(_ text: String) throws {
        let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"] ?? ""
        guard !path.isEmpty else { return }
        try CommandFailure.writing {
            if !FileManager.default.fileExists(atPath: path) {
                return try AtomicFile.write(text, to: path)
            }
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            defer { try? file.close() }
            try file.seekToEnd()
            try file.write(contentsOf: Data(("\n" + text).utf8))
        }
    }
}

extension ResultStore {
    /// The latest earlier run of the same matrix on the same recordings; nil if there is none.
    func predecessor(of run: RunDescription) throws -> RunRecord? {
        let corpora = Set(run.work.corpora.map(\.identity.hash))
        let name = try runs().last { other in
            other.id != run.id && other.startedAt <= run.startedAt
                && other.work.name == run.work.name
                && !corpora.isDisjoint(with: other.work.corpora.map(\.identity.hash))
        }?.id
        return try name.map { try load(run: $0) }
    }
}

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

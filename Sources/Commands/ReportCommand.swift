import ArgumentParser
import Evaluation
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

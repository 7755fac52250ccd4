import ArgumentParser
import Evaluation
import Files
import Foundation
import Reporting
import Results
import Verdicts

/// `winnow compare`: two runs, two revisions, or two configurations.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Says whether one thing is better than another.",
        discussion: """
            BASE and HEAD are two runs of the results database (`latest` is the one that began last; as \
            BASE, `baseline` is the one pinned by `winnow history --pin`), two revisions of this program \
            (`.` is the running one; others are built in .winnow/worktrees), or two \
            configurations (axis=value,…) of a matrix. Results come first: the bill, references lost, \
            requests over the limit and rejected ones, paired over conversations; whatever one side \
            lacks is counted as not compared. Times are compared for revisions and configurations only, \
            in interleaved blocks of processes: times of two runs were taken at different times and say \
            nothing. Status 2: something is worse, and that verdict is not advisory; of configurations, \
            whose results differ on purpose, one of the four named. Prints where the report is; the same as a page is beside it.
            """)

    @Argument(help: "The base: a run, a revision, or axis=value,…")
    var base: String

    @Argument(help: "The head, which is judged.")
    var head: String

    @Option(help: "The matrix that revisions and configurations are compared on.")
    var matrix: String?

    @OptionGroup var corporaOption: CorporaOption

    @OptionGroup var results: DatabaseOption

    @Option(help: ArgumentHelp("The folder the report is written to.", valueName: "dir"))
    var report = Places.comparison

    @Option(help: "The smallest change of CPU time that matters, in percent (default: 2).")
    var threshold: Double?
    private static let standardThreshold = 2.0

    @Option(
        help: ArgumentHelp(
            "How many blocks at most: looked at after half, three quarters and all of them. More find "
                + "smaller changes. (default: \(TimingJudge.standardBlocks))", valueName: "n"))
    var blocks: Int?

    @Flag(
        help: """
            Compare two revisions by the instructions that they execute under valgrind, instead of times: \
            a change of 0.5 percent is one, on a busy machine, too.
            """)
    var instructions = false

    @Option(help: "The seed of the order of arms. (default: 0)")
    var seed: UInt64?

    @Option(help: ArgumentHelp("Also writes the verdicts as JUnit XML.", valueName: "file"))
    var junit: String?

    @Flag(help: "Status 4 if something is better and nothing worse.")
    var tellImprovement = false

    @Flag(help: "Status 5 if anything is inconclusive or was not compared.")
    var strict = false

    @Flag(help: "Print the verdict as one JSON object, instead of where the report is.")
    var json = false

    @Flag(help: "No progress.")
    var quiet = false

    @Option(help: .private) var plantSlowdown: Double?
    @Option(help: .private) var plantLoss: Double?

    func validate() throws {
        try Self.validate(blocks: mostBlocks)
        guard !instructions || !(base + head).contains("=") else {
            throw ValidationError("--instructions compares revisions, not settings.")
        }
        guard percent > 0, percent < 100 else {
            throw ValidationError("--threshold takes a percentage above 0 and below 100.")
        }
    }

    private var mostBlocks: Int { blocks ?? TimingJudge.standardBlocks }
    private var percent: Double { threshold ?? Self.standardThreshold }

    /// Refuses a number of blocks that cannot be looked at thrice, or shows nothing.
    static func validate(blocks: Int) throws {
        guard (16...10_000).contains(blocks), blocks.isMultiple(of: 4) else {
            throw ValidationError("--blocks takes a multiple of 4 from 16 to 10000.")
        }
    }

    func run() throws {
        let subject = try compared()
        try keep(subject)
        let path = try ReportFolder(report).write(ComparisonReport(subject).files)
        if let junit { try AtomicFile.write(JUnitReport(subject).xml, to: junit) }
        Output.note("winnow: " + ComparisonReport.line(subject))
        Output.line(json ? subject.record.json : path)
        try end(subject)
    }

    /// Keeps what was said in the database.
    private func keep(_ subject: ComparisonReport.Subject) throws {
        try ResultStore.writing(results.db).record(
            StoredComparison(
                base: subject.base, head: subject.head, work: subject.work, exact: subject.exact,
                times: subject.times), at: Clocks.millisecondsSince1970())
    }

    private func compared() throws -> ComparisonReport.Subject {
        let names = ComparedNames(base: base, head: head, database: results.db)
        let areConfigurations = names.areSettings
        let runs = instructions ? nil : try storedRuns()
        // What cannot be compared, planned or written is said before an hour of blocks.
        if runs == nil {
            try instructions ? names.checkCountable() : names.check()
            try checkPlan(ofConfigurations: areConfigurations)
        }
        try ReportFolder(report).prepare()
        if let runs { return runs }
        var subject = ComparisonReport.Subject(
            base: base, head: head, work: "", command: CommandText.current)
        let experiment = try experiment(ofConfigurations: areConfigurations, &subject)
        _ = try ResultStore.writing(results.db)
        guard let records = try run(experiment, &subject) else {
            throw CommandFailure(.interrupted, "interrupted; a comparison begins anew")
        }
        subject.work = records.base.description.work.name
        subject.exact = ExactComparison(
            base: records.base, head: records.head,
            axes: areConfigurations ? try comparedAxes : ComparedAxes())
        return subject
    }

    /// The axes that the two settings name.
    private var comparedAxes: ComparedAxes {
        get throws {
            let axes = try [base, head].map { Set(try CellFilter($0).rule.terms.map(\.name)) }
            return ComparedAxes(base: axes[0], head: axes[1])
        }
    }

    /// Counts or times both arms, and returns a record of each; nil if that was interrupted.
    private func run(
        _ experiment: Experiment, _ subject: inout ComparisonReport.Subject
    ) throws -> (base: RunRecord, head: RunRecord)? {
        let interruption = Interruption()
        let bar = ProgressBar(
            unit: instructions ? "processes" : "blocks",
            total: instructions ? InstructionExperiment.processes * 2 : mostBlocks, isQuiet: quiet)
        defer { bar.finish() }
        guard !instructions else {
            return try InstructionExperiment(base: experiment.base, head: experiment.head)
                .run(bar, until: interruption)
        }
        guard let outcome = try experiment.run(bar, until: interruption),
            let base = outcome.base, let head = outcome.head
        else { return nil }
        subject.times = outcome.judgements
        subject.blocks = outcome.blocks
        return (base, head)
    }

    private var standardMatrix: String {
        if instructions { return ArmProcess.countedMatrix }
        let areSettings = base.contains("=") && head.contains("=")
        return areSettings ? ArmProcess.settingsMatrix : ArmProcess.standardMatrix
    }

    /// Refuses a matrix, corpora or settings with which no arm could run.
    private func checkPlan(ofConfigurations areConfigurations: Bool) throws {
        let names = try CorpusFolder(corporaOption.folder()).names
        let plan = try MatrixFile(
            matrix, standard: standardMatrix, or: "--matrix <matrix>"
        ).matrix(names)
        for arm in areConfigurations ? [base, head] : [] {
            _ = try Plan(
                plan, corpora: names.map { CorpusIdentity(name: $0, hash: $0) },
                filter: CellFilter(arm))
        }
    }

    /// Refuses what only measuring anew can heed.
    private func refuseMeasuringOptions() throws {
        let given: [(name: String, isGiven: Bool)] = [
            ("--matrix", matrix != nil), ("--threshold", threshold != nil),
            ("--blocks", blocks != nil), ("--seed", seed != nil),
        ]
        guard let option = given.first(where: \.isGiven) else { return }
        throw CommandFailure(
            .usage,
            "\(base) and \(head) are stored runs, whose results are compared as they are: \(option.name) "
                + "goes with revisions and settings; leave it out")
    }

    /// The comparison of two runs of the database; nil if these are no runs.
    private func storedRuns() throws -> ComparisonReport.Subject? {
        guard Paths.exists(results.db) else { return nil }
        let store = try ResultStore.writing(results.db)
        let names = Set(try store.runs().map(\.id))
        let headName = try store.run(named: head, in: results.db)
        let baseName = try baseRun(for: headName, in: store)
        guard names.contains(baseName) || names.contains(headName) else { return nil }
        for name in [baseName, headName] where !names.contains(name) {
            throw CommandFailure(
                .usage, "\(results.db) has no run '\(name)', and a run is compared with a run only"
            )
        }
        try refuseMeasuringOptions()
        let (base, head) = (try store.load(run: baseName), try store.load(run: headName))
        let exact = ExactComparison(base: base, head: head)
        guard exact.cells > 0 else {
            throw CommandFailure(
                .invalidEnvironmentOrResults,
                "the runs have no cell in common: same recordings, settings and seed are expected")
        }
        var subject = ComparisonReport.Subject(
            base: base.description.id, head: head.description.id,
            work: head.description.work.name, command: CommandText.current)
        subject.exact = exact
        return subject
    }

    /// The run that is compared with, `baseline` standing for the pinned one.
    private func baseRun(for head: String, in store: ResultStore) throws -> String {
        guard base == "baseline" else { return try store.run(named: base, in: results.db) }
        guard let run = try store.baseline(for: head) else {
            throw CommandFailure(
                .usage,
                "\(results.db) has no baseline for the matrix of '\(head)'; pin one with "
                    + "`winnow history --pin RUN --db \(results.db)`")
        }
        return run
    }

    private func experiment(
        ofConfigurations areConfigurations: Bool, _ subject: inout ComparisonReport.Subject
    ) throws -> Experiment {
        let arm = ArmProcess(
            executable: Installation.executablePath,
            matrix: try matrix ?? Installation().path(of: standardMatrix, or: "--matrix <file>"),
            corpora: try corporaOption.folder())
        var (first, second) = (arm, arm)
        if areConfigurations {
            first.filter = base
            second.filter = head
            let axes = try comparedAxes
            first.ignoring = axes.base.union(axes.head)
            second.ignoring = first.ignoring
        } else {
            (first.executable, subject.base) = try program(base)
            (second.executable, subject.head) = try program(head)
        }
        if let plantSlowdown { second.extra += ["--plant-slowdown", "\(plantSlowdown)"] }
        if let plantLoss { second.extra += ["--plant-loss", "\(plantLoss)"] }
        return Experiment(
            base: first, head: second,
            judge: TimingJudge(
                threshold: percent / 100, blocks: mostBlocks,
                comparesOutputs: !areConfigurations),
            metric: .cpuTime, seed: seed ?? 0)
    }

    private func program(_ name: String) throws -> (String, String) {
        if name == "." {
            return (Installation.executablePath, "this program (\(try Subject().revision))")
        }
        if name.contains("/"), FileManager.default.isExecutableFile(atPath: name) {
            return (name, Paths.name(of: name) ?? name)
        }
        let revision = try Revision(name)
        return (revision.executable, revision.name)
    }

    private func end(_ subject: ComparisonReport.Subject) throws {
        let conclusion = subject.conclusion
        if conclusion == .worse { throw CommandFailure(.regression, "") }
        if conclusion == .invalid {
            throw CommandFailure(.invalidEnvironmentOrResults, "no times could be compared")
        }
        if strict, subject.isUndecided { throw CommandFailure(.inconclusive, "") }
        if tellImprovement, conclusion == .better { throw CommandFailure(.improvement, "") }
    }
}

import ArgumentParser
import Evaluation
import Reporting
import Results
import Verdicts

/// `winnow history`: series over the nightly runs.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Follows results over the nightly runs.",
        discussion: """
            Prints a line for each series that is not as before: its state, its name and its runs. \
            Exact results are compared with the run before, CPU times with the runs before; a \
            series that was there before and that the latest run lacks is gone, until a run without it \
            is pinned. Status 2: something is worse.
            """)

    @Argument(help: "Only series with this in their name; then all of them are printed.")
    var series: String?

    @OptionGroup var history: HistoryDatabase

    @Option(help: "The matrix whose runs are followed.")
    var matrix = "nightly"

    @Option(
        help: ArgumentHelp(
            "The folder the report is written to; then changes of level are kept in the database, too.",
            valueName: "dir"))
    var report: String?

    @Option(
        help: ArgumentHelp(
            "Makes a run, or 'latest', the baseline of its matrix, which `winnow compare` knows by that name.",
            valueName: "run"))
    var pin: String?

    @Flag(help: "Print the verdict as one JSON object.")
    var json = false

    @Flag(help: "Status 5 if a series is gone.")
    var strict = false

    /// What is followed: what a nightly run is judged by.
    static let metrics: [Metric] = [
        .bill, .billExpected, .billRefetch, .referencesLost, .requestsNotFitting,
        .requestsRejected, .requestsChanged, .tokensSent, .tokensSavedNet, .summaries,
        .summariesDegraded, .operations, .degradedShare, .quality, .preservation,
        .compactionCost, .compressionCompressed, .outputHash, .cpuTime,
    ]

    func run() throws {
        let db = try history.path()
        if let pin {
            // Nothing is made where there are no results.
            _ = try ResultStore.reading(db)
            let store = try ResultStore.writing(db)
            let run = try store.run(named: pin, in: db)
            try store.pin(run)
            Output.note("winnow: \(run) is the baseline")
            if report == nil, series == nil { return }
        }
        let all = try NightlySeries(
            ResultStore.reading(db), metrics: Self.metrics, matrix: matrix
        ).all
        guard !all.isEmpty else {
            throw CommandFailure(
                .inputMissing, "\(db): has no run of the matrix '\(matrix)'; run it first")
        }
        let chosen = all.filter { one in series.map(one.name.contains) ?? true }
        guard !chosen.isEmpty else {
            throw CommandFailure(.usage, "no series has '\(series ?? "")' in its name")
        }
        show(chosen)
        if let report {
            let files = HistoryReport(chosen, command: CommandText.current).files
            let path = try ReportFolder(report).write(files)
            try ResultStore.writing(db).record(all, matrix: matrix)
            Output.note("winnow: \(path)")
        }
        if chosen.contains(where: { $0.triage == .regressed }) {
            throw CommandFailure(.regression, "")
        }
        if strict, chosen.contains(where: { $0.triage == .gone }) {
            throw CommandFailure(.inconclusive, "")
        }
    }

    /// Prints the verdict for programs, or the news for people.
    private func show(_ chosen: [SeriesHistory]) {
        let record = HistoryReport.record(chosen)
        Output.note("winnow: " + record.headline)
        guard !json else { return Output.line(record.json) }
        for one in chosen where series != nil || ![.steady, .new].contains(one.triage) {
            Output.row([one.triage.rawValue, one.name, one.sparkline()])
        }
    }
}

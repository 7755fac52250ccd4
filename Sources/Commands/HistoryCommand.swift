import ArgumentParser
import Evaluation
import Reporting
import Storage
import Verdicts

/// `winnow history`: series over the nights.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Follows results from night to night.",
        discussion: """
            Prints a line for each series that is not as before: its state, its name and its nights. \
            Exact results are held against the run before, CPU times against the nights before. Status \
            2: something is worse.
            """)

    @Argument(help: "Only series with this in their name; then all of them are printed.")
    var series: String?

    @Option(help: ArgumentHelp("The database of all nights.", valueName: "file"))
    var db = ".winnow/history.sqlite"

    @Option(help: "The matrix whose runs are followed.")
    var matrix = "nightly"

    @Option(
        help: ArgumentHelp(
            "The folder the report is written to; then changes of level are kept in the database, too.",
            valueName: "dir"))
    var report: String?

    @Option(
        help: ArgumentHelp(
            "Makes a run the baseline of its matrix, which `winnow compare` knows by that name.",
            valueName: "run"))
    var pin: String?

    /// What is followed: what a night is judged by.
    static let metrics: [Metric] = [
        .tokensRecorded, .tokensSavedNet, .bill, .billRefetch, .referencesLost, .requestsNotFitting,
        .requestsRejected, .requestsChanged, .summaries, .operations, .degradedShare, .quality,
        .preservation, .compactionCost, .compressionCompressed, .outputHash, .cpuTime,
    ]

    func run() throws {
        if let pin {
            // Nothing is made where there are no results.
            _ = try ResultStore(readingFrom: db)
            try ResultStore(path: db).pin(pin)
            Output.note("winnow: \(pin) is the baseline")
            if report == nil, series == nil { return }
        }
        let all = try Self.histories(in: ResultStore(readingFrom: db), matrix: matrix)
        guard !all.isEmpty else {
            throw CommandFailure(
                .inputMissing, "\(db): has no run of the matrix '\(matrix)'; run it first")
        }
        let chosen = all.filter { one in series.map(one.name.contains) ?? true }
        guard !chosen.isEmpty else {
            throw CommandFailure(.usage, "no series has '\(series ?? "")' in its name")
        }
        for one in chosen where series != nil || ![.steady, .new].contains(one.triage) {
            Output.line("\(one.triage.rawValue)\t\(one.name)\t\(one.sparkline())")
        }
        Output.note("winnow: \(chosen.count) series: \(HistoryReport.line(chosen))")
        if let report {
            let files = HistoryReport(chosen, command: CommandText.current).files
            let path = try ReportFolder(report).write(files)
            try ResultStore(path: db).record(all, matrix: matrix)
            Output.note("winnow: \(path)")
        }
        if chosen.contains(where: { $0.triage == .regressed }) {
            throw CommandFailure(.regression, "")
        }
    }

    /// The series of a matrix: only those that its latest run has.
    static func histories(in store: ResultStore, matrix: String) throws -> [SeriesHistory] {
        let points = try store.history(of: metrics, matrix: matrix)
        let last = try store.runs().last { $0.matrixName == matrix }?.id
        var groups: [[StoredPoint]] = []
        for point in points {
            if let first = groups.last?.first, first.isOfSeries(of: point) {
                groups[groups.count - 1].append(point)
            } else {
                groups.append([point])
            }
        }
        let current = groups.filter { $0.last?.run == last }
        let common = current.map(\.[0].settings).reduce(current.first?[0].settings ?? []) {
            $0.intersection($1)
        }
        return current.map { group in
            let first = group[0]
            let settings = first.configuration.split(separator: ",").map(String.init)
                .filter { !common.contains($0) }
            let words = [first.corpus, first.mode] + settings + [first.name]
            return SeriesHistory(
                name: words.joined(separator: " "),
                metric: first.metric,
                points: group.map {
                    SeriesHistory.Point(run: $0.run, revision: $0.revision, value: $0.value)
                })
        }
    }
}

extension StoredPoint {
    /// The settings, `axis=value` each: those that all series share are no part of their names.
    fileprivate var settings: Set<String> {
        Set(configuration.split(separator: ",").map(String.init))
    }

    fileprivate func isOfSeries(of other: Self) -> Bool {
        corpus == other.corpus && environment == other.environment && mode == other.mode
            && configuration == other.configuration && name == other.name
    }
}

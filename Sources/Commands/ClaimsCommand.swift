import ArgumentParser
import Evaluation
import Files
import FoundationEssentials
import Reporting
import Results
import Verdicts

/// `winnow claims`: what the documents promise, judged by stored runs.
struct ClaimsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims", abstract: "Judges documented claims by stored runs.",
        discussion: """
            Runs the matrices that the claims need and the database has no finished run of, by this \
            program; then writes a verdict on every claim, and prints where. With --strict the status \
            is 7 if one fails.
            """)

    @Option(help: ArgumentHelp("The claims; the shipped ones if not given.", valueName: "file"))
    var claims: String?

    @OptionGroup var corporaOption: CorporaOption

    @OptionGroup var results: DatabaseOption

    @Option(help: ArgumentHelp("The folder the report is written to.", valueName: "dir"))
    var report = Places.claims

    @Option(help: ArgumentHelp("Also writes the verdicts as JUnit XML.", valueName: "file"))
    var junit: String?

    @Flag(help: "Status 7 if a claim fails.")
    var strict = false

    @Flag(help: "Print the verdicts as one JSON object, instead of where the report is.")
    var json = false

    @Flag(help: "Judge by what is stored; run nothing.")
    var stored = false

    @Flag(help: "No progress.")
    var quiet = false

    func run() throws {
        // Judging by what is stored needs something stored.
        if stored { _ = try ResultStore.reading(results.db) }
        let path =
            try claims
            ?? Installation()
            .path(of: "Benchmarks/claims.yaml", or: "--claims <file>")
        let all = try Claim.all(yaml: Array(MatrixFile.text(path).utf8), file: path)
        let folder = try CorpusFolder(corporaOption.folder())
        let corpora = Set(try folder.names.map { try folder.load($0).identity.hash })
        let judge = ClaimJudge(
            buildFingerprint: try Subject().buildFingerprint, corpora: corpora)
        var runs: [String: ClaimRun] = [:]
        for name in Set(all.compactMap { $0.evidence?.matrix }).sorted() {
            runs[name] = try record(of: name, judge).map { ClaimRun($0) }
        }
        for claim in all {
            guard let evidence = claim.evidence, let run = runs[evidence.matrix] else { continue }
            if let missing = judge.missingCells(for: claim, in: run) {
                let cells = missing.map { "\($0.name)=\($0.values.joined(separator: "|"))" }
                throw CommandFailure(
                    .badData,
                    "\(path): claim '\(claim.id)': no cell of the matrix '\(evidence.matrix)' has "
                        + cells.joined(separator: ", ") + "; correct `cells` or `against`")
            }
        }
        let judgements = all.map { claim in
            judge.judgement(on: claim, by: claim.evidence.flatMap { runs[$0.matrix] })
        }
        if Paths.exists(results.db) {
            try ResultStore.writing(results.db).record(
                judgements, at: Clocks.millisecondsSince1970())
        }
        let files = ClaimsReport(judgements, command: CommandText.current).files
        let out = try ReportFolder(report).write(files)
        if let junit { try AtomicFile.write(JUnitReport(judgements).xml, to: junit) }
        Output.note("winnow: \(judgements.count) claims: \(ClaimsReport.line(judgements))")
        Output.line(json ? VerdictRecord(judgements).json : out)
        if strict, judgements.contains(where: { $0.verdict == .fails }) {
            throw CommandFailure(.claimFailed, "")
        }
    }

    /// The latest finished run of a matrix, by this program on these corpora if there is one; made if
    /// there is none and that is wanted.
    private func record(of name: String, _ judge: ClaimJudge) throws -> RunRecord? {
        let matrix = try Installation().path(of: "Benchmarks/Matrices/\(name).yaml")
        let runs = StoredRuns(
            db: results.db, name: name, matrix: try MatrixFile.text(matrix), judge: judge)
        if let found = try runs.latest(isCurrent: true) { return found }
        guard !stored else { return try runs.latest(isCurrent: false) }
        // Nobody asked for the report of that run, and it would stand in the place of another.
        let unread = try TemporaryFolder()
        defer { unread.remove() }
        let arguments = [
            "run", matrix, "--corpora", try corporaOption.folder(), "--db", results.db, "--report",
            unread.path,
        ]
        let ending = try ChildProcess(
            Installation.executablePath, arguments + (quiet ? ["--quiet"] : []), errors: .inherited
        ).run()
        guard ending.status == 0 else {
            throw CommandFailure(
                .invalidEnvironmentOrResults,
                "the run of \(name) ended with \(ending.words)")
        }
        return try runs.latest(isCurrent: true)
    }
}

/// The finished runs of a matrix.
private struct StoredRuns {
    let db: String
    let name: String
    /// The text of the file.
    let matrix: String
    let judge: ClaimJudge

    /// The latest one; nil if there is none. Current is one of this program on these corpora, of
    /// the matrix as it is now.
    func latest(isCurrent: Bool) throws -> RunRecord? {
        guard Paths.exists(db) else { return nil }
        let store = try ResultStore.reading(db)
        let run = try store.runs().last { run in
            run.work.name == name
                && (isCurrent ? isOurs(run) : run.work.matrix.filter == nil)
        }
        guard let run else { return nil }
        let record = try store.load(run: run.id)
        return record.results.count + record.failures.count == run.work.cells ? record : nil
    }

    private func isOurs(_ run: RunDescription) -> Bool {
        run.program.buildFingerprint == judge.buildFingerprint && run.work.isAll(of: matrix)
            && run.work.corpora.allSatisfy { judge.corpora.contains($0.identity.hash) }
    }
}

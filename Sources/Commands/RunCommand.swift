import ArgumentParser
import Evaluation
import Foundation
import Reporting

/// `winnow run`: replays corpora across a matrix of settings.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Replays recordings under every setting of a matrix.",
        discussion: """
            Stores what it measures in a SQLite database, writes a Markdown report, and prints where \
            that is. Without arguments: the default matrix on the shipped corpora. An interrupted run \
            (Ctrl-C, a crash) goes on where it was with --resume.
            """)

    @Argument(help: "A YAML file that says what to compare; the default matrix if not given.")
    var matrix: String?

    @OptionGroup var corporaOption: CorporaOption

    @OptionGroup var results: DatabaseOption

    @Option(
        help: ArgumentHelp(
            "The folder the report is written to; the run's own in .winnow/runs if not given, which "
                + ".winnow/runs/latest leads to.", valueName: "dir"))
    var report: String?

    @Option(help: "The seed, instead of the matrix's.")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Only these cells; corpus and mode are axes, too.",
            valueName: "axis=value,…"))
    var filter: String?

    @Option(help: "How many cells are replayed at once; times are only good with 1.")
    var workers = 1

    @OptionGroup var summarizerOptions: SummarizerOptions

    @Option(
        help: ArgumentHelp(
            "Only part I of N, into the database FILE, which appears when it is whole; without a "
                + "report. env/N: the number is the scheduler's. `winnow merge` joins the parts.",
            valueName: "i/n"))
    var shard: String?

    @Option(
        help: ArgumentHelp(
            "The run's name; of a part, the same for all parts. From the time, or from the work of all "
                + "parts, if not given.", valueName: "name"))
    var runName: String?

    @Option(
        help: ArgumentHelp(
            "Injects a slowdown by that share, to check that it is found.", visibility: .private))
    var plantSlowdown = 0.0

    @Option(
        help: ArgumentHelp(
            "Injects a loss of visible references by that share, to check that it is found.",
            visibility: .private))
    var plantLoss = 0.0

    @Option(
        help: ArgumentHelp(
            "The most seconds without a line of progress, where there is no terminal.",
            visibility: .private))
    var progressSilence = 10.0

    @Flag(
        help: """
            Count instructions under valgrind instead of taking times: the same on a busy machine, and \
            some fifty times slower.
            """)
    var instructions = false

    @Flag(help: "List the cells and stop.")
    var dryRun = false

    @Flag(
        help:
            "Go on with the latest unfinished run of the same matrix, seed, filter, corpora, program."
    )
    var resume = false

    @Flag(help: "Refuse to run (status 65) if a file or a record cannot be read.")
    var strict = false

    @Flag(help: "No progress, and nothing about what was not read.")
    var quiet = false

    func validate() throws {
        guard (1...64).contains(workers) else {
            throw ValidationError("--workers takes a number from 1 to 64.")
        }
        if let runName, runName.isEmpty || runName.contains(where: { $0.isWhitespace }) {
            throw ValidationError("--run-name takes a name without spaces.")
        }
        guard runName != RunRecord.latest else {
            throw ValidationError(
                "--run-name takes another name: that one stands for the latest run.")
        }
        guard workers == 1 || !instructions else {
            throw ValidationError("--instructions goes with one worker.")
        }
        guard progressSilence >= 0, progressSilence.isFinite else {
            throw ValidationError("--progress-silence takes a number of seconds.")
        }
        guard !results.db.isEmpty, report != "" else {
            throw ValidationError("--db and --report take a path.")
        }
    }

    func run() async throws {
        let bar = ProgressBar(
            unit: "cells", isQuiet: quiet, silence: .seconds(progressSilence))
        defer { bar.finish() }
        let job = try Job(self, bar)
        guard !dryRun else {
            bar.finish()
            Output.text(job.plan.listing)
            return Output.note("winnow: " + (try job.estimate()))
        }
        if instructions, !InstructionCount.isUnderway {
            try InstructionCount().repeatCommand()
        }
        try await job.run()
    }
}

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

/// Names of runs: when they began, and four digits that tell runs of one second apart.
enum RunName {
    /// Whether a text is such a name, or one that the parts of a run share (`shards-`, a hash).
    static func isOne(_ text: String) -> Bool {
        text.wholeMatch(of: /\d{8}-\d{6}-[0-9a-f]{4}|shards-[0-9a-f]{12}/) != nil
    }

    /// `20261121-081530-3f9c`, in UTC.
    static func make(milliseconds: Int64, salt: UInt64) -> String {
        let digits = UTCTime.text(milliseconds: milliseconds).filter(\.isNumber)
        let mixed = (UInt64(bitPattern: milliseconds) &* 0x9E37_79B9_7F4A_7C15) ^ (salt &* 0x1_0001)
        let suffix = String(mixed >> 24 & 0xFFFF, radix: 16)
        return "\(digits.prefix(8))-\(digits.suffix(6))-"
            + String(repeating: "0", count: 4 - suffix.count) + suffix
    }
}

/// The command line as it could be typed again, without what may be a secret in an address: it is stored
/// with results, and shown in reports.
enum CommandText {
    static var current: String { text(Array(CommandLine.arguments.dropFirst())) }

    private static func text(_ arguments: [String]) -> String {
        (["winnow"] + arguments.map { ShellWord.quoted(withoutSecrets($0)) })
            .joined(separator: " ")
    }

    /// An argument whose addresses have neither a user nor a query nor a fragment.
    private static func withoutSecrets(_ argument: String) -> String {
        argument.replacing(/([A-Za-z][A-Za-z0-9+.\-]*:\/\/)([^\/?#]*)@/) { "\($0.1)…@" }
            .replacing(/([A-Za-z][A-Za-z0-9+.\-]*:\/\/[^?#]*)[?#].*/) { "\($0.1)?…" }
    }
}

/// A file of settings as it is read and as it is stored.
struct MatrixFile {
    /// Where it is.
    let path: String
    /// Its text, without a byte order mark.
    let text: String

    /// Reads a file, or the shipped one of a name where none is given; `option` says by what on the
    /// command line it is given.
    init(_ path: String?, standard: String, or option: String) throws {
        self.path = try path ?? Installation().path(of: standard, or: option)
        text = try Self.text(self.path)
    }

    /// The text of a YAML file, without a byte order mark.
    static func text(_ path: String) throws -> String {
        let text = try InputText(path, for: .settings, kept: true).text
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// The matrix, for some corpora.
    func matrix(_ corpora: [String]) throws -> Matrix {
        try Matrix(yaml: Array(text.utf8), file: path, corpora: corpora, check: SettingAxes())
    }
}

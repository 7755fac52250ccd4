import ArgumentParser
import Foundation
import Reporting

/// `winnow night`: the steps of `Benchmarks/nightly` that no other command has.
struct NightlyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "night", abstract: "Steps of Benchmarks/nightly: its verdict, and its caches.",
        subcommands: [NightlyVerdictCommand.self, NightlyCacheCommand.self])
}

/// `winnow night verdict`: the verdict on a nightly run.
struct NightlyVerdictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verdict", abstract: "Writes the verdict on a nightly run.",
        discussion: """
            Reads verdict.json, as --json of a command prints it, in the folder of each part; one that \
            is not there came to no verdict. Writes nightly.md and nightly.json, and prints the verdict. \
            Status 2: something is worse, 6: not everything could be compared.
            """)

    @Option(
        help: ArgumentHelp("The nightly run's folder, with one of each part.", valueName: "dir"))
    var report: String

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("The name of the nightly run.", valueName: "run"))
    var runName: String

    @Option(
        help: ArgumentHelp(
            "The verdicts on claims to compare this run's with.", valueName: "file"))
    var claimsBefore: String?

    @Option(help: ArgumentHelp("A part that was left out on purpose.", valueName: "part"))
    var without: [String] = []

    @Flag(help: "This run is the baseline of later ones.")
    var pinned = false

    @Argument(help: "The parts.")
    var parts: [String]

    func run() throws {
        let before = try claimsBefore.map { path in
            guard let record = Self.record(path) else {
                throw CommandFailure(
                    .badData, "\(path): no verdict; `winnow claims --json` prints one")
            }
            return record
        }
        let all = parts.map { name in
            NightlyReport.Part(
                name, path: Self.page(name, below: report),
                Self.record("\(report)/\(name)/verdict.json"))
        }
        let leftOut = without.map { NightlyReport.Part($0, nil, isLeftOut: true) }
        let nightly = NightlyReport(
            run: runName, all + leftOut, claimsBefore: before, isPinned: pinned)
        let path = try ReportFolder(report).write(nightly.files)
        Output.line("\(nightly.verdict): \(path)")
        switch nightly.conclusion {
        case .worse: throw CommandFailure(.regression, "")
        case .invalid: throw CommandFailure(.invalidEnvironmentOrResults, "")
        default: return
        }
    }

    /// The verdict in a file; nil if there is none.
    private static func record(_ path: String) -> VerdictRecord? {
        (try? InputText(path, for: .settings)).flatMap { VerdictRecord(json: $0.text) }
    }

    /// The report of a part, relative to the run's; nil if it writes none.
    private static func page(_ part: String, below report: String) -> String? {
        ["comparison", "history", "claims"].map { "\(part)/\($0).md" }
            .first { Paths.exists("\(report)/\($0)") }
    }
}

import ArgumentParser
import Callgrind
import Foundation

/// The command line: parse, wire, print.
@main
struct Winnow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "winnow",
        abstract: "Counts, replays and compares recorded LLM conversations under many settings.",
        discussion: """
            Exit status: 0 fine, 2 something is worse, 4 better (--tell-improvement), 5 undecided \
            (compare --strict), 6 the environment or a finished run is not as it has to be, 7 a claim \
            fails (claims --strict), 64 the command line cannot be, 65 a file's contents are wrong, 66 something to read is missing, \
            74 something cannot be written, 75 interrupted and resumable.
            """,
        subcommands: [
            RunCommand.self, MergeCommand.self, SubmitCommand.self, CompareCommand.self,
            ClaimsCommand.self, SelftestCommand.self, HistoryCommand.self,
            ReportCommand.self,
            DumpCommand.self, QualityCommand.self,
            CorpusCommand.self,
            CountCommand.self, CondenseCommand.self, CompactCommand.self, CompressCommand.self,
            DecompressCommand.self, EncodeCommand.self, DecodeCommand.self,
            VocabularyCommand.self, PricesCommand.self,
            SettingsCommand.self, DoctorCommand.self,
        ])

    /// Runs a command, and waits for it in a plain way: the main thread of an asynchronous program ends,
    /// and no instrument (`valgrind`) survives that.
    static func main() {
        Interruption.listen()
        if ProcessInfo.processInfo.environment[ChildProcess.endsWithParent] != nil {
            winnow_end_with_parent()
        }
        Task.detached {
            await execute()
            exit()
        }
        while true { pause() }
    }

    /// Runs a command; a failure prints one message to standard error and sets the exit status.
    private static func execute() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            if let failure = CommandFailure(reporting: error) { failure.exit() }
            let status = exitCode(for: error)
            guard !status.isSuccess else { exit(withError: error) }
            Output.note(fullMessage(for: error).readable)
            exit(withError: status)
        }
    }
}

import ArgumentParser
import Foundation

/// The command line: parse, wire, print.
struct Winnow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "winnow",
        abstract: "Counts, replays and compares recorded LLM conversations under many settings.",
        discussion: """
            Exit status: 0 fine, 2 something is worse, 4 better (--tell-improvement), 5 undecided \
            or not compared (--strict), 6 the environment or a finished run is not as it has to be, 7 a claim \
            fails (claims --strict), 64 the command line cannot be, 65 a file's contents are wrong, 66 something to read is missing, \
            74 something cannot be written, 75 interrupted and resumable.
            """,
        subcommands: [
            RunCommand.self, MergeCommand.self, SubmitCommand.self, CompareCommand.self,
            ClaimsCommand.self, SelftestCommand.self, HistoryCommand.self,
            NightlyCommand.self, ReportCommand.self, InspectCommand.self,
            DumpCommand.self,
            CorpusCommand.self,
            CountCommand.self, CondenseCommand.self, CompactCommand.self, CompressCommand.self,
            DecompressCommand.self, EncodeCommand.self, DecodeCommand.self,
            VocabularyCommand.self, PricesCommand.self,
            SettingsCommand.self, DoctorCommand.self,
        ])
}

/// What an executable does: it runs the command that its arguments name.
package enum Program {
    /// Runs a command, and waits for it in a plain way: the main thread of an asynchronous program ends,
    /// and no instrument (`valgrind`) survives that.
    ///
    /// - Parameter network: what the executable can do beyond that, having linked the network stack.
    package static func main(network: (any NetworkServices)? = nil) -> Never {
        Output.prepare()
        Interruption.listen()
        ShortenedFile.listen()
        Task.detached {
            await Network.$services.withValue(network) { await execute() }
            Winnow.exit()
        }
        while true { pause() }
    }

    /// Runs a command; a failure prints one message to standard error and sets the exit status.
    private static func execute() async {
        do {
            var command = try Winnow.parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            if let failure = CommandFailure(reporting: error) { failure.exit() }
            let status = Winnow.exitCode(for: error)
            guard !status.isSuccess else {
                Output.text(Winnow.fullMessage(for: error) + "\n")
                Winnow.exit()
            }
            Output.notes(Winnow.fullMessage(for: error).readable)
            Winnow.exit(withError: status)
        }
    }
}

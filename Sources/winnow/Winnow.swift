import ArgumentParser

/// The command line: parse, wire, print.
@main
struct Winnow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "winnow",
        abstract: "Counts, replays and compares recorded LLM conversations under many settings.",
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

    /// Runs a command; a failure prints one message to standard error and sets the exit status.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            guard let failure = CommandFailure(reporting: error) else { exit(withError: error) }
            failure.exit()
        }
    }
}

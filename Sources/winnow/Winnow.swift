import ArgumentParser

/// The command line: parse, wire, print.
@main
struct Winnow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "winnow",
        abstract: "Measures what shortening long LLM conversations saves, costs and loses.",
        subcommands: [
            CountCommand.self, EncodeCommand.self, DecodeCommand.self, VocabularyCommand.self,
        ])

    /// Runs a command; a failure prints one message to standard error and sets the exit status.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            guard let failure = CommandFailure(reporting: error) else { exit(withError: error) }
            failure.exit()
        }
    }
}

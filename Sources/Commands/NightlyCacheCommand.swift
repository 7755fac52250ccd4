import ArgumentParser
import ContextModel
import Corpus
import Reporting
import StrictJSON

/// `winnow night cache`: whether the persistent cache keeps what it is given.
struct NightlyCacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Condenses the longest conversation of each corpus twice, with one cache.",
        discussion: """
            Two processes each, the second with what the first has kept: it has to find every summary \
            and give the same messages. Status 2: it did not.
            """)

    @OptionGroup var corporaOption: CorporaOption

    @Flag(help: "Print the verdict as one JSON object.")
    var json = false

    /// What keeps summaries: by chunk, and by the whole old part.
    private static let managements = ["chunked", "full"]

    func run() throws {
        let folder = try CorpusFolder(corporaOption.folder())
        let cache = try TemporaryFolder()
        defer { cache.remove() }
        var trials: [PersistenceCheck.Trial] = []
        for name in folder.names {
            let transcripts = try folder.load(name, keepingTranscripts: true).transcripts
            // Of the longest most is condensed.
            let longest = transcripts.max {
                $0.conversation.messages.count < $1.conversation.messages.count
            }
            guard let longest else { continue }
            for management in Self.managements {
                let condensation = CachedCondensation(
                    file: folder.root + "/" + longest.source.path,
                    conversation: longest.conversation.id, management: management,
                    cache: "\(cache.path)/\(name)-\(management)")
                trials.append(try condensation.trial(named: "\(name) \(management)"))
            }
        }
        let check = PersistenceCheck(trials)
        if json { Output.line(check.record.json) } else { Output.write(check.text) }
        if check.record.conclusion == .worse { throw CommandFailure(.regression, "") }
        guard check.record.isComplete else {
            throw CommandFailure(
                .invalidEnvironmentOrResults, "no conversation is long enough to be condensed")
        }
    }
}

/// A conversation that is condensed with a cache on disk.
private struct CachedCondensation {
    let file: String
    let conversation: String
    let management: String
    let cache: String

    /// What a process says of itself.
    private struct Result {
        let messages: JSONValue
        let counters: JSONValue

        func count(_ name: String) -> Int { counters[name]?.number?.int ?? 0 }
    }

    /// Two processes, one after the other.
    func trial(named name: String) throws -> PersistenceCheck.Trial {
        let first = try condense()
        let second = try condense()
        return PersistenceCheck.Trial(
            name: name, written: first.count("writes"), found: second.count("hits"),
            failed: second.count("writes") + second.count("damaged") + second.count("failures"),
            isSame: first.messages == second.messages)
    }

    private func condense() throws -> Result {
        let chosen = conversation.isEmpty ? [] : ["--conversation", conversation]
        // A third of its size: most of the conversation is condensed.
        let ending = try ChildProcess(
            Installation.executablePath,
            ["condense", "--json", "--limit", "30%", "--set", "management=\(management)"]
                + ["--cache", cache] + chosen + [file], output: .kept
        ).run()
        guard ending.status == 0, let object = try? JSONValue(parsing: ending.text),
            let messages = object["messages"], let counters = object["cache"]?["chunks"]
        else {
            throw CommandFailure(
                .invalidEnvironmentOrResults,
                "\(file): `winnow condense --cache` ended with \(ending.words)")
        }
        return Result(messages: messages, counters: counters)
    }
}

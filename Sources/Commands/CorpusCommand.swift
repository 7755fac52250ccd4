import ArgumentParser
import ContextModel
import Corpus
import Evaluation
import StrictJSON

/// `winnow corpus`: looks at, converts and makes corpora.
struct CorpusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus",
        abstract: "Lists, measures, converts, makes, checks and fetches corpora.",
        subcommands: [
            CorpusListCommand.self, CorpusStatsCommand.self, CorpusImportCommand.self,
            CorpusVerifyCommand.self, CorpusFetchCommand.self,
        ])
}

/// The folder of corpora a command works on.
struct CorporaOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder whose direct subfolders are corpora; the shipped ones if not given.",
            valueName: "dir"))
    var corpora: String?

    /// The words that name the same folder; none for the shipped one.
    var words: [String] { corpora.map { ["--corpora", $0] } ?? [] }

    /// The folder, the shipped one by default.
    func folder() throws -> String {
        try corpora ?? Installation().path(of: "Corpora", or: "--corpora <dir>")
    }
}

/// `winnow corpus list`: what corpora there are.
struct CorpusListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Prints name, conversations, requests and tokens of each corpus.",
        discussion: """
            Conversations that have a request are replayed, each of the stretches in which a history only \
            grew by itself. What recordings hold and no request sent is left out; `stats` says what it is.
            """)

    @OptionGroup var corporaOption: CorporaOption

    func run() throws {
        let folder = try CorpusFolder(corporaOption.folder())
        Output.row([
            "corpus", "conversations", "replayed", "messages", "requests", "tokens",
            "unknown files", "refused records", "left out",
        ])
        for name in folder.names {
            let corpus = try folder.load(name)
            corpus.noteWhatWasNotRead()
            let sum = corpus.summary
            let numbers = [
                sum.conversations, sum.replayed, sum.messages, sum.requests, sum.contentTokens,
                sum.unknownFiles, sum.refusedRecords,
                corpus.files.reduce(0) { $0 + $1.leftOut.total },
            ]
            Output.row([name] + numbers.map(String.init))
        }
        folder.noteWhatIsOutside()
    }
}

/// `winnow corpus stats`: what each file holds.
struct CorpusStatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Prints what each file of each corpus holds.",
        discussion: """
            Conversations that have a request are replayed, each of the stretches in which a history only \
            grew by itself. Tokens are those of the content in \
            cl100k_base, images 0. Tool share is the share of tool results, repeated the share of \
            messages that occurred before in the same file; in JSON both go from 0 to 1.
            """)

    @OptionGroup var corporaOption: CorporaOption

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        let folder = try CorpusFolder(corporaOption.folder())
        let columns = StatisticsColumn.all
        if !json { Output.row(columns.map(\.title)) }
        for name in folder.names {
            let corpus = try folder.load(name)
            corpus.noteWhatWasNotRead()
            for file in corpus.files {
                guard json else {
                    Output.row(columns.map { $0.text(file) })
                    continue
                }
                let object = JSONObject(columns.map { ($0.key, $0.value(file)) })
                Output.line(JSONValue.object(object).compactText)
            }
        }
    }
}

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
            CorpusGenerateCommand.self, CorpusVerifyCommand.self, CorpusFetchCommand.self,
        ])
}

/// The folder of corpora a command works on.
struct CorporaOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder whose direct subfolders are corpora; the shipped ones if not given.",
            valueName: "dir"))
    var corpora: String?

    /// The folder, the shipped one by default.
    func folder() throws -> String { try corpora ?? Installation().path(of: "Corpora") }
}

/// `winnow corpus list`: what corpora there are.
struct CorpusListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Prints name, conversations, requests and tokens of each corpus.")

    @OptionGroup var corporaOption: CorporaOption

    func run() throws {
        let folder = try CorpusFolder(corporaOption.folder())
        Output.line(
            "corpus\tconversations\tmessages\trequests\ttokens\tunknown files\trefused records")
        for name in folder.names {
            let corpus = try folder.load(name)
            corpus.noteWhatWasNotRead()
            let sum = corpus.summary
            let numbers = [
                sum.conversations, sum.messages, sum.requests, sum.contentTokens, sum.unknownFiles,
                sum.refusedRecords,
            ]
            Output.line(([name] + numbers.map(String.init)).joined(separator: "\t"))
        }
        folder.noteWhatIsOutside()
    }
}

/// `winnow corpus stats`: what each file holds.
struct CorpusStatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Prints what each file of each corpus holds.",
        discussion: """
            Tokens are those of the content in cl100k_base, images 0. Tool share is the share of tool \
            results, repeated the share of messages that occurred before in the same file.
            """)

    @OptionGroup var corporaOption: CorporaOption

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        let folder = try CorpusFolder(corporaOption.folder())
        if !json { Output.line(Self.header) }
        for name in folder.names {
            let corpus = try folder.load(name)
            corpus.noteWhatWasNotRead()
            for file in corpus.files { Output.line(json ? Self.object(file) : Self.row(file)) }
        }
    }

    private static let header = [
        "path", "format", "conversations", "messages", "requests", "tool calls", "tool results",
        "images", "tokens", "tool share", "repeated", "longest", "refused",
    ].joined(separator: "\t")

    private static func row(_ file: CorpusStatistics) -> String {
        let counts = [
            file.conversations, file.messages, file.requests, file.toolCalls, file.toolResults,
            file.images, file.contentTokens.value,
        ].map(String.init)
        let shares = [percent(file.toolResultShare), percent(file.repeatedShare)]
        let longest = file.longest.map { "\($0.tokens.value) (\($0.id))" } ?? "-"
        return
            ([file.path, file.format.rawValue] + counts + shares + [longest]
            + [String(file.refusedRecords)]).joined(separator: "\t")
    }

    private static func percent(_ share: Double) -> String {
        "\((share * 1000).rounded() / 10) %"
    }

    private static func object(_ file: CorpusStatistics) -> String {
        let object = JSONObject([
            ("path", .string(file.path)), ("format", .string(file.format.rawValue)),
            ("conversations", .int(file.conversations)),
            ("messages", .int(file.messages)),
            ("requests", .int(file.requests)),
            ("toolCalls", .int(file.toolCalls)),
            ("toolResults", .int(file.toolResults)),
            ("images", .int(file.images)),
            ("contentTokens", .int(file.contentTokens.value)),
        ])
        return JSONValue.object(object).compactText
    }
}

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

/// A figure of `winnow corpus stats`: a column of the table and a member of the JSON object, so that
/// neither can have one that the other lacks.
struct StatisticsColumn {
    /// The column's head.
    let title: String
    /// The member's name.
    let key: String
    /// The figure as JSON.
    let value: (CorpusStatistics) -> JSONValue
    /// The figure for people, if it reads otherwise than the JSON.
    private let words: ((CorpusStatistics) -> String)?

    /// The figure in the table.
    func text(_ file: CorpusStatistics) -> String {
        if let words { return words(file) }
        let value = value(file)
        return value.string ?? value.compactText
    }

    private init(
        _ title: String, _ key: String, _ value: @escaping (CorpusStatistics) -> JSONValue,
        words: ((CorpusStatistics) -> String)? = nil
    ) {
        self.title = title
        self.key = key
        self.value = value
        self.words = words
    }

    private init(_ title: String, _ key: String, count: @escaping (CorpusStatistics) -> Int) {
        self.init(title, key) { .int(count($0)) }
    }

    private init(_ title: String, _ key: String, share: @escaping (CorpusStatistics) -> Double) {
        self.init(title, key) {
            .number(JSONNumber(lexeme: "\(share($0))"))
        } words: {
            "\((share($0) * 1000).rounded() / 10) %"
        }
    }

    /// All of them, in the order of the table.
    static var all: [Self] {
        [
            Self("path", "path") { .string($0.path) },
            Self("format", "format") { .string($0.format.rawValue) },
            Self("conversations", "conversations", count: \.conversations),
            Self("replayed", "replayed", count: \.replayed),
            Self("messages", "messages", count: \.messages),
            Self("requests", "requests", count: \.requests),
            Self("tool calls", "toolCalls", count: \.toolCalls),
            Self("tool results", "toolResults", count: \.toolResults),
            Self("images", "images", count: \.images),
            Self("tokens", "contentTokens") { .int($0.contentTokens.value) },
            Self("tool share", "toolShare", share: \.toolResultShare),
            Self("repeated", "repeated", share: \.repeatedShare),
            Self("longest", "longest", longest) { file in
                file.longest.map { "\($0.tokens.value) (\($0.id))" } ?? "-"
            },
            Self("refused", "refused", count: \.refusedRecords),
            Self("left out", "leftOut", leftOut) { file in
                file.leftOut.total == 0 ? "-" : file.leftOut.description
            },
        ]
    }

    private static func leftOut(_ file: CorpusStatistics) -> JSONValue {
        .object(JSONObject(file.leftOut.kinds.map { ($0.name, .int($0.count)) }))
    }

    private static func longest(_ file: CorpusStatistics) -> JSONValue {
        guard let longest = file.longest else { return .null }
        return .object(
            JSONObject([("id", .string(longest.id)), ("tokens", .int(longest.tokens.value))]))
    }
}

import ContextModel
import Corpus
import StrictJSON

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

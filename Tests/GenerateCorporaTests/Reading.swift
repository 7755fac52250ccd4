import GenerateCorpora
import StrictJSON
import Testing

/// The corpus of a name.
func corpus(_ name: String) throws -> SyntheticCorpus {
    try #require(SyntheticCorpus.all.first { $0.name == name })
}

/// A line of a corpus, read as anyone would read it.
struct Line: Sendable {
    let number: Int
    let id: String
    let messages: [JSONObject]
    let tools: [JSONValue]
    let timestamps: [Int]
    let requests: [Int]
    let source: JSONObject

    init(_ value: JSONValue, number: Int) throws {
        self.number = number
        id = try #require(value["id"]?.string)
        messages = try #require(value["messages"]?.array).map { try #require($0.object) }
        tools = value["tools"]?.array ?? []
        let winnow = try #require(value["winnow"])
        try #require(winnow["id"]?.string == id)
        timestamps = try Self.integers(winnow["timestamps"])
        requests = try Self.integers(winnow["requests"])
        source = try #require(winnow["source"]?.object)
    }

    private static func integers(_ value: JSONValue?) throws -> [Int] {
        try #require(value?.array).map { try #require($0.number?.int) }
    }

    /// The texts of all messages: contents, parts' texts, nothing of calls.
    var texts: [String] {
        messages.flatMap { message -> [String] in
            if let text = message["content"]?.string { return [text] }
            return (message["content"]?.array ?? []).compactMap { $0["text"]?.string }
        }
    }

    /// The parts of all messages that are images.
    var images: [JSONValue] {
        messages.flatMap { $0["content"]?.array ?? [] }
            .filter { $0["type"]?.string == "image_url" }
    }

    /// The calls of a message.
    func calls(of message: Int) -> [JSONValue] { messages[message]["tool_calls"]?.array ?? [] }

    /// The roles in order.
    var roles: [String] { messages.compactMap { $0["role"]?.string } }
}

/// The corpora, made and read once for all tests: a debug build is slow.
struct Corpora: Sendable {
    static let files: [String: [CorpusFile]] = Dictionary(
        uniqueKeysWithValues: SyntheticCorpus.all.map { ($0.name, $0.files()) })

    static func files(of name: String) throws -> [CorpusFile] { try #require(files[name]) }

    static let lines: [String: Result<[Line], any Error>] = Dictionary(
        uniqueKeysWithValues: SyntheticCorpus.all.map { corpus in
            (corpus.name, Result { try read(try files(of: corpus.name)) })
        })

    static func lines(of name: String) throws -> [Line] {
        try #require(lines[name]).get()
    }

    private static func read(_ files: [CorpusFile]) throws -> [Line] {
        try files.flatMap { file in
            let values = try file.bytes.withUnsafeBytes { bytes in
                try JSONLines(bytes).map { slice in
                    try JSONValue(parsing: UnsafeRawBufferPointer(rebasing: bytes[slice.range]))
                }
            }
            return try values.enumerated().map { try Line($1, number: $0) }
        }
    }
}

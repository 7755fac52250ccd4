internal import StrictJSON
internal import WireFormats

/// How one public format is recognised and read: a row of the registry.
struct Importer: Sendable {
    /// The format.
    let format: TranscriptFormat
    /// How a file is to be cut into records and read, or nil if it is not of this format.
    let layout: @Sendable (FileSample) -> RecordLayout?

    init(_ format: TranscriptFormat, layout: @escaping @Sendable (FileSample) -> RecordLayout?) {
        self.format = format
        self.layout = layout
    }

    /// Every importer. The first that recognises a file reads it, so formats that look like another
    /// one with something added stand before it.
    static let all = [
        TranscriptLine.importer,
        TauBench.importer,
        Tau2.importer,
        Vorflux.importer,
        QMSum.importer,
        ClaudeCode.importer,
        Codex.importer,
        OpenHands.importer,
        SWEAgent.importer,
        ShareGPT.importer,
        LLaMAFactory.importer,
        AnthropicMessages.importer,
        ChatCompletions.importer,
        Aider.importer,
        BFCLMemory.importer,
        CrossWOZ.importer,
        Inspect.importer,
        MemoryBank.importer,
        OpenAssistant.importer,
        ScreenAgent.importer,
        XPersona.importer,
    ]
}

/// How a file holds its transcripts, with the function that reads one of them.
enum RecordLayout: Sendable {
    /// The whole file is one JSON record.
    case document(ReadRecord)
    /// Each line is a JSON record.
    case lines(ReadRecord)
    /// Each line is a JSON record of several transcripts.
    case trees(ReadTree)
    /// Each element of an array is a record: of the top-level array, or of the one at a member of
    /// the top-level object, with the members it needs `beside` it. Where no member is named, the
    /// top level may also be an object, each of whose members is a record.
    case elements(key: String? = nil, beside: [String] = [], ReadRecord)
    /// All lines together make the transcripts.
    case session(@Sendable (TranscriptSource) -> any SessionReader)
    /// Text in sections, each beginning with a line that starts with a mark.
    case sections(mark: String, ReadSection)

    /// Takes the text after the mark; a section that holds no message is no transcript.
    typealias ReadSection = @Sendable (String, TranscriptSource) -> Transcript?
    typealias ReadTree = @Sendable (JSONRecord) throws(TranscriptError) -> [Transcript]
    typealias ReadRecord = @Sendable (JSONRecord) throws(TranscriptError) -> Transcript
}

/// One JSON record of a file.
struct JSONRecord {
    /// The record.
    let value: JSONValue
    /// Its key, where the records are members of an object.
    let key: String?
    /// Members of the document that stand beside the records.
    let header: JSONObject
    /// Where the record is.
    let source: TranscriptSource
    /// Whether it is all there is in the file.
    var isWholeFile = false
}

/// Makes transcripts of lines that belong together.
protocol SessionReader {
    /// Takes the next line.
    mutating func add(_ line: JSONValue) throws(TranscriptError)
    /// Notes that the next line cannot be read.
    mutating func lose()
    /// The transcripts, after the last line.
    func finish() -> [Transcript]
}

extension SessionReader {
    mutating func lose() {}
}

extension TranscriptSource {
    /// The file's name without its extension: what names a conversation whose record has no name.
    var stem: String {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return String(name) }
        return String(name[..<dot])
    }
}

package import ContextModel
internal import StrictJSON

/// Recorded answers as text that can be kept under version control: JSON lines, sorted by key.
///
/// The first line says what the file is; each further one is an entry. The same entries always give
/// the same bytes. Members: `key`, `summarizer`, `style`, `budget`, `source`, then `text`, `complete`,
/// `prompt_tokens`, `output_tokens`, or `error`, `reason`; those without a value are left out.
package struct CassetteText: Sendable {
    /// The entries, sorted by key.
    package let entries: [CassetteEntry]

    private let answers: [ContentDigest: Result<SummaryAnswer, SummarizerError>]

    static let version = 1
    static let name = "winnow summaries"

    /// A text of some entries; of two with the same key the first stays. O(n log n).
    package init(_ entries: [CassetteEntry]) {
        var answers: [ContentDigest: Result<SummaryAnswer, SummarizerError>] = [:]
        var kept: [CassetteEntry] = []
        for entry in entries where answers[entry.key] == nil {
            answers[entry.key] = entry.answer
            kept.append(entry)
        }
        self.answers = answers
        self.entries = kept.sorted { $0.key < $1.key }
    }

    /// The lines, each ended by a line feed. O(bytes).
    package var text: String {
        let head = JSONObject([("recording", .string(Self.name)), ("version", .int(Self.version))])
        let lines = [JSONValue.object(head)] + entries.map(\.json)
        return lines.map { $0.compactText + "\n" }.joined()
    }
}

extension CassetteText: SummaryCassette {
    /// The recorded answer to a request's digest; nil if there is none. O(1).
    package func answer(
        to key: ContentDigest
    ) -> Result<SummaryAnswer, SummarizerError>? { answers[key] }

    /// Records nothing: a text is replayed only.
    package func record(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest
    ) {}
}

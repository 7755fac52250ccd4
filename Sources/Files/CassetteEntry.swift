package import ContextModel
internal import StrictJSON

/// One recorded answer, with what it answers.
package struct CassetteEntry: Hashable, Sendable {
    /// The digest of the request and of everything else that shapes an answer.
    package var key: ContentDigest
    /// The summariser's identity.
    package var summarizer: String
    /// What kind of summary was asked for.
    package var style: SummaryStyle
    /// The most tokens that the summary might have.
    package var budget: TokenCount
    /// The digest of the messages that were to be summarised, so that a change of the corpus can be
    /// told from a change of the request.
    package var source: ContentDigest
    /// What was answered.
    package var answer: Result<SummaryAnswer, SummarizerError>

    /// An entry.
    package init(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest
    ) {
        self.key = key
        self.summarizer = summarizer
        self.answer = answer
        style = request.style
        budget = request.budget
        var messages = CanonicalBytes()
        for message in request.messages { messages.add(message) }
        source = SHA256Hasher().digest(messages.bytes)
    }

    init(
        key: ContentDigest, summarizer: String, style: SummaryStyle, budget: TokenCount,
        source: ContentDigest, answer: Result<SummaryAnswer, SummarizerError>
    ) {
        self.key = key
        self.summarizer = summarizer
        self.style = style
        self.budget = budget
        self.source = source
        self.answer = answer
    }
}

extension CassetteEntry {
    /// The entry as an object; members without a value are left out.
    var json: JSONValue {
        let recorded = RecordedAnswer(answer)
        let members: [(String, JSONValue?)] = [
            ("key", .string(key.hexadecimal)), ("summarizer", .string(summarizer)),
            ("style", .string(style.rawValue)), ("budget", .int(budget.value)),
            ("source", .string(source.hexadecimal)),
            ("text", recorded.text.map { .string($0) }),
            ("complete", recorded.isComplete.map { .bool($0) }),
            ("prompt_tokens", recorded.promptTokens.map { .int($0) }),
            ("output_tokens", recorded.outputTokens.map { .int($0) }),
            ("error", recorded.error.map { .string($0) }),
            ("reason", recorded.reason.map { .string($0) }),
        ]
        return .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } }))
    }

    /// What a value lacks to be an entry.
    struct Defect: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads what `json` writes.
    init(_ value: JSONValue) throws(Defect) {
        let members = Members(value: value)
        let style = try members.string("style")
        guard let style = SummaryStyle(rawValue: style) else {
            throw Defect(description: "'\(style)' is no style of summaries")
        }
        let recorded = RecordedAnswer(
            text: try members.optional("text", \.string),
            isComplete: try members.optional("complete", \.bool),
            promptTokens: try members.optional("prompt_tokens", \.number?.int),
            outputTokens: try members.optional("output_tokens", \.number?.int),
            error: try members.optional("error", \.string),
            reason: try members.optional("reason", \.string))
        guard let answer = recorded.result else {
            throw Defect(
                description: "expected 'text' and 'complete', or an 'error' that is known")
        }
        guard let budget = try members.optional("budget", \.number?.int) else {
            throw Defect(description: "'budget' is missing")
        }
        self.init(
            key: try members.digest("key"), summarizer: try members.string("summarizer"),
            style: style, budget: TokenCount(budget), source: try members.digest("source"),
            answer: answer)
    }
}

/// The members of an entry, asked for by name.
private struct Members {
    let value: JSONValue

    /// A member's value, nil without one; one of another kind is refused.
    func optional<Value>(
        _ name: String, _ kind: (JSONValue) -> Value?
    ) throws(CassetteEntry.Defect) -> Value? {
        guard let member = value[name] else { return nil }
        guard let value = kind(member) else {
            throw .init(description: "'\(name)' cannot be \(member.kindDescription)")
        }
        return value
    }

    func string(_ name: String) throws(CassetteEntry.Defect) -> String {
        guard let text = try optional(name, \.string) else {
            throw .init(description: "'\(name)' is missing")
        }
        return text
    }

    func digest(_ name: String) throws(CassetteEntry.Defect) -> ContentDigest {
        guard let digest = ContentDigest(hexadecimal: try string(name)) else {
            throw .init(description: "'\(name)' is no SHA-256 in hexadecimal")
        }
        return digest
    }
}

/// An answer or an error, as the columns and members that it is recorded in.
struct RecordedAnswer {
    var text: String?
    var isComplete: Bool?
    var promptTokens: Int?
    var outputTokens: Int?
    /// The word for the kind of error.
    var error: String?
    /// The words of an error that has them.
    var reason: String?
}

extension RecordedAnswer {
    /// What is recorded of an answer.
    init(_ answer: Result<SummaryAnswer, SummarizerError>) {
        switch answer {
        case .success(let answer):
            self.init(
                text: answer.text, isComplete: answer.isComplete,
                promptTokens: answer.promptTokens, outputTokens: answer.outputTokens)
        case .failure(.failed(let reason)): self.init(error: "failed", reason: reason)
        case .failure(.unavailable(let reason)): self.init(error: "unavailable", reason: reason)
        case .failure(let error): self.init(error: Self.words[error])
        }
    }

    /// The answer; nil if this is neither an answer nor an error, or parts of both.
    var result: Result<SummaryAnswer, SummarizerError>? {
        switch (text, isComplete, error, reason) {
        case (let text?, let isComplete?, nil, nil):
            return .success(
                SummaryAnswer(
                    text, isComplete: isComplete, promptTokens: promptTokens,
                    outputTokens: outputTokens))
        case (nil, nil, "failed", let reason?): return .failure(.failed(reason))
        case (nil, nil, "unavailable", let reason?): return .failure(.unavailable(reason))
        case (nil, nil, let word?, nil):
            return Self.words.first { $0.value == word }.map { .failure($0.key) }
        default: return nil
        }
    }

    private static let words: [SummarizerError: String] = [
        .timedOut: "timed_out", .cancelled: "cancelled", .tooLong: "too_long",
        .notRecorded: "not_recorded",
    ]
}

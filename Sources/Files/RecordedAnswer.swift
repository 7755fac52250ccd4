internal import ContextModel

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

public import ContextModel

/// What may go wrong with a summariser, on purpose.
public enum SummarizerFault: Hashable, Sendable {
    /// It throws.
    case failure(SummarizerError)
    /// It answers after a while, if the caller still waits.
    case delay(Duration)
    /// It answers with nothing.
    case empty
    /// It stops in the middle of its answer.
    case truncated
    /// It answers with more than it was given.
    case inflated
    /// It answers with signs that are no text.
    case garbled

    /// Waits; throws when the caller gives up.
    public typealias Sleep = @Sendable (Duration) async throws -> Void

    /// The answer with the fault, made from a sound one.
    func answer(
        _ request: SummaryRequest, from upstream: any Summarizer, _ sleep: Sleep
    ) async throws(SummarizerError) -> SummaryAnswer {
        switch self {
        case .failure(let error): throw error
        case .delay(let duration):
            do { try await sleep(duration) } catch { throw .cancelled }
            return try await upstream.summarize(request)
        case .empty: return SummaryAnswer("")
        case .truncated:
            let text = try await upstream.summarize(request).text
            return SummaryAnswer(String(text.prefix(text.count / 2)), isComplete: false)
        case .inflated:
            let text = TranscriptText(request.messages).text
            return SummaryAnswer("In full: " + text + "\nAgain: " + text)
        case .garbled: return SummaryAnswer("\u{FFFD}\u{1}\u{FFFD}\u{2} \u{FFFD}")
        }
    }
}

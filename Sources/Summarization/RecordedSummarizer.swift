public import ContextModel

/// A summariser that answers from a recording; with somebody to ask, it records what is missing.
///
/// A recording made once with a model makes every later run exact, free and quick. The key covers the
/// whole request and the identity of whoever was asked.
public struct RecordedSummarizer: Summarizer {
    private let cassette: any SummaryCassette
    private let upstream: (any Summarizer)?
    private let hasher: any ContentHasher

    /// The identity of whoever was or is asked.
    public let identity: String
    /// The most tokens of messages.
    public let inputLimit: TokenCount

    /// Replays only: what is not recorded is an error.
    public init(
        _ cassette: any SummaryCassette, of identity: String, inputLimit: TokenCount,
        hasher: any ContentHasher
    ) {
        self.cassette = cassette
        upstream = nil
        self.hasher = hasher
        self.identity = identity
        self.inputLimit = inputLimit
    }

    /// Replays, and asks and records what is missing.
    public init(
        _ cassette: any SummaryCassette, recording upstream: any Summarizer,
        hasher: any ContentHasher
    ) {
        self.cassette = cassette
        self.upstream = upstream
        self.hasher = hasher
        identity = upstream.identity
        inputLimit = upstream.inputLimit
    }

    /// The recorded answer or error, or a new one; `notRecorded` if there is nobody to ask. An error that
    /// says nothing about the request is not recorded, and where one is, the request is asked again.
    public func summarize(_ request: SummaryRequest) async throws(SummarizerError) -> SummaryAnswer
    {
        let key = request.digest(for: identity, hasher)
        let recorded = cassette.answer(to: key)
        guard let upstream else {
            guard let recorded else { throw .notRecorded }
            return try recorded.get()
        }
        if let recorded, !recorded.isPassing { return try recorded.get() }
        let answer = await Self.ask(upstream, request)
        if !answer.isPassing { cassette.record(answer, to: request, by: identity, key: key) }
        return try answer.get()
    }

    private static func ask(
        _ upstream: any Summarizer, _ request: SummaryRequest
    ) async -> Result<SummaryAnswer, SummarizerError> {
        do throws(SummarizerError) {
            return .success(try await upstream.summarize(request))
        } catch {
            return .failure(error)
        }
    }
}

package import ContextModel

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

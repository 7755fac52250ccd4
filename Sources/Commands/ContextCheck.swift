import ContextModel
import ContextPipeline
import Corpus
import Files
import Settings
import TokenAccounting
import WireFormats

/// A few conversations of each corpus, shortened to half their size and held to the published rules of
/// all providers.
struct ContextCheck: CustomStringConvertible {
    /// How many conversations of each corpus are taken.
    static let conversations = 5

    private(set) var contexts = 0
    /// What a provider would refuse in a context, though not in its original.
    private(set) var refused: [String] = []

    /// Shortens the first conversations of each corpus, whole and chunk by chunk.
    init(corpora: String) async throws {
        let folder = try CorpusFolder(corpora)
        for name in folder.names {
            let corpus = try folder.load(name, keepingTranscripts: true)
            for transcript in corpus.transcripts.prefix(Self.conversations) {
                for management in ["full", "chunked"] {
                    try await check(transcript.conversation, management)
                }
            }
        }
    }

    private mutating func check(_ conversation: Conversation, _ management: String) async throws {
        var configuration = PipelineConfiguration.standard
        try configuration.apply([("management", management)])
        let window = try ContextWindow(
            configuration, counter: Counters.reference,
            dependencies: PipelineDependencies(hasher: SHA256Hasher(), clock: .real))
        let counted = await window.count(conversation)
        let half = max(counted.request.tokens.value / 2, 1)
        let context = await (try window.limited(to: half)).manage(
            counted, options: RequestOptions(format: conversation.format))
        contexts += 1
        for rule in WireRule.allCases {
            let breaches = rule.newViolations(
                in: context.processedMessages, against: conversation.messages)
            refused += breaches.map { "\(conversation.id), \(management): \($0)" }
        }
    }

    /// How many were made, and what would be refused.
    var description: String {
        let made = "\(contexts) shortened conversations: "
        guard let first = refused.first else {
            return made
                + "nothing that a provider refuses, by \(WireRule.allCases.count) sets of rules"
        }
        return made + "\(refused.count) breaches, first \(first); please report this"
    }
}

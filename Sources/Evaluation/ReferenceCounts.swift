internal import ContextModel
internal import ContextPipeline
internal import Corpus
internal import TokenAccounting

/// What the requests of a corpus cost by the exact reference, and what its texts do by class: made
/// once and shared by the cells, which it must not help to count faster.
struct ReferenceCounts: Sendable {
    /// For each conversation, the tokens of each request.
    let requests: [[Int]]
    /// What the reference counts with.
    let costs: MessageCosts
    /// For each conversation, its messages with their tokens.
    let recorded: [RecordedMessages]

    /// The size of a conversation: what its last request costs; 0 without requests.
    func finalSize(_ conversation: Int) -> Int { requests[conversation].last ?? 0 }

    /// Counts all requests with the image settings of a configuration.
    init(
        _ transcripts: [Transcript], counter: any TokenCounter, images: ImageSettings,
        hasher: any ContentHasher
    ) {
        var configuration = PipelineConfiguration.standard
        configuration.images = images
        costs = MessageCosts(counter: counter, images: images.imageRule)
        recorded = transcripts.map { [costs] transcript in
            RecordedMessages(transcript.conversation, costs, hasher)
        }
        requests = transcripts.map { transcript in
            var session = ContextSession(configuration: configuration, counter: counter)
            let conversation = transcript.conversation
            return transcript.requests.map { request in
                session.assess(
                    conversation.messages[..<request.messageCount], tools: conversation.tools
                ).cost.total.value
            }
        }
    }
}

/// How far an estimate is from the exact count of the texts of a corpus, by class of content.
struct EstimateErrors: Sendable {
    /// The exact tokens of a class.
    private(set) var tokens: [ContentClass: Int] = [:]
    /// The sum of |estimate − exact| over its texts.
    private(set) var errors: [ContentClass: Int] = [:]
    /// The exact tokens of each conversation.
    private(set) var tokensByConversation: [Int64] = []
    /// The errors of each conversation.
    private(set) var errorsByConversation: [Int64] = []

    /// Compares two counters on every text of every message.
    init(_ transcripts: [Transcript], estimate: any TokenCounter, exact: any TokenCounter) {
        for transcript in transcripts {
            var sums = (tokens: 0, errors: 0)
            for message in transcript.conversation.messages {
                for part in message.parts {
                    guard let kind = ContentClass(of: part, in: message.role) else { continue }
                    for text in part.texts {
                        let count = exact.count(text).value
                        let error = abs(estimate.count(text).value - count)
                        tokens[kind, default: 0] += count
                        errors[kind, default: 0] += error
                        sums.tokens += count
                        sums.errors += error
                    }
                }
            }
            tokensByConversation.append(Int64(sums.tokens))
            errorsByConversation.append(Int64(sums.errors))
        }
    }
}

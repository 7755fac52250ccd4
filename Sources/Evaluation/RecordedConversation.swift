internal import ContextModel
internal import Corpus
internal import StrictJSON
internal import TokenAccounting

/// A recorded conversation with what all its cells share: exact counts, numbers and digests of its
/// messages, and what its answers refer to.
struct RecordedConversation: Sendable {
    /// The conversation's name in results: unique within its corpus.
    let name: String
    /// The messages.
    let messages: [Message]
    /// The exact tokens of each.
    let tokens: [Int]
    /// The tokens of tool definitions and of the opening of the reply, in every request.
    let fixed: Int
    /// How many of the first messages are system messages.
    let system: Int
    /// The number of each message: the first place of an equal one.
    let numbers: [Int32]
    /// The digest of each message.
    let digests: [ContentDigest]
    /// How many messages each request sends.
    let requests: [Int]
    /// The tokens of the answer to each request: of the message behind it, 0 where there is none.
    let answers: [Int]
    /// Judges which references of the answers a context still shows.
    let scorer: ReferenceScorer

    private let places: [Message: Int32]
    /// The tokens up to the end of each message, `fixed` included.
    private let ends: [Int]

    /// A transcript counted by a rule.
    init(
        _ transcript: Transcript, name: String, _ costs: MessageCosts, _ hasher: any ContentHasher
    ) {
        self.name = name
        let conversation = transcript.conversation
        messages = conversation.messages
        let tokens = messages.map { costs.cost(of: $0).total.value }
        fixed = costs.cost(of: [], tools: conversation.tools).total.value
        system = messages.prefix { $0.role == .system }.count
        digests = messages.map { hasher.digest(of: $0) }
        var places: [Message: Int32] = [:]
        numbers = messages.enumerated().map { place, message in
            let number = places[message] ?? Int32(place)
            places[message] = number
            return number
        }
        self.places = places
        self.tokens = tokens
        var sum = fixed
        ends = tokens.map { own in
            sum += own
            return sum
        }
        let counts = transcript.requests.map(\.messageCount)
        requests = counts
        answers = counts.map { $0 < tokens.count ? tokens[$0] : 0 }
        scorer = ReferenceScorer(
            conversation.messages, numbers: numbers, tokens: tokens, requests: counts)
    }

    /// The exact tokens of a request as the recording makes it.
    func tokens(ofRequest request: Int) -> Int {
        requests[request] == 0 ? fixed : ends[requests[request] - 1]
    }

    /// The size of the conversation: what its last request costs; 0 without requests.
    var finalSize: Int { requests.isEmpty ? 0 : tokens(ofRequest: requests.count - 1) }

    /// The number of a message that may stand at one of some places; nil if it is not recorded.
    func number(of message: Message, at guesses: (Int, Int)) -> Int32? {
        if isAt(guesses.0, message) { return numbers[guesses.0] }
        if isAt(guesses.1, message) { return numbers[guesses.1] }
        return places[message]
    }

    private func isAt(_ place: Int, _ message: Message) -> Bool {
        messages.indices.contains(place) && messages[place] == message
    }
}

extension [Transcript] {
    /// The names of conversations in results: their ids in the recording; the file and the record's place in
    /// it, from 1 as everywhere, where a recording gives none, or gives it twice.
    var conversationNames: [String] {
        var uses: [String: Int] = [:]
        for transcript in self { uses[transcript.conversation.id, default: 0] += 1 }
        return map { transcript in
            let id = transcript.conversation.id
            let place = "\(transcript.source.path)#\(transcript.source.place)"
            if id.isEmpty { return place }
            return uses[id] == 1 ? id : "\(id) (\(place))"
        }
    }
}

/// The conversations of a corpus, counted exactly: made once for an encoding and an image rule, and shared
/// by the cells, which it must not help to count faster.
struct RecordedCorpus: Sendable {
    /// What counted them.
    let costs: MessageCosts
    /// The conversations, in the order of the corpus.
    let conversations: [RecordedConversation]

    /// Counts all conversations.
    init(_ transcripts: [Transcript], _ costs: MessageCosts, _ hasher: any ContentHasher) {
        self.costs = costs
        conversations = zip(transcripts, transcripts.conversationNames).map { transcript, name in
            RecordedConversation(transcript, name: name, costs, hasher)
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

internal import ContextModel
internal import StrictJSON
internal import TokenAccounting

/// A request as it was sent: its messages by number, so that requests are compared by numbers.
struct SentRequest {
    /// Equal messages have equal numbers, within a conversation.
    var numbers: [Int32]
    /// The tokens up to the end of each message, those of tool definitions before the first.
    var ends: [Int]
    /// The tokens of the tool definitions.
    var tools: Int
    /// How many messages of the recording it follows.
    var count: Int
    /// Tokens that a model read and wrote for it.
    var summarizer: Int
    /// When it was made, on the clock of ages.
    var time: Duration

    /// The tokens of all of it.
    var total: Int { ends.last ?? tools }
}

/// The messages of a recording with what is known of them: made once, and shared by the cells.
struct RecordedMessages: Sendable {
    /// The messages.
    let messages: [Message]
    /// The tokens of each.
    let tokens: [Int]
    /// The tokens of the tool definitions.
    let tools: Int
    /// The number of each: the first place of an equal one.
    let numbers: [Int32]
    /// The digest of each.
    let digests: [ContentDigest]
    private let places: [Message: Int32]

    /// The messages of a conversation, counted by a rule.
    init(_ conversation: Conversation, _ costs: MessageCosts, _ hasher: any ContentHasher) {
        messages = conversation.messages
        tokens = messages.map { costs.cost(of: $0).total.value }
        tools = costs.cost(ofTools: conversation.tools).total.value
        digests = messages.map { hasher.digest(of: $0) }
        var places: [Message: Int32] = [:]
        numbers = messages.enumerated().map { place, message in
            let number = places[message] ?? Int32(place)
            places[message] = number
            return number
        }
        self.places = places
    }

    /// The number of a message that may stand at one of some places; nil if it is none of these.
    func number(of message: Message, at guesses: (Int, Int)) -> Int32? {
        if isAt(guesses.0, message) { return numbers[guesses.0] }
        if isAt(guesses.1, message) { return numbers[guesses.1] }
        return places[message]
    }

    private func isAt(_ place: Int, _ message: Message) -> Bool {
        messages.indices.contains(place) && messages[place] == message
    }
}

/// The messages of one conversation's requests: each is counted and hashed once.
struct SentMessages {
    private let recorded: RecordedMessages
    private let costs: MessageCosts
    /// What digests are made with.
    let hasher: any ContentHasher
    private var others: [Message: Int32] = [:]
    private var tokens: [Int] = []
    private var digests: [ContentDigest] = []
    private var last: ArraySlice<Message> = []
    private var numbers: [Int32] = []
    private var ends: [Int] = []

    /// Nothing sent yet.
    init(_ recorded: RecordedMessages, _ costs: MessageCosts, _ hasher: any ContentHasher) {
        self.recorded = recorded
        self.costs = costs
        self.hasher = hasher
    }

    /// A request of these messages, which follows the first `count` messages of the recording.
    mutating func request(
        _ messages: ArraySlice<Message>, after count: Int, summarizer: Int, at time: Duration
    ) -> SentRequest {
        let same = Self.common(last, messages)
        numbers.removeSubrange(same...)
        ends.removeSubrange(same...)
        for index in messages.indices.dropFirst(same) {
            let place = index - messages.startIndex
            // What was shortened has its beginning and its end where the recording has them.
            let number = number(
                of: messages[index], at: (place, count - messages.count + place))
            numbers.append(number)
            let other = Int(number) - recorded.tokens.count
            let own = other < 0 ? recorded.tokens[Int(number)] : tokens[other]
            ends.append((ends.last ?? recorded.tools) + own)
        }
        last = messages
        return SentRequest(
            numbers: numbers, ends: ends, tools: recorded.tools, count: count,
            summarizer: summarizer, time: time)
    }

    /// The digests of a request's messages.
    func digests(of request: SentRequest) -> [ContentDigest] {
        let (known, others) = (recorded.digests, digests)
        return request.numbers.map { number in
            let other = Int(number) - known.count
            return other < 0 ? known[Int(number)] : others[other]
        }
    }

    private mutating func number(of message: Message, at places: (Int, Int)) -> Int32 {
        if let known = recorded.number(of: message, at: places) ?? others[message] { return known }
        let number = Int32(recorded.messages.count + tokens.count)
        others[message] = number
        tokens.append(costs.cost(of: message).total.value)
        digests.append(hasher.digest(of: message))
        return number
    }

    /// How many messages two requests begin with in common.
    private static func common(_ left: ArraySlice<Message>, _ right: ArraySlice<Message>) -> Int {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                let most = min(left.count, right.count)
                if left.baseAddress == right.baseAddress { return most }
                var count = 0
                while count < most, left[count] == right[count] { count += 1 }
                return count
            }
        }
    }
}

extension Collection<Int32> {
    /// How many numbers this and another begin with in common.
    func commonCount(with other: some Collection<Int32>) -> Int {
        zip(self, other).prefix { $0 == $1 }.count
    }
}

internal import ContextModel
internal import Pricing
internal import TokenAccounting

/// Numbers for the messages of one conversation's requests, so that each message is counted, hashed and
/// scanned once: equal messages have equal numbers, a recorded message that of its first place.
struct MessageNumbers {
    /// The recording.
    let recorded: RecordedConversation
    private let costs: MessageCosts
    private let hasher: any ContentHasher
    private var others: [Message: Int32] = [:]
    private var tokens: [Int] = []
    private var digests: [ContentDigest] = []
    private var made: [ReferenceScorer.Made] = []

    /// The numbers of a recording's messages.
    init(_ recorded: RecordedConversation, _ costs: MessageCosts, _ hasher: any ContentHasher) {
        self.recorded = recorded
        self.costs = costs
        self.hasher = hasher
    }

    /// The number of a message that may stand at one of some places of the recording.
    mutating func number(of message: Message, at places: (Int, Int)) -> Int32 {
        if let known = recorded.number(of: message, at: places) ?? others[message] { return known }
        let number = Int32(recorded.messages.count + tokens.count)
        others[message] = number
        tokens.append(costs.cost(of: message).total.value)
        digests.append(hasher.digest(of: message))
        made.append(recorded.scorer.scan(message))
        return number
    }

    /// The messages that are not recorded, in the order of their numbers. O(n log n).
    var otherMessages: [Message] { others.sorted { $0.value < $1.value }.map(\.key) }

    /// The exact tokens of a message.
    func tokens(of number: Int32) -> Int {
        let other = Int(number) - recorded.tokens.count
        return other < 0 ? recorded.tokens[Int(number)] : tokens[other]
    }

    /// The digest of a message.
    func digest(of number: Int32) -> ContentDigest {
        let other = Int(number) - recorded.digests.count
        return other < 0 ? recorded.digests[Int(number)] : digests[other]
    }

    /// The digest of any bytes, by the same hasher.
    func hash(_ bytes: [UInt8]) -> ContentDigest { hasher.digest(bytes) }

    /// What a message that a stage made shows.
    func made(_ number: Int32) -> ReferenceScorer.Made {
        made[Int(number) - recorded.messages.count]
    }
}

/// The message lists of requests that follow each other, by number. A list costs its new messages only.
struct NumberedRequests {
    /// The numbers of the last list.
    private(set) var numbers: [Int32] = []
    /// The tokens up to the end of each message of it, what is in every request included.
    private(set) var ends: [Int] = []
    private var last: ArraySlice<Message> = []

    /// Takes the messages of the next request, which follows the first `count` messages of the recording.
    mutating func take(
        _ messages: ArraySlice<Message>, after count: Int, _ table: inout MessageNumbers
    ) {
        let same = commonCount(last, messages)
        numbers.removeSubrange(same...)
        ends.removeSubrange(same...)
        for index in messages.indices.dropFirst(same) {
            let place = index - messages.startIndex
            // What was shortened has its beginning and its end where the recording has them.
            let number = table.number(
                of: messages[index], at: (place, count - messages.count + place))
            numbers.append(number)
            ends.append((ends.last ?? table.recorded.fixed) + table.tokens(of: number))
        }
        last = messages
    }

    /// The tokens of the last list.
    func total(_ recorded: RecordedConversation) -> Int { ends.last ?? recorded.fixed }

    /// The last list as the provider's cache sees it.
    func prompt(_ recorded: RecordedConversation, at time: Duration) -> Prompt {
        let system = zip(numbers, recorded.numbers.prefix(recorded.system))
            .prefix { $0 == $1 }.count
        return Prompt(
            numbers: numbers, ends: ends, fixed: recorded.fixed, system: system, time: time)
    }

    /// Whether the last list is the first `count` messages of the recording.
    func isRecorded(_ recorded: RecordedConversation, upTo count: Int) -> Bool {
        numbers.count == count && numbers.elementsEqual(recorded.numbers[..<count])
    }
}

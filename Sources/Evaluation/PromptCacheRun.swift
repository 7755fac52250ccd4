internal import ContextModel
internal import Pricing
internal import StrictJSON
internal import TokenAccounting

/// What the requests of a conversation would cost at a provider that keeps their beginnings: the one of
/// the request before is found again as far as the messages are the same, and so rewriting what was sent
/// is charged for.
///
/// A beginning counts in whole messages, cut to the provider's step; one shorter than its minimum is not
/// kept, and none is found after the provider's lifetime on the virtual clock. Tool definitions stand
/// before the messages. Where no lifetime is published, five minutes are assumed.
struct PromptCacheRun {
    private let price: ModelPrice
    private let costs: MessageCosts
    private let tools: Int
    private let recorded: RecordedMessages
    private var kept: Kept?
    /// The tokens of messages that are not recorded ones, or not at their places.
    private var known: [Message: Int] = [:]
    /// How the tokens of all requests are charged with the provider's cache.
    private(set) var cached = TokenUsage()
    /// How they are without.
    private(set) var plain = TokenUsage()

    /// The request before, with the tokens up to the end of each message.
    private struct Kept {
        var messages: [Message]
        var ends: [Int]
        var time: Duration
    }

    /// The messages of the recording, which most requests consist of, and their tokens.
    struct RecordedMessages {
        let messages: [Message]
        let tokens: [Int]
    }

    static let assumedLifetime = 300

    init(
        _ price: ModelPrice, _ costs: MessageCosts, tools: [JSONValue],
        recorded: RecordedMessages
    ) {
        self.price = price
        self.costs = costs
        self.tools = costs.cost(ofTools: tools).total.value
        self.recorded = recorded
    }

    /// Adds a request, as it is sent, that follows the first `count` messages of the recording; answers
    /// are the same in every way, and left out.
    mutating func add(
        _ messages: ArraySlice<Message>, after count: Int, summarizer: Int, at time: Duration
    ) {
        let same = commonMessages(messages, at: time)
        var ends = Array(kept?.ends.prefix(same) ?? [])
        for (place, message) in messages.enumerated().dropFirst(same) {
            // What was shortened has its beginning and its end where the recording has them.
            let places = [place, count - messages.count + place]
            ends.append((ends.last ?? tools) + tokens(of: message, places: places))
        }
        let total = ends.last ?? tools
        let read = found(upTo: same == 0 ? 0 : ends[same - 1])
        let isKept = total >= (price.minimumPrefix ?? 0)
        cached += TokenUsage(
            input: TokenCount(isKept ? summarizer : total - read + summarizer),
            cacheWrite: TokenCount(isKept ? total - read : 0), cacheRead: TokenCount(read))
        plain += TokenUsage(input: TokenCount(total + summarizer))
        kept = Kept(messages: Array(messages), ends: ends, time: time)
    }

    /// How many messages are the same as in the request before, if that is still kept.
    private func commonMessages(_ messages: ArraySlice<Message>, at time: Duration) -> Int {
        guard let kept, isAlive(since: kept.time, at: time) else { return 0 }
        return zip(kept.messages, messages).prefix { $0 == $1 }.count
    }

    private func isAlive(since last: Duration, at time: Duration) -> Bool {
        time - last <= .seconds(price.lifetimeSeconds ?? Self.assumedLifetime)
    }

    /// What is found of a beginning of so many tokens.
    private func found(upTo tokens: Int) -> Int {
        guard price.cacheRead != nil, tokens >= (price.minimumPrefix ?? 0) else { return 0 }
        let step = max(price.prefixStep ?? 1, 1)
        return tokens / step * step
    }

    private mutating func tokens(of message: Message, places: [Int]) -> Int {
        for place in places
        where recorded.messages.indices.contains(place) && recorded.messages[place] == message {
            return recorded.tokens[place]
        }
        if let tokens = known[message] { return tokens }
        let tokens = costs.cost(of: message).total.value
        known[message] = tokens
        return tokens
    }
}

/// What requests cost, summed up.
struct PromptCostTally {
    private var cached = TokenUsage()
    private var plain = TokenUsage()
    private let price: ModelPrice

    init(_ price: ModelPrice) { self.price = price }

    mutating func add(_ run: PromptCacheRun?) {
        guard let run else { return }
        cached += run.cached
        plain += run.plain
    }

    var measurements: [Measurement] {
        [
            Measurement(.costPlain, .integer(Int64(price.cost(of: plain).nanodollars))),
            Measurement(.costCached, .integer(Int64(price.cost(of: cached).nanodollars))),
            Measurement(.promptCacheRead, .integer(Int64(cached.cacheRead.value))),
        ]
    }
}

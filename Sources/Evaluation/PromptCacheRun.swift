internal import ContextModel
internal import Pricing

/// What the requests of a conversation would cost at a provider that keeps their beginnings: the one of
/// the request before is found again as far as the messages are the same, and so rewriting what was sent
/// is charged for. Answers are the same in every way, and left out.
struct PromptCacheRun {
    private let charge: PromptCharge
    private var kept: SentRequest?
    private var schedule: CacheSchedule
    /// How the tokens of all requests are charged with the provider's cache.
    private(set) var cached = TokenUsage()
    /// How they are without.
    private(set) var plain = TokenUsage()

    /// Nothing charged yet.
    ///
    /// - Parameters:
    ///   - charge: how the provider charges.
    ///   - room: the most tokens that a request may have.
    ///   - recorded: the messages of the recording.
    init(_ charge: PromptCharge, room: Int, recorded: RecordedMessages) {
        self.charge = charge
        schedule = CacheSchedule(charge, room: room, recorded: recorded)
    }

    /// Adds the next request.
    mutating func add(_ request: SentRequest) {
        var before = 0
        if let kept, charge.isAlive(from: kept.time, to: request.time) {
            let same = kept.numbers.commonCount(with: request.numbers)
            before = same == 0 ? 0 : request.ends[same - 1]
        }
        cached += charge.usage(
            total: request.total, before: before, summarizer: request.summarizer)
        plain += TokenUsage(input: TokenCount(request.total + request.summarizer))
        schedule.add(request)
        kept = request
    }

    /// The cost of the best schedule in hindsight, in nano-dollars.
    var best: Int64 { schedule.best }
}

/// What requests cost, summed up.
struct PromptCostTally {
    private var cached = TokenUsage()
    private var plain = TokenUsage()
    private var best: Int64 = 0
    private let price: ModelPrice

    init(_ price: ModelPrice) { self.price = price }

    mutating func add(_ run: PromptCacheRun?) {
        guard let run else { return }
        cached += run.cached
        plain += run.plain
        best += run.best
    }

    var measurements: [Measurement] {
        [
            Measurement(.costPlain, .integer(Int64(price.cost(of: plain).nanodollars))),
            Measurement(.costCached, .integer(Int64(price.cost(of: cached).nanodollars))),
            Measurement(.costBest, .integer(best)),
            Measurement(.promptCacheRead, .integer(Int64(cached.cacheRead.value))),
        ]
    }
}

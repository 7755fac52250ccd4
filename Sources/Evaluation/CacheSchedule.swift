internal import ContextModel
internal import Pricing

/// The cheapest times, in hindsight, to take over what was made of a conversation: what remains of its
/// cost cannot be blamed on when it was rewritten.
///
/// A schedule goes on with what it sent last, and the recording's new messages behind it, as long as that
/// fits; or it takes over what was really sent. A rewrite begins a *lineage* of requests that only append;
/// a schedule is in one at a time, and pays for all summaries made until it takes over the next. What
/// really happened is one of the schedules, so the best one never costs more. O(requests · rewrites),
/// times the messages that two requests have in common.
struct CacheSchedule {
    private let charge: PromptCharge
    private let room: Int
    private let recorded: RecordedMessages
    /// Nano-dollars for a million tokens, so that nothing is rounded before the end.
    private let rates: Rates
    /// The lineages that a schedule may still be in; the last is the one that really goes on.
    private var lineages: [Lineage] = []
    private var time = Duration.zero
    /// Tokens that the summaries made so far took.
    private var summarizer = 0

    /// A rewrite, and what a schedule that is in its lineage has sent last and paid.
    private struct Lineage {
        /// What it began with.
        var first: SentRequest
        /// The tokens that it would send now.
        var total: Int
        /// How many messages of the recording it has taken up.
        var count: Int
        /// Of all tokens for summaries, those up to the last request that really was of it.
        var summarizer: Int
        /// The least that a schedule in it has paid.
        var cost: Int128
    }

    private struct Rates {
        let input: Int128
        let write: Int128
        let read: Int128

        init(_ price: ModelPrice) {
            let million = TokenCount(1_000_000)
            func rate(_ usage: TokenUsage) -> Int128 { Int128(price.cost(of: usage).nanodollars) }
            input = rate(TokenUsage(input: million))
            write = rate(TokenUsage(cacheWrite: million))
            read = rate(TokenUsage(cacheRead: million))
        }

        func cost(_ usage: TokenUsage) -> Int128 {
            Int128(usage.input.value) * input + Int128(usage.cacheWrite.value) * write
                + Int128(usage.cacheRead.value) * read
        }
    }

    /// No request yet.
    init(_ charge: PromptCharge, room: Int, recorded: RecordedMessages) {
        self.charge = charge
        self.room = room
        self.recorded = recorded
        rates = Rates(charge.price)
    }

    /// The cost of the best schedule, in nano-dollars.
    var best: Int64 {
        let least = lineages.map(\.cost).min() ?? 0
        return Int64((least + 500_000) / 1_000_000)
    }

    /// Adds the next request, as it was really sent.
    mutating func add(_ request: SentRequest) {
        let isAlive = !lineages.isEmpty && charge.isAlive(from: time, to: request.time)
        time = request.time
        summarizer += request.summarizer
        guard let current = lineages.indices.last else {
            let cost = cost(request.total, before: 0, summarizer: request.summarizer)
            return lineages.append(lineage(request, cost))
        }
        // The lineage that really goes on, and whether this request only appends to it.
        let isAppended = appends(request, to: lineages[current])
        let entry = lineages.indices.dropLast(isAppended ? 1 : 0).map { index in
            let before = isAlive ? common(lineages[index], request) : 0
            return lineages[index].cost
                + cost(
                    request.total, before: before,
                    summarizer: summarizer - lineages[index].summarizer)
        }.min()
        for index in lineages.indices {
            goOn(index, to: request, isAlive, isReal: isAppended && index == current)
        }
        if isAppended {
            lineages[current].summarizer = summarizer
            if let entry { lineages[current].cost = min(lineages[current].cost, entry) }
        } else if let entry {
            lineages.append(lineage(request, entry))
        }
        let last = lineages.indices.last
        lineages = lineages.enumerated()
            .filter { $0.offset == last || $0.element.total <= room }.map(\.element)
    }

    /// Sends what a lineage has, and what the recording has new.
    private mutating func goOn(
        _ index: Int, to request: SentRequest, _ isAlive: Bool, isReal: Bool
    ) {
        let before = isAlive ? lineages[index].total : 0
        let new = recorded.tokens[lineages[index].count..<request.count].reduce(0, +)
        lineages[index].total += new
        lineages[index].count = request.count
        lineages[index].cost += cost(
            lineages[index].total, before: before, summarizer: isReal ? request.summarizer : 0)
    }

    private func lineage(_ request: SentRequest, _ cost: Int128) -> Lineage {
        Lineage(
            first: request, total: request.total, count: request.count, summarizer: summarizer,
            cost: cost)
    }

    private func cost(_ total: Int, before: Int, summarizer: Int) -> Int128 {
        rates.cost(charge.usage(total: total, before: before, summarizer: summarizer))
    }

    /// Whether a request is what a lineage had, and the recording's messages since.
    private func appends(_ request: SentRequest, to lineage: Lineage) -> Bool {
        let first = lineage.first
        return request.numbers.count == first.numbers.count + request.count - first.count
            && same(lineage, upTo: request.count, request) == request.numbers.count
    }

    /// The tokens that a request begins with in common with what a lineage has sent last.
    private func common(_ lineage: Lineage, _ request: SentRequest) -> Int {
        let same = same(lineage, upTo: lineage.count, request)
        return same == 0 ? 0 : request.ends[same - 1]
    }

    /// The messages that a request begins with in common with a lineage that has taken up the recording
    /// to a place.
    private func same(_ lineage: Lineage, upTo count: Int, _ request: SentRequest) -> Int {
        let first = lineage.first
        let same = first.numbers.commonCount(with: request.numbers)
        guard same == first.numbers.count else { return same }
        return same
            + recorded.numbers[first.count..<count]
            .commonCount(with: request.numbers.dropFirst(same))
    }
}

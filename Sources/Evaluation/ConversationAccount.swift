internal import ContextModel
internal import ContextPipeline
internal import Pricing
internal import Summarization
internal import TokenAccounting
internal import WireFormats

/// How the requests of a cell are judged and charged.
struct AccountTerms {
    /// The limit, in tokens, and how many of them are kept free for the answer.
    let limit: Int
    let reserve: Int
    /// What prompts and answers cost.
    let schedule: PriceSchedule
    /// What the calls of the summariser cost; nil where they cost nothing.
    let summarizer: ModelPrice?
    /// What the same calls would cost at the summarising tier's model.
    let tier: ModelPrice
    /// The seed of the naive method that keeps random messages.
    let seed: UInt64
    /// Whether counts of the cell's own counter are exact.
    let isExact: Bool
    /// Whether what the policy makes of the recording is kept, for other cells.
    let keepsContexts: Bool

    /// The most tokens that a prompt may have.
    var room: Int { limit - reserve }
}

/// A request that was made, and what the policy's steps make of the recording at the same place.
struct MadeRequest {
    /// What the session made of it.
    let outcome: ContextOutcome
    /// What a session sends that is given the whole recording; nil where that is the same.
    let fromRecording: ArraySlice<Message>?
    /// The request's place in the recording.
    let index: Int
    /// When it was made, on the clock of ages.
    let time: Duration
}

/// Turns the requests of a conversation into its exact record. None of this is part of what is timed.
struct ConversationAccount {
    /// What is known so far, but for money.
    private(set) var result: ConversationResult
    /// What became of the references of the last request's answer.
    private(set) var verdict = ReferenceVerdict()
    /// A line a request: equal lines stand for equal outcomes.
    private(set) var lines: [String] = []
    /// What was kept beside two naive methods, on a sample of requests.
    private(set) var naive = NaiveComparison()
    /// The share of facts of the recording that contexts show, on the same sample.
    private(set) var preservations: [Share] = []
    /// What the references were, by class and age.
    var references: ReferenceTally { session.tally }
    /// What all requests cost so far, and what fetching would cost besides, in nano-dollars.
    var bills: (bill: Int64, refetch: Int64) {
        (Int64(money.bill.nanodollars), Int64(money.refetch.nanodollars))
    }
    /// What the last request sent, by number, and the tokens up to the end of each message.
    var lastSent: (numbers: [Int32], ends: [Int]) { (sends.numbers, sends.ends) }
    /// What the policy's steps make of the recording at each request, if that is kept.
    var contextsFromRecording: RecordedContexts {
        RecordedContexts(
            recorded: recorded.messages, others: table.otherMessages, requests: fromRecording)
    }

    private let terms: AccountTerms
    private let rule: WireRule
    private let sample: Set<Int>
    private var table: MessageNumbers
    private var requests = NumberedRequests()
    private var contexts = NumberedRequests()
    private var sends = NumberedRequests()
    private var alternatives = NumberedRequests()
    private var fromRecording: [[Int32]] = []
    private var cache: PromptCache
    private var hindsight: HindsightSchedule
    private var session: ReferenceScorer.Session
    private var money = Sums()

    /// Exact sums, rounded once at the end.
    private struct Sums {
        var bill = Money.zero
        var uncached = Money.zero
        var answers = Money.zero
        var refetch = Money.zero
        var tier = Money.zero
    }

    /// An account without requests.
    init(
        _ table: MessageNumbers, format: WireFormat, _ terms: AccountTerms
    ) {
        let recorded = table.recorded
        self.table = table
        self.terms = terms
        rule = WireRule(format)
        result = ConversationResult(name: recorded.name)
        result.counts = [.tokensIn: 0, .tokensExact: 0]
        sample = NaiveComparison.sample(of: recorded.requests.count)
        cache = PromptCache(terms.schedule)
        hindsight = HindsightSchedule(
            terms.schedule, room: terms.room,
            recorded: .init(
                numbers: recorded.numbers, tokens: recorded.tokens, fixed: recorded.fixed))
        session = recorded.scorer.session()
    }

    private var recorded: RecordedConversation { table.recorded }

    /// Takes down the next request.
    mutating func add(_ request: MadeRequest) {
        let count = recorded.requests[request.index]
        let outcome = request.outcome
        contexts.take(outcome.context, after: count, &table)
        if outcome.compression == nil {
            sends = contexts
        } else {
            sends.take(outcome.sent, after: count, &table)
        }
        countRequest(request)
        charge(request)
        judgeReferences(request)
        judgeWire(request)
        lines.append(line(request))
    }

    /// The record, with all that is said of the conversation.
    func finished() -> ConversationResult {
        var result = result
        (result.bill, result.refetchBill) = bills
        result.billUncached = Int64(money.uncached.nanodollars)
        result.billHindsight = min(Int64(hindsight.least.nanodollars), result.bill)
        result.answers = Int64(money.answers.nanodollars)
        result.counts[.summarizerPriced] = Int64(money.tier.nanodollars)
        result.counts[.preservationSum] = Int64(preservations.reduce(0) { $0 + $1.millionths })
        result.counts[.preservationJudged] = Int64(preservations.count)
        for (label, count) in naive.needed > 0 ? naive.parts : [] {
            result.parts[MetricPart(.referencesNaive, label)] = Int64(count)
        }
        return result
    }
}

// MARK: - Requests and tokens

extension ConversationAccount {
    private mutating func countRequest(_ request: MadeRequest) {
        let outcome = request.outcome
        let sent = sends.total(recorded)
        result.requests += 1
        result.changed += outcome.isSentChanged ? 1 : 0
        result.recorded += recorded.tokens(ofRequest: request.index)
        result.sent += sent
        result.notFitting += sent > terms.room ? 1 : 0
        result.summarizer += outcome.trace.reduce(0) { $0 + $1.summarizerTokens.value }
        countEstimate(request)
    }

    /// What the cell's own counter says of the request that was made, beside what it really costs.
    private mutating func countEstimate(_ request: MadeRequest) {
        let outcome = request.outcome
        var exact = outcome.originalTokens.value
        if !terms.isExact {
            requests.take(outcome.original, after: recorded.requests[request.index], &table)
            exact = requests.total(recorded)
        }
        add(.tokensIn, outcome.originalTokens.value)
        add(.tokensExact, exact)
        // An exact counter is right by definition: zeros would only look like a finding.
        guard !terms.isExact else { return }
        let isOver = exact > terms.room
        let isBelievedOver = outcome.risk.level == .overflow
        add(.missedOverflows, isOver && !isBelievedOver ? 1 : 0)
        add(.falseOverflows, !isOver && isBelievedOver ? 1 : 0)
    }

    private mutating func add(_ metric: Metric, _ value: Int) {
        result.counts[metric, default: 0] += Int64(value)
    }
}

// MARK: - Bill

extension ConversationAccount {
    private mutating func charge(_ request: MadeRequest) {
        let prompt = sends.prompt(recorded, at: request.time)
        let usage = cache.send(prompt)
        result.uncached += usage.uncached
        result.cacheRead += usage.read
        result.cacheWritten += usage.written
        let summaries = summaries(of: request.outcome, at: terms.summarizer)
        let paid = terms.schedule.cost(of: usage) + summaries
        money.bill += paid
        money.uncached +=
            terms.schedule.cost(of: PromptUsage(uncached: prompt.total)) + summaries
        money.answers += terms.schedule.output(
            recorded.answers[request.index], prompt: prompt.total)
        money.tier += self.summaries(of: request.outcome, at: terms.tier)
        hindsight.add(
            count: recorded.requests[request.index], at: request.time, paid: paid,
            contexts: candidates(request, prompt, summaries))
    }

    /// What a schedule in hindsight may send: what was sent, and what the policy's steps make of the
    /// recording at this request.
    private mutating func candidates(
        _ request: MadeRequest, _ prompt: Prompt, _ summaries: Money
    ) -> [HindsightSchedule.Context] {
        let sent = HindsightSchedule.Context(prompt, summarizer: summaries)
        guard let other = request.fromRecording else {
            if terms.keepsContexts { fromRecording.append(sends.numbers) }
            return [sent]
        }
        alternatives.take(other, after: recorded.requests[request.index], &table)
        if terms.keepsContexts { fromRecording.append(alternatives.numbers) }
        // Only embedded summaries are made for contexts that nobody sends, and those cost nothing.
        return [sent, .init(alternatives.prompt(recorded, at: request.time))]
    }

    /// What the calls for a request's summaries cost.
    private func summaries(of outcome: ContextOutcome, at price: ModelPrice?) -> Money {
        guard let price else { return .zero }
        return outcome.trace.reduce(Money.zero) { sum, step in
            sum + price.cost(of: TokenUsage(input: step.callsInput, output: step.callsOutput))
        }
    }
}

// MARK: - What the agent loses

extension ConversationAccount {
    private mutating func judgeReferences(_ request: MadeRequest) {
        let total = sends.total(recorded)
        let table = table
        let verdict = session.judge(
            request: request.index, context: contexts.numbers, promptTokens: total,
            made: { table.made($0) })
        result.referencesNeeded += verdict.needed
        result.referencesVisible += verdict.visible
        result.referencesRecoverable += verdict.recoverable
        result.unfetchable += verdict.unfetchable
        self.verdict = verdict
        for fetch in verdict.fetches {
            result.recalls += fetch.kind == .recall ? 1 : 0
            result.refetches += fetch.kind == .refetch ? 1 : 0
            result.refetchTokens += fetch.messageTokens
            money.refetch += price(of: fetch)
        }
        compare(request, verdict)
    }

    /// One more request: the prompt in force is found in the cache, the message is new behind it.
    private func price(of fetch: Fetch) -> Money {
        terms.schedule.cost(
            of: terms.schedule.usage(
                of: fetch.prefixTokens + fetch.messageTokens, cached: fetch.prefixTokens))
    }

    /// Compares with naive methods and with the recording, where the context is not the recording's.
    private mutating func compare(_ request: MadeRequest, _ verdict: ReferenceVerdict) {
        let count = recorded.requests[request.index]
        guard sample.contains(request.index), !contexts.isRecorded(recorded, upTo: count) else {
            return
        }
        naive.add(
            recorded, request: request.index, size: contexts.total(recorded) - recorded.fixed,
            verdict, seed: terms.seed)
        let facts = FactSet(of: recorded.messages[..<count])
        preservations.append(
            facts.weight == 0
                ? .all : facts.share(seenIn: FactSet(of: request.outcome.context)))
    }

    /// Whether a provider would refuse what was sent, though not the recorded request.
    private mutating func judgeWire(_ request: MadeRequest) {
        let count = recorded.requests[request.index]
        guard !sends.isRecorded(recorded, upTo: count) else { return }
        let violations = rule.newViolations(
            in: Array(request.outcome.sent), against: Array(recorded.messages[..<count]))
        result.rejected += violations.isEmpty ? 0 : 1
    }

    /// Everything about the outcome in a line.
    private func line(_ request: MadeRequest) -> String {
        let outcome = request.outcome
        let line = "\(outcome.originalTokens) \(outcome.risk.level.rawValue)"
        guard outcome.isSentChanged || !outcome.trace.isEmpty else { return line }
        var bytes = CanonicalBytes()
        bytes.add(sends.numbers.count)
        for number in sends.numbers { bytes.add(table.digest(of: number)) }
        for step in outcome.trace {
            bytes.add(step.stage)
            bytes.add(step.reason)
        }
        let digest = table.hash(bytes.bytes).hexadecimal
        return line + " \(outcome.cost.total) \(outcome.action.rawValue) \(digest)"
    }
}

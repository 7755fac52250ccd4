internal import Caching
internal import Compression
internal import ContextModel
internal import ContextPipeline
internal import Corpus
internal import TokenAccounting
internal import Tokenization

/// Replays a cell: every request of every conversation of a corpus, through one session each.
struct Trial {
    let cell: Cell
    let replay: Replay
    let transcripts: [Transcript]
    let instruments: Instruments
    let counter: any TokenCounter
    let reference: ReferenceCounts

    /// What happened, summed up.
    private(set) var tally = TrialTally()
    /// What each conversation adds to the sums of exact metrics: what they are compared by.
    private(set) var conversations = ConversationShares()
    private var memo: CountMemo?
    /// What all requests cost.
    private(set) var prices: PromptCostTally
    private let tools: PipelineTools
    /// A conversation that is not compressed yet; nil where nothing is to be compressed.
    private let compression: CompressionRun?
    /// The time on the clock of ages at which the next conversation begins: they follow each other.
    private var age = Duration.zero

    init(
        _ cell: Cell, replay: Replay, transcripts: [Transcript], instruments: Instruments,
        counter: any TokenCounter, reference: ReferenceCounts
    ) throws(TrialError) {
        self.cell = cell
        self.replay = replay
        self.transcripts = transcripts
        self.instruments = instruments
        self.counter = counter
        self.reference = reference
        memo = replay.configuration.countCache.memo
        prices = PromptCostTally(replay.price)
        tools = PipelineTools(
            hasher: instruments.hasher,
            summarizer: try instruments.summarizer(replay.configuration, seed: cell.seed),
            clock: instruments.clock)
        compression = try CompressionRun(replay.configuration.compression, counter)
    }

    /// Replays everything.
    mutating func run() async {
        let memory = ContextMemory(replay.configuration)
        for index in transcripts.indices {
            let limit = replay.limit(finalSize: reference.finalSize(index))
            let wall = instruments.wall()
            let cpu = instruments.cpu()
            let answers = await answers(to: transcripts[index], limit: limit, memory)
            burn(since: cpu)
            tally.cpu += Int64(instruments.cpu() - cpu)
            tally.wall += Int64(instruments.wall() - wall)
            tally.add(answers, exact: reference.requests[index], limit: limit, replay)
            if let counters = memo?.counters { tally.cache = counters }
            conversations.add(sums)
            tally.losses.add(
                answers.views, of: transcripts[index], costs: reference.messages[index],
                by: reference.costs,
                seed: cell.seed)
        }
        tally.memory = memory.statistics(at: age)
    }

    /// The tokens that were saved net so far, less what a self-test keeps back.
    var savedNet: Int {
        let net = tally.tokens - tally.stages.tokensOut - tally.stages.summarizerTokens
        return net - Int((Double(net) * instruments.planted.loss).rounded())
    }

    /// Burns the CPU time that a self-test plants.
    private func burn(since start: UInt64) {
        guard instruments.planted.slowdown > 0 else { return }
        let now = instruments.cpu()
        let end = now + UInt64(Double(now - start) * instruments.planted.slowdown)
        while instruments.cpu() < end {}
    }

    /// Replays one conversation. What is not the pipeline's work is kept out of here.
    private mutating func answers(
        to transcript: Transcript, limit: Int, _ memory: ContextMemory
    ) async -> TrialAnswers {
        var configuration = replay.configuration
        configuration.contextLimit = limit
        var session = ContextSession(
            configuration: configuration, counter: counter, tools: tools, memory: memory)
        var clock = VirtualClock(gap: replay.gap)
        var history = History(transcript.conversation.messages, mode: cell.mode)
        var answers = TrialAnswers(capacity: transcript.requests.count)
        var terms = RequestTerms()
        terms.format = transcript.conversation.format
        var compression = compression
        var prompts = PromptCacheRun(
            replay.price, reference.costs, tools: transcript.conversation.tools)
        for request in transcript.requests {
            let messages = history.request(request.messageCount)
            let now = age + clock.advance(recorded: transcript.timestamp(of: request))
            let start = instruments.wall()
            let outcome = await session.process(
                messages, tools: transcript.conversation.tools, terms: terms, at: now, memo: &memo)
            let time = Int64(instruments.wall() - start)
            answers.add(outcome, at: request.messageCount, nanoseconds: time, instruments.hasher)
            history.keep(outcome)
            compression?.add(outcome.messages, instruments.wall)
            let summarizer = outcome.ledger.reduce(0) { $0 + $1.summarizerTokens.value }
            prompts.add(outcome.messages, summarizer: summarizer, at: now)
        }
        prices.add(prompts)
        answers.compression = compression?.tally
        answers.span = clock.now
        age += clock.now + replay.gap
        return answers
    }
}

extension Transcript {
    /// When a request was made: the time of the message that answered it, else of the last it sent.
    fileprivate func timestamp(of request: RequestPoint) -> Int64? {
        guard !timestamps.isEmpty else { return nil }
        let answer =
            request.messageCount < timestamps.count ? timestamps[request.messageCount] : nil
        return answer ?? (request.messageCount > 0 ? timestamps[request.messageCount - 1] : nil)
    }
}

/// What a client sends: the whole transcript so far each time, or what it was left with and what is
/// new since.
private struct History {
    private let messages: [Message]
    private let mode: ReplayMode
    /// What the client keeps, once the pipeline has changed anything; until then it is the transcript.
    private var kept: [Message]?
    private var seen = 0

    init(_ messages: [Message], mode: ReplayMode) {
        self.messages = messages
        self.mode = mode
    }

    /// The messages of the request that follows the first `count` messages of the transcript.
    mutating func request(_ count: Int) -> ArraySlice<Message> {
        let new = messages[seen..<max(seen, count)]
        seen = max(seen, count)
        guard mode == .stateful, kept != nil else { return messages[..<count] }
        kept?.append(contentsOf: new)
        return kept?[...] ?? []
    }

    /// Takes over what the pipeline made of the request, if it changed anything.
    mutating func keep(_ outcome: ContextOutcome) {
        if mode == .stateful, outcome.isChanged { kept = Array(outcome.messages) }
    }
}

internal import ContextModel
internal import ContextPipeline
internal import Corpus
internal import TokenAccounting

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
    /// What all requests cost.
    private(set) var prices: PromptCostTally
    private let tools: PipelineTools
    /// When requests are made, in an open loop.
    private let schedule: ArrivalSchedule?
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
        prices = PromptCostTally(replay.price)
        var tools = PipelineTools(
            hasher: instruments.hasher,
            summarizer: try instruments.summarizer(replay.configuration, seed: cell.seed),
            clock: instruments.clock)
        tools.stopwatch = { [wall = instruments.wall] in .nanoseconds(Int64(clamping: wall())) }
        self.tools = tools
        schedule = try instruments.schedule(replay.arrivals, seed: cell.seed)
    }

    /// Replays everything.
    mutating func run() async throws(TrialError) {
        let memory = ContextMemory(replay.configuration)
        let disturbance = instruments.watch()
        if let schedule {
            try await runOpen(schedule, memory)
        } else {
            try await runClosed(memory)
        }
        tally.disturbance = disturbance()
        tally.memory = memory.statistics(at: age)
    }

    /// Replays the conversations one after the other.
    private mutating func runClosed(_ memory: ContextMemory) async throws(TrialError) {
        for index in transcripts.indices {
            let watch = Stopwatch(instruments)
            var conversation = await answered(try conversation(index, memory))
            conversation.effort = try watch.stop()
            if let counters = memory.counts?.counters { tally.cache = counters }
            add(conversation, of: index)
        }
    }

    /// Replays the conversations among each other, at the times of a schedule.
    private mutating func runOpen(
        _ schedule: ArrivalSchedule, _ memory: ContextMemory
    ) async throws(TrialError) {
        var schedule = schedule
        var open = try transcripts.indices.map { (index) throws(TrialError) in
            try conversation(index, memory)
        }
        var spans: [ClosedRange<Duration>?] = open.map { _ in nil }
        var dealer = RequestDealer(conversations: open.count)
        while let index = dealer.next({ open[$0].request == nil }) {
            let now = schedule.next()
            let watch = Stopwatch(instruments)
            let service = await open[index].makeRequest(at: now, instruments)
            open[index].effort += try watch.stop()
            let settling = instruments.cpu()
            open[index].settle()
            tally.bookkeeping += Int64(instruments.cpu() - settling)
            tally.queue.add(at: now, service: service)
            spans[index] = (spans[index]?.lowerBound ?? now)...now
            age = now
        }
        if let counters = memory.counts?.counters { tally.cache = counters }
        for (index, conversation) in open.enumerated() {
            var conversation = conversation
            conversation.span = spans[index].map { $0.upperBound - $0.lowerBound } ?? .zero
            add(conversation, of: index)
        }
    }

    /// Adds what came of a conversation. That is no part of its time.
    private mutating func add(_ conversation: ConversationReplay, of index: Int) {
        tally.effort += conversation.effort
        let start = instruments.cpu()
        let answers = conversation.finished()
        tally.add(
            answers, exact: reference.requests[index], limit: conversation.limit, replay)
        prices.add(answers.prompts)
        conversations.add(sums)
        let scoring = instruments.cpu()
        tally.bookkeeping += Int64(scoring - start)
        defer { tally.scoring += Int64(instruments.cpu() - scoring) }
        tally.add(preservations: answers.views.map { $0.outcome.preservation() ?? 1_000_000 })
        tally.losses.add(
            answers.views, of: transcripts[index], costs: reference.recorded[index].tokens,
            seed: cell.seed)
    }

    /// The tokens that were saved net so far, less what a self-test keeps back.
    var savedNet: Int {
        let net = tally.tokens - tally.stages.tokensOut - tally.stages.summarizerTokens
        return net - Int((Double(net) * instruments.planted.loss).rounded())
    }

    /// A conversation of which nothing has been replayed yet.
    private func conversation(
        _ index: Int, _ memory: ContextMemory
    ) throws(TrialError) -> ConversationReplay {
        let limit = replay.limit(finalSize: reference.finalSize(index))
        var configuration = replay.configuration
        configuration.contextLimit = limit
        let session: ContextSession
        do {
            session = try ContextSession(
                configuration: configuration, counter: counter, tools: tools, memory: memory)
        } catch {
            throw TrialError(error.description)
        }
        return ConversationReplay(
            transcripts[index], limit: limit, mode: cell.mode, session: session,
            compression: configuration.compression.mode == .off ? nil : CompressionTally(),
            prompts: PromptCacheRun(
                PromptCharge(price: replay.price),
                room: limit - replay.configuration.reservedOutput,
                recorded: reference.recorded[index]),
            sent: SentMessages(
                reference.recorded[index], reference.costs, instruments.hasher))
    }

    /// Replays one conversation to its end, at the times of its recording.
    private mutating func answered(
        _ conversation: ConversationReplay
    ) async -> ConversationReplay {
        var conversation = conversation
        var clock = VirtualClock(gap: replay.gap)
        while conversation.request != nil {
            let now = age + clock.advance(recorded: conversation.recordedTime)
            _ = await conversation.makeRequest(at: now, instruments)
        }
        age += clock.now + replay.gap
        conversation.span = clock.now
        return conversation
    }
}

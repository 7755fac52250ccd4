internal import Caching
internal import ContextModel
internal import ContextPipeline
internal import Corpus
internal import Settings
internal import TokenAccounting

/// Replays a cell: every request of every conversation of a corpus, through one session each.
struct Trial {
    let cell: Cell
    let replay: Replay
    let transcripts: [Transcript]
    let instruments: Instruments
    let counter: any TokenCounter
    let recorded: RecordedCorpus

    /// What happened, summed up.
    private(set) var tally = TrialTally()
    /// What each conversation did, in the order of the corpus.
    private(set) var conversations: [ConversationResult] = []
    /// What the policy's steps make of each recording, for the bill in hindsight; none where nobody asks
    /// for it, or another cell has made it.
    private(set) var contexts: [RecordedContexts] = []
    /// What another cell has made of them.
    private let known: [RecordedContexts]?
    /// Whether contexts are taken down.
    private let keepsContexts: Bool
    private let tools: PipelineTools
    /// What sessions remember together.
    private let memory: ContextMemory
    /// The same of the sessions that are given the whole recording; nil where there are none.
    private let alternativeMemory: ContextMemory?
    /// When requests are made, in an open loop.
    private let schedule: ArrivalSchedule?
    /// The time on the clock of ages at which the next conversation begins: they follow each other.
    private var age = Duration.zero

    /// A trial of a cell that nothing was replayed of. Throws `TrialError` for settings that cannot be
    /// replayed.
    init(
        _ cell: Cell, replay: Replay, transcripts: [Transcript], instruments: Instruments,
        counter: any TokenCounter, recorded: RecordedCorpus, known: [RecordedContexts]?,
        executor: (any TaskExecutor)?
    ) throws(TrialError) {
        self.cell = cell
        self.replay = replay
        self.transcripts = transcripts
        self.instruments = instruments
        self.counter = counter
        self.recorded = recorded
        self.known = known
        var tools = PipelineTools(
            hasher: instruments.hasher,
            summarizer: try instruments.summarizer(replay.configuration, seed: cell.seed),
            clock: instruments.clock)
        tools.executor = executor
        self.tools = tools
        memory = ContextMemory(replay.configuration)
        // A model would be asked, and paid, for contexts that nobody sends.
        keepsContexts =
            known == nil && tools.summarizer == nil && replay.configuration.management != .off
        alternativeMemory =
            keepsContexts && cell.mode == .stateful ? ContextMemory(replay.configuration) : nil
        schedule = try instruments.schedule(replay.arrivals, seed: cell.seed)
    }

    /// Replays everything.
    mutating func run() async throws(TrialError) {
        let disturbance = instruments.watch()
        if let schedule {
            try await runOpen(schedule)
        } else {
            try await runClosed()
        }
        tally.disturbance = disturbance()
        tally.memory = memory.statistics(at: age)
    }

    /// Replays the conversations one after the other.
    private mutating func runClosed() async throws(TrialError) {
        for index in transcripts.indices {
            let conversation = try conversation(index)
            let watch = Stopwatch(instruments)
            var answered = await answered(conversation)
            answered.effort = try watch.stop()
            await add(answered, of: index)
        }
    }

    /// Replays the conversations among each other, at the times of a schedule.
    private mutating func runOpen(_ schedule: ArrivalSchedule) async throws(TrialError) {
        var schedule = schedule
        var open: [ConversationReplay] = []
        for index in transcripts.indices { open.append(try conversation(index)) }
        var spans: [ClosedRange<Duration>?] = open.map { _ in nil }
        var dealer = RequestDealer(conversations: open.count)
        while let index = dealer.next({ open[$0].request == nil }) {
            let now = schedule.next()
            let watch = Stopwatch(instruments)
            let service = await open[index].makeRequest(at: now, instruments)
            open[index].effort += try watch.stop()
            let start = instruments.cpu()
            await open[index].takeDown()
            tally.bookkeeping += Int64(instruments.cpu() - start)
            tally.queue.add(at: now, service: service)
            spans[index] = (spans[index]?.lowerBound ?? now)...now
            age = now
        }
        for (index, conversation) in open.enumerated() {
            var conversation = conversation
            conversation.span = spans[index].map { $0.upperBound - $0.lowerBound } ?? .zero
            await add(conversation, of: index)
        }
    }

    /// Adds what came of a conversation. That is no part of its time.
    private mutating func add(_ conversation: ConversationReplay, of index: Int) async {
        let start = instruments.cpu()
        var conversation = conversation
        await conversation.takeDown()
        tally.add(conversation.effort)
        tally.add(conversation.tally, span: conversation.span)
        tally.add(conversation.account)
        conversations.append(planted(result(of: conversation)))
        if keepsContexts { contexts.append(conversation.account.contextsFromRecording) }
        tally.bookkeeping += Int64(instruments.cpu() - start)
    }

    /// The record of a conversation that was replayed.
    func result(of conversation: ConversationReplay) -> ConversationResult {
        var result = conversation.account.finished()
        result.counts.merge(conversation.tally.counts) { _, own in own }
        result.parts = conversation.tally.parts
        return result
    }

    /// The record with what a self-test plants: references that are lost though they are visible.
    private func planted(_ result: ConversationResult) -> ConversationResult {
        guard instruments.planted.loss > 0 else { return result }
        var result = result
        let loss = Int((Double(result.referencesVisible) * instruments.planted.loss).rounded())
        result.referencesVisible -= loss
        return result
    }

    /// A conversation of which nothing has been replayed yet.
    func conversation(_ index: Int) throws(TrialError) -> ConversationReplay {
        let recorded = recorded.conversations[index]
        let limit = replay.limit(finalSize: recorded.finalSize)
        var configuration = replay.configuration
        configuration.contextLimit = limit
        let account = ConversationAccount(
            MessageNumbers(recorded, self.recorded.costs, instruments.hasher),
            format: transcripts[index].conversation.format,
            AccountTerms(
                limit: limit, reserve: configuration.reservedOutput, schedule: replay.schedule,
                summarizer: tools.summarizer == nil ? nil : replay.summarizerPrice,
                tier: replay.summarizerPrice, seed: cell.seed, isExact: counter.isExact,
                keepsContexts: keepsContexts))
        do {
            return ConversationReplay(
                transcripts[index], mode: cell.mode,
                session: try session(configuration, memory),
                alternative: try alternative(index, configuration), account: account)
        } catch {
            throw TrialError("\(error)")
        }
    }

    private func alternative(
        _ index: Int, _ configuration: PipelineConfiguration
    ) throws(SettingError) -> ConversationReplay.Alternative {
        guard cell.mode == .stateful else { return .none }
        if let known { return .known(known[index]) }
        guard let alternativeMemory else { return .none }
        return .session(try session(configuration, alternativeMemory))
    }

    private func session(
        _ configuration: PipelineConfiguration, _ memory: ContextMemory
    ) throws(SettingError) -> ContextSession {
        try ContextSession(
            configuration: configuration, counter: counter, tools: tools, memory: memory)
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

internal import Caching
internal import ContextModel
internal import ContextPipeline
internal import Corpus
internal import Settings
internal import TokenAccounting

/// Replays a cell: every request of every conversation of a corpus, through one session each.
struct Trial {
    let cell: Cell
    let settings: CellConfiguration
    let transcripts: [Transcript]
    let environment: MeasurementEnvironment
    let counter: any TokenCounter
    let recorded: RecordedCorpus

    /// What a trial replays, and what is known of it before.
    struct Material {
        /// The conversations of the corpus.
        let transcripts: [Transcript]
        /// The same counted exactly.
        let recorded: RecordedCorpus
        /// What another cell's policy has made of the recordings; nil if nothing is known.
        let contexts: [RecordedContexts]?
    }

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
    private let dependencies: PipelineDependencies
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
        _ cell: Cell, settings: CellConfiguration, of material: Material,
        in environment: MeasurementEnvironment, counter: any TokenCounter
    ) throws(TrialError) {
        self.cell = cell
        self.settings = settings
        transcripts = material.transcripts
        self.environment = environment
        self.counter = counter
        recorded = material.recorded
        known = material.contexts
        var dependencies = PipelineDependencies(
            hasher: environment.hasher,
            summarizer: try environment.summarizer(settings.pipeline, seed: cell.seed),
            clock: environment.clock)
        dependencies.executor = environment.executor
        self.dependencies = dependencies
        memory = ContextMemory(settings.pipeline)
        // A model would be asked, and paid, for contexts that nobody sends.
        keepsContexts =
            material.contexts == nil && dependencies.summarizer == nil
            && settings.pipeline.management != .off
        alternativeMemory =
            keepsContexts && cell.mode == .stateful ? ContextMemory(settings.pipeline) : nil
        schedule = try environment.schedule(settings.arrivals, seed: cell.seed)
    }

    /// Replays everything.
    mutating func run() async throws(TrialError) {
        let noise = environment.watch()
        if let schedule {
            try await runOpen(schedule)
        } else {
            try await runClosed()
        }
        tally.noise = noise()
        tally.memory = memory.statistics(at: age)
    }

    /// Replays the conversations one after the other.
    private mutating func runClosed() async throws(TrialError) {
        for index in transcripts.indices {
            let conversation = try conversation(index)
            let watch = Stopwatch(environment)
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
        var turns = RoundRobin(conversations: open.count)
        while let index = turns.next({ open[$0].request == nil }) {
            let now = schedule.next()
            let watch = Stopwatch(environment)
            let service = await open[index].makeRequest(at: now, environment)
            open[index].effort += try watch.stop()
            let start = environment.cpu()
            await open[index].takeDown()
            tally.bookkeeping += Int64(environment.cpu() - start)
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
        let start = environment.cpu()
        var conversation = conversation
        await conversation.takeDown()
        tally.add(conversation.effort)
        tally.add(conversation.tally, span: conversation.span)
        tally.add(conversation.account)
        conversations.append(withInjectedLoss(result(of: conversation)))
        if keepsContexts { contexts.append(conversation.account.contextsFromRecording) }
        tally.bookkeeping += Int64(environment.cpu() - start)
    }

    /// The record of a conversation that was replayed.
    func result(of conversation: ConversationReplay) -> ConversationResult {
        var result = conversation.account.finished()
        result.counts.merge(conversation.tally.counts) { _, own in own }
        result.parts.merge(conversation.tally.parts) { _, own in own }
        return result
    }

    /// The record with a self-test's injected loss: visible references counted as lost.
    private func withInjectedLoss(_ result: ConversationResult) -> ConversationResult {
        guard environment.injected.loss > 0 else { return result }
        var result = result
        let loss = Int((Double(result.referencesVisible) * environment.injected.loss).rounded())
        result.referencesVisible -= loss
        return result
    }

    /// A conversation before its first request.
    func conversation(_ index: Int) throws(TrialError) -> ConversationReplay {
        let recorded = recorded.conversations[index]
        let limit = limit(of: index)
        var configuration = settings.pipeline
        configuration.contextLimit = limit
        let account = ConversationAccount(
            MessageNumbers(recorded, self.recorded.costs, environment.hasher),
            format: transcripts[index].conversation.format,
            AccountTerms(
                limit: limit, reserve: configuration.reservedOutput, schedule: settings.schedule,
                summarizer: dependencies.summarizer == nil ? nil : settings.summarizerPrice,
                tier: settings.summarizerPrice, seed: cell.seed, isExact: counter.isExact,
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

    /// The limit that holds for a conversation, in tokens.
    func limit(of index: Int) -> Int {
        settings.limit(
            finalSize: recorded.conversations[index].finalSize,
            hasPictures: transcripts[index].conversation.hasPictures)
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
            configuration: configuration, counter: counter, dependencies: dependencies,
            memory: memory)
    }

    /// Replays one conversation to its end, at the times of its recording.
    private mutating func answered(
        _ conversation: ConversationReplay
    ) async -> ConversationReplay {
        var conversation = conversation
        var clock = VirtualClock(gap: settings.gap)
        while conversation.request != nil {
            let now = age + clock.advance(recorded: conversation.recordedTime)
            _ = await conversation.makeRequest(at: now, environment)
        }
        age += clock.now + settings.gap
        conversation.span = clock.now
        return conversation
    }
}

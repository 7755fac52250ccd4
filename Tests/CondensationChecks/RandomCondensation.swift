package import ContextModel
internal import ContextPipeline
package import Settings
internal import Stages
internal import Statistics
internal import Summarization
internal import TestSupport
internal import TokenAccounting
internal import WireFormats

/// One condensation of a random history under random settings, held to what must be true of all.
package struct RandomCondensation: Sendable {
    /// The history.
    package var messages: [Message]
    /// The settings.
    package let configuration: PipelineConfiguration
    /// The format it is sent in.
    package let format: WireFormat
    /// The seed of faults; nil for the embedded extract.
    package let faults: UInt64?
    /// Positions that stay as they are.
    package let pinned: Set<Int>
    /// Whether it is done a second time, to see that the outcome is the same.
    private let isRepeated: Bool
    /// Whether it is done after each of its messages, too, by a client that keeps its contexts.
    private let growsStepwise: Bool

    /// The condensation of a seed, managed by a policy drawn from the seed or given, by a client
    /// that keeps its contexts or not.
    package init(seed: UInt64, management: Management? = nil, growsStepwise: Bool? = nil) {
        var random = SeededGenerator(seed: seed, name: "condensation")
        format = random.choose(WireFormat.allCases)
        var generator = HistoryGenerator(seed: random.next(), format: format, legal: true)
        messages = generator.next()
        var configuration = PipelineConfiguration.standard
        let drawn: Management = random.choose([.full, .chunked, .compaction])
        configuration.management = management ?? drawn
        configuration.condensation.strategy = random.choose(CondensationStrategy.allCases)
        configuration.chunks.strategy = random.choose(CondensationStrategy.allCases)
        configuration.chunks.chunker = random.choose(ChunkSettings.Chunker.allCases)
        configuration.chunks.size = random.next(in: 1...9)
        configuration.chunks.maximumTokens = random.next(in: 20...2_000)
        configuration.chunks.overlap = random.next(below: configuration.chunks.size)
        configuration.condensation.keptMessages = random.next(in: 0...4)
        configuration.condensation.minimumMessages = random.next(in: 1...4)
        configuration.condensation.maximumMessages = random.next(in: 4...12)
        configuration.condensation.preservesFlow = random.next(below: 2) == 0
        configuration.compaction = Self.compaction(&random)
        let costs = MessageCosts(counter: WordTestCounter())
        let size = costs.cost(of: messages).total.value
        configuration.contextLimit = max(size * random.next(in: 5...130) / 100, 1)
        configuration.reservedOutput = random.next(below: 4) == 0 ? random.next(in: 0...50) : 0
        self.configuration = configuration
        isRepeated = random.next(below: 8) == 0
        faults = random.next(below: 3) == 0 ? random.next() : nil
        pinned =
            random.next(below: 4) == 0 && !messages.isEmpty
            ? [random.next(below: messages.count)] : []
        let isDrawn = random.next(below: 4) == 0
        self.growsStepwise = growsStepwise ?? isDrawn
    }

    private static func compaction(_ random: inout SeededGenerator) -> CompactionSettings {
        var settings = CompactionSettings()
        settings.tier = random.choose(ModelTier.allCases)
        settings.policy.threshold = Share(millionths: random.next(in: 1...10) * 100_000)
        settings.policy.keepRecent = random.choose([0, 1, 3, 10, 20])
        settings.policy.outputTokens = random.choose([8, 40, 1_024])
        settings.policy.isAdaptive = random.next(below: 4) == 0
        settings.policy.critical = random.next(below: 4) == 0 ? ["error", "42"] : []
        settings.policy.parts = random.next(in: 1...3)
        return settings
    }

    /// What is wrong with it, in words; empty if all is well.
    package func failures() async -> [String] {
        do throws(SettingError) { return try await found() } catch { return ["refused: \(error)"] }
    }

    private func found() async throws(SettingError) -> [String] {
        var session = try session()
        let once = await outcome(of: messages, pinned: pinned, in: &session)
        var failures = invariants(once)
        failures += try await failuresAsItGrows()
        if pinned.isEmpty {
            let twice = await outcome(of: Array(once.context), pinned: [], in: &session)
            if Array(twice.context) != Array(once.context) {
                failures.append(
                    "condensing twice differs: \(once.action) then \(twice.action), "
                        + "\(once.cost.total) then \(twice.cost.total) tokens")
            }
        }
        guard isRepeated else { return failures }
        var other = try self.session()
        let again = await outcome(of: messages, pinned: pinned, in: &other)
        if Array(again.context) != Array(once.context) || again.trace != once.trace {
            failures.append("the same request has another outcome")
        }
        return failures
    }

    /// What is wrong where the client keeps its contexts: it makes a request after every message, and
    /// what it keeps must never be refused for more than its messages are.
    private func failuresAsItGrows() async throws(SettingError) -> [String] {
        guard growsStepwise else { return [] }
        var session = try session()
        var kept: [Message] = []
        for (index, message) in messages.enumerated() {
            kept.append(message)
            let outcome = await outcome(of: kept, pinned: [], in: &session)
            kept = Array(outcome.context)
            let seen = Array(messages[...index])
            let breaches = WireRule(format).newViolations(in: kept, against: seen)
            guard breaches.isEmpty else {
                return ["invalid after message \(index): \(breaches.map(\.description))"]
            }
            if let turn = draft(seen).lastUserTurn, !kept.contains(seen[turn]) {
                return ["the user's last turn is gone after message \(index)"]
            }
        }
        return []
    }

    private func outcome(
        of messages: [Message], pinned: Set<Int>, in session: inout ContextSession
    ) async -> ContextOutcome {
        var options = RequestOptions(format: format)
        options.pinned = pinned
        return await session.process(messages, options: options)
    }

    private func session() throws(SettingError) -> ContextSession {
        let counter = WordTestCounter()
        let summarizer = faults.map { seed in
            FaultySummarizer(
                ExtractiveSummarizer(counter: counter), seed: seed)
        }
        return try ContextSession(
            configuration: configuration, counter: counter,
            dependencies: PipelineDependencies(hasher: PlainTestHasher(), summarizer: summarizer))
    }

    private func invariants(_ outcome: ContextOutcome) -> [String] {
        var failures: [String] = []
        func check(_ holds: Bool, _ text: @autoclosure () -> String) {
            if !holds { failures.append(text()) }
        }
        let context = Array(outcome.context)
        check(Array(outcome.sent) == context, "without compression another context is sent")
        let breaches = WireRule(format).newViolations(in: context, against: messages)
        check(breaches.isEmpty, "invalid: \(breaches.map(\.description))")
        check(
            context.filter { $0.role == .system } == messages.filter { $0.role == .system },
            "system messages changed")
        if let turn = lastUserTurn { check(context.contains(turn), "the user's last turn is gone") }
        for index in pinned { check(context.contains(messages[index]), "a pinned message is gone") }
        let recount = MessageCosts(counter: WordTestCounter()).cost(of: context).total
        check(recount == outcome.cost.total, "cost \(outcome.cost.total), recounted \(recount)")
        var tokens = outcome.originalTokens
        for entry in outcome.trace {
            check(entry.before == tokens, "the trace does not chain at \(entry.stage)")
            check(
                entry.before == entry.after || entry.isCommitted,
                "\(entry.stage) changed tokens and no message")
            tokens = entry.after
        }
        check(tokens == outcome.cost.total, "the trace ends at \(tokens)")
        check(
            outcome.isChanged ? recount < outcome.originalTokens : context == messages,
            "nothing gained, but changed")
        let room = configuration.limit() - configuration.reservedOutput
        check(
            recount.value <= room || outcome.action == .insufficient && outcome.overflow != nil,
            "\(recount) tokens of \(room), and not said: \(outcome.action)")
        return failures
    }

    private var lastUserTurn: Message? {
        draft(messages).lastUserTurn.map { messages[$0] }
    }

    /// The smallest history that still fails, and how.
    package func shrunk() async -> (messages: [Message], failures: [String]) {
        var smallest = self
        var isSmaller = true
        while isSmaller {
            isSmaller = false
            for candidate in smallest.smaller() where await !candidate.failures().isEmpty {
                smallest = candidate
                isSmaller = true
                break
            }
        }
        return (smallest.messages, await smallest.failures())
    }

    /// The condensation without one of its atoms.
    private func smaller() -> [RandomCondensation] {
        guard pinned.isEmpty else { return [] }
        return MessageAtoms(messages).ranges.compactMap { atom in
            var smaller = self
            smaller.messages.removeSubrange(atom)
            let isLegal = WireRule(format).violations(in: smaller.messages).isEmpty
            return isLegal ? smaller : nil
        }
    }
}

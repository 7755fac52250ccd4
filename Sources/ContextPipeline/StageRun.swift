import Settings
import ContextModel
import Stages
import Summarization

/// One request's course through the escalation steps: plans are fulfilled and applied, what gains
/// enough is committed.
struct StageRun {
    private(set) var draft: Draft
    private(set) var trace: [StageTrace] = []
    /// What was committed last.
    private(set) var action = ContextAction.monitorOnly
    private let escalation: Escalation
    private let provider: SummaryProvider
    private let goal: StageGoal
    /// The facts of the request's messages, once anybody asked for them.
    private var facts: [FactSet]?

    init(_ draft: Draft, _ escalation: Escalation, provider: SummaryProvider, goal: StageGoal) {
        self.draft = draft
        self.escalation = escalation
        self.provider = provider
        self.goal = goal
    }

    /// Takes one step after the other until the request fits.
    ///
    /// What a step makes is committed at once if its summaries are good enough and it keeps enough
    /// (`condensation.qualityThreshold`, `condensation.preservation`). If not, the next step tries; where
    /// none does better, what keeps most is committed, marked as below quality. The limit always wins:
    /// what still does not fit is truncated, whatever that costs.
    mutating func run(_ level: RiskLevel, chunks: ChunkedStage?) async {
        var held: [StepResult] = []
        for step in escalation.condensation(level, draft, chunks: chunks) {
            guard let result = await result(of: step) else {
                if draft.tokens <= step.target { break }
                continue
            }
            if let reason = refusal(of: result) {
                refuse(result, reason)
            } else if let shortcoming = shortcoming(of: result) {
                held.append(result.held(because: shortcoming))
            } else {
                for other in held { refuse(other, "gives way to a step that keeps more") }
                held = []
                commit(result)
                break
            }
        }
        commitBest(of: held)
        guard draft.tokens.value + escalation.reserve > escalation.limit else { return }
        if let result = await result(of: escalation.truncation) { commit(result) }
    }

    /// Commits what keeps most of what was held back; of equals the gentlest.
    private mutating func commitBest(of held: [StepResult]) {
        guard var best = held.first else { return }
        if held.count > 1 {
            var most = preservation(of: best.draft)
            for other in held.dropFirst() {
                let share = preservation(of: other.draft)
                if share > most { (best, most) = (other, share) }
            }
        }
        for other in held where other.step.action != best.step.action {
            refuse(other, "gives way to a step that keeps more")
        }
        commit(best)
    }

    /// What a step made of the draft.
    private struct StepResult {
        let step: Escalation.Step
        let draft: Draft
        var entries: [StageTrace]

        /// Whether the step's target is reached.
        var isReached: Bool { draft.tokens <= step.target }

        /// The result, marked as below quality.
        func held(because shortcoming: String) -> StepResult {
            var held = self
            held.entries[entries.count - 1].isBelowQuality = true
            held.entries[entries.count - 1].reason += "; below quality: \(shortcoming)"
            return held
        }
    }

    /// Tries a step; nil if none of its stages had anything to do.
    private func result(of step: Escalation.Step) async -> StepResult? {
        var candidate = draft
        var entries: [StageTrace] = []
        for stage in step.stages where candidate.tokens > step.target {
            let (next, entry) = await attempt(stage, on: candidate, target: step.target)
            candidate = next
            if let entry { entries.append(entry) }
        }
        return entries.isEmpty ? nil : StepResult(step: step, draft: candidate, entries: entries)
    }

    private mutating func refuse(_ result: StepResult, _ reason: String) {
        trace += result.entries.map { $0.refused("not committed: " + reason, at: draft.tokens) }
    }

    private mutating func commit(_ result: StepResult) {
        var result = result
        if !result.isReached {
            let missing = (result.draft.tokens - result.step.target).value
            result.entries[result.entries.count - 1].reason +=
                "; \(missing) tokens short of the target"
        }
        trace += result.entries
        draft = result.draft
        action = result.step.action
    }

    /// What is not good enough in a result: the mean quality of its summaries, or the share of the
    /// request's facts that can still be seen; nil if both are. The second is read only where the first
    /// passes, since it reads all messages.
    private mutating func shortcoming(of result: StepResult) -> String? {
        let settings = escalation.configuration.condensation
        if let mean = result.entries.meanQuality,
            mean < settings.qualityThreshold
        {
            return "summaries score \(mean), "
                + "less than \(settings.qualityThreshold)"
        }
        guard settings.preservation > .zero else { return nil }
        let kept = preservation(of: result.draft)
        guard kept < settings.preservation else { return nil }
        return "\(kept) of the facts can be seen, "
            + "less than \(settings.preservation)"
    }

    /// The share of the request's weighted facts that a candidate shows. Messages of the
    /// request are read once, whatever the number of candidates. O(bytes).
    private mutating func preservation(of candidate: Draft) -> Share {
        let originals = facts ?? draft.items.map { FactSet(of: $0.message) }
        facts = originals
        let visible = candidate.items.map { item in
            if case .original(let index) = item.source { return originals[index] }
            return FactSet(of: item.message)
        }
        return SummaryQuality.preservation(of: originals, in: visible)
    }

    /// How the chunks of the request stand.
    func standing(
        of stage: ChunkedStage, in conversation: String, _ scope: CacheScope,
        _ memory: ContextMemory, at now: Duration
    ) -> [ChunkStanding] {
        let stage = escalation.configured(stage, for: draft)
        return stage.chunks.map { chunk in
            let keys = stage.keys(of: chunk, in: draft, for: goal)
            let known = memory.standing(of: chunk, under: keys, in: conversation, scope, at: now)
            return ChunkStanding(
                chunk: chunk, state: known.state,
                strategy: known.record?.strategy ?? stage.style(of: chunk, in: draft).rawValue,
                record: known.record, createdAt: known.place?.createdAt,
                modifiedAt: known.place?.modifiedAt)
        }
    }

    /// Why what a step made is not committed; nil if it is.
    private func refusal(of result: StepResult) -> String? {
        if result.step.action == .condensationLight, !result.isReached {
            return "misses the target"
        }
        let (before, after) = (draft.tokens.value, result.draft.tokens.value)
        let room = escalation.limit - escalation.reserve
        if before > room, after <= room { return nil }
        return (before - after) * 10 < before ? "frees less than a tenth" : nil
    }

    /// A stage's rounds on a draft.
    private func attempt(
        _ stage: any Stage, on draft: Draft, target: TokenCount
    ) async -> (Draft, StageTrace?) {
        var stage = stage
        var goal = goal
        goal.target = target
        let start = provider.dependencies.stopwatch()
        var current = draft
        var entry: StageTrace?
        for _ in 0..<Self.mostRounds {
            guard let plan = stage.plan(current, for: goal), isPromising(plan, current) else {
                break
            }
            let summaries = await provider.answers(to: plan.requests)
            let next = stage.apply(plan, summaries, to: current, for: goal)
            var own =
                entry
                ?? StageTrace(
                    stage: stage.name, before: draft.tokens, after: draft.tokens,
                    reason: plan.reason)
            own.add(plan, summaries, provider)
            entry = own
            guard next.tokens < current.tokens else { break }
            current = next
            entry?.rewritten += plan.pieces.count { $0.isRewriting }
        }
        entry?.conclude(from: draft, to: current, time: provider.dependencies.stopwatch() - start)
        return (current, entry)
    }

    /// How often a stage may plan again on what it made.
    private static let mostRounds = 3

    /// Whether a plan that asks a summariser can free a tenth of the request, or make it fit.
    private func isPromising(_ plan: StagePlan, _ draft: Draft) -> Bool {
        guard !plan.requests.isEmpty else { return true }
        let freed = plan.requests.reduce(0) { $0 + ($1.sourceTokens - $1.request.budget).value }
        let room = escalation.limit - escalation.reserve
        if draft.tokens.value > room, draft.tokens.value - freed <= room { return true }
        return freed * 10 >= draft.tokens.value
    }
}

extension StageTrace {
    /// Adds what a plan asked and how it was answered.
    fileprivate mutating func add(
        _ plan: StagePlan, _ summaries: [Summary], _ provider: SummaryProvider
    ) {
        var qualities = 0
        for (planned, summary) in zip(plan.requests, summaries) {
            if summary.origin != .cached {
                callsInput += planned.sourceTokens + provider.counter.count(planned.request.focus)
                callsOutput += summary.tokens
            }
            switch summary.origin {
            case .uncached:
                requests.uncached += 1
                if provider.dependencies.summarizer != nil {
                    summarizerTokens += planned.sourceTokens + summary.tokens
                }
            case .cached: requests.cached += 1
            case .degraded(let why):
                requests.degraded += 1
                if !reason.contains(why) { reason += "; fallback: \(why)" }
                if provider.dependencies.summarizer != nil {
                    summarizerTokens += planned.sourceTokens
                }
            }
            qualities += summary.quality.millionths
            // What was found was judged when it was made.
            if summary.origin == .uncached, let share = SummaryCoherence.share(of: summary.text) {
                coherence.add(share)
            }
            if summary.quality < provider.settings.qualityThreshold {
                belowQuality += 1
            }
        }
        if !summaries.isEmpty { quality = Share(millionths: qualities / summaries.count) }
    }

    /// Fills in what became of the messages.
    fileprivate mutating func conclude(from before: Draft, to after: Draft, time: Duration) {
        // By what they say: a marker in the place of an earlier summary is one in and one out.
        var known = before.made
        added = after.made.count { message in
            guard let place = known.firstIndex(of: message) else { return true }
            known.remove(at: place)
            return false
        }
        removed = before.items.count + added - after.items.count
        self.after = after.tokens
        self.time = time
    }

    /// The entry of an attempt that was not committed.
    fileprivate func refused(_ why: String, at tokens: TokenCount) -> StageTrace {
        var entry = self
        entry.before = tokens
        entry.after = tokens
        (entry.removed, entry.added, entry.rewritten) = (0, 0, 0)
        entry.isBelowQuality = false
        entry.reason += "; " + why
        return entry
    }
}

extension Draft {
    /// The messages that stages have put in.
    fileprivate var made: [Message] {
        items.indices.compactMap { index in
            switch items[index].source {
            case .summary, .marker: items[index].message
            case .original, .rewritten: nil
            }
        }
    }
}

extension StagePlan.Piece {
    fileprivate var isRewriting: Bool { if case .rewrite = self { true } else { false } }
}

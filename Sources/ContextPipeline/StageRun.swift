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

    init(_ draft: Draft, _ escalation: Escalation, provider: SummaryProvider, goal: StageGoal) {
        self.draft = draft
        self.escalation = escalation
        self.provider = provider
        self.goal = goal
    }

    /// Takes one step after the other until the request fits.
    mutating func run(_ level: RiskLevel, chunks: ChunkedStage?) async {
        for step in escalation.condensation(level, draft, chunks: chunks) {
            if await take(step) { break }
        }
        guard draft.tokens.value + escalation.reserve > escalation.limit else { return }
        _ = await take(escalation.truncation)
    }

    /// Tries a step and commits what it makes if that is worthwhile; returns whether its target is
    /// reached.
    private mutating func take(_ step: Escalation.Step) async -> Bool {
        var candidate = draft
        var entries: [StageTrace] = []
        for stage in step.stages where candidate.tokens > step.target {
            let (next, entry) = await attempt(stage, on: candidate, target: step.target)
            candidate = next
            if let entry { entries.append(entry) }
        }
        guard !entries.isEmpty else { return draft.tokens <= step.target }
        let isReached = candidate.tokens <= step.target
        if let reason = refusal(of: candidate, step, isReached: isReached) {
            trace += entries.map { $0.refused(reason, at: draft.tokens) }
            return false
        }
        if !isReached {
            let missing = (candidate.tokens - step.target).value
            entries[entries.count - 1].reason += "; \(missing) tokens short of the target"
        }
        trace += entries
        draft = candidate
        action = step.action
        return isReached
    }

    /// Why what a step made is not committed; nil if it is.
    private func refusal(
        of candidate: Draft, _ step: Escalation.Step, isReached: Bool
    ) -> String? {
        if step.action == .emergencyTruncation { return nil }
        if step.action == .condensationLight, !isReached {
            return "not committed: misses the target"
        }
        let (before, after) = (draft.tokens.value, candidate.tokens.value)
        let room = escalation.limit - escalation.reserve
        if before > room, after <= room { return nil }
        return (before - after) * 10 < before ? "not committed: frees less than a tenth" : nil
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
            qualities += summary.qualityMillionths
            if summary.qualityMillionths < provider.settings.qualityThresholdMillionths {
                belowQuality += 1
            }
        }
        if !summaries.isEmpty { qualityMillionths = qualities / summaries.count }
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

public import ContextModel

/// Compacts a session: everything older than the recent messages becomes one summary (doc 004).
///
/// System messages, the user's last turn, the exchange in progress, what is pinned and what is critical
/// stay; a tool call stays with its results. Where a message that stays stands among old ones, there is
/// a summary on either side of it, so that the order is kept. The output tokens are shared among them.
///
/// What the stage keeps is the most that reaches the goal: as many recent messages as the policy says
/// and earlier summaries whole; then the same with earlier summaries condensed along with the rest (a
/// summary of summaries); then half as many recent messages, and so on down to the last exchange.
/// A value without memory: a context compacted once is planned again only if something new may go.
public struct CompactionStage: Stage {
    /// The stage's name in traces.
    public let name = Self.stageName
    /// The name of every such stage.
    public static let stageName = "compaction"
    /// Its settings.
    public let policy: CompactionPolicy

    /// A stage.
    public init(_ policy: CompactionPolicy = CompactionPolicy()) { self.policy = policy }

    /// Nil where the goal is met, or where nothing may go.
    public func plan(_ draft: Draft, for goal: StageGoal) -> StagePlan? {
        guard draft.tokens > goal.target, let choice = choice(sparing(draft), goal) else {
            return nil
        }
        let runs = zip(choice.runs, choice.parts).map { run, parts in
            (items: run, requests: parts.map { request(for: $0, choice, draft, goal) })
        }
        let count = choice.runs.reduce(0) { $0 + $1.count }
        let folded = choice.foldsSummaries ? ", earlier summaries among them" : ""
        return StagePlan(
            condensing: runs, of: draft,
            reason: "compacts \(count) messages\(folded); keeps the last \(choice.kept)")
    }

    /// The draft with critical messages pinned. O(bytes) where there are patterns, else O(1).
    private func sparing(_ draft: Draft) -> Draft {
        guard !policy.critical.isEmpty else { return draft }
        let patterns = policy.critical.map { Array($0.utf8.map(Self.lowercased)) }
        var items = draft.items
        for index in items.indices where !items[index].isPlaceholder {
            if items[index].message.contains(anyOf: patterns) { items[index].isPinned = true }
        }
        return Draft(items, fixed: draft.fixed)
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}

// MARK: - Choosing

extension CompactionStage {
    /// What goes into summaries, and how long they may be together.
    private struct Choice {
        /// Neighbouring items that become one summary.
        var runs: [Range<Int>]
        /// Each run in the parts that are asked for.
        var parts: [[Range<Int>]] = []
        /// What the runs cost.
        var size: Int
        /// The tokens of all summaries together.
        var budget: Int
        var kept: Int
        var foldsSummaries: Bool
    }

    /// What a summary's message costs beside its text, about.
    private static let wrapping = 16
    /// Below this share of what it stands for a summary says too little.
    private static let leastShare = Share(millionths: 30_000)

    /// The first choice that reaches the goal; else the one that leaves least.
    private func choice(_ draft: Draft, _ goal: StageGoal) -> Choice? {
        var best: (choice: Choice, rest: Int)?
        var kept = policy.keepRecent
        while true {
            let atoms = CondensableAtoms(draft, kept: kept)
            for foldsSummaries in [false, true] {
                guard
                    let choice = choice(
                        atoms, draft, goal, kept, foldsSummaries: foldsSummaries)
                else {
                    continue
                }
                let rest =
                    draft.tokens.value - choice.size + choice.budget
                    + Self.wrapping * choice.runs.count
                if rest <= goal.target.value { return complete(choice, atoms, draft) }
                if best.map({ rest < $0.rest }) ?? true { best = (choice, rest) }
            }
            guard kept > 0 else { break }
            kept /= 2
        }
        guard let best = best?.choice else { return nil }
        return complete(best, CondensableAtoms(draft, kept: best.kept), draft)
    }

    /// What would go if so many messages stay; nil if that is nothing new.
    private func choice(
        _ atoms: CondensableAtoms, _ draft: Draft, _ goal: StageGoal, _ kept: Int,
        foldsSummaries: Bool
    ) -> Choice? {
        let unsummarised = atoms.unsummarised
        guard !unsummarised.isEmpty, !foldsSummaries || unsummarised.count < atoms.open.count else {
            return nil
        }
        let chosen = foldsSummaries ? atoms.open : unsummarised
        let runs = atoms.runs(of: chosen).filter { run in
            // A run of placeholders alone would only lose.
            (run.contains { !draft.items[$0].isPlaceholder })
                && draft.tokens(of: run).value > 2 * Self.wrapping
        }
        guard !runs.isEmpty else { return nil }
        let size = runs.reduce(0) { $0 + draft.tokens(of: $1).value }
        let most = min(policy.outputTokens, policy.lengthRatio.of(size))
        let free =
            goal.target.value - (draft.tokens.value - size) - Self.wrapping * runs.count
        let least = min(Self.leastShare.of(size), most)
        return Choice(
            runs: runs, size: size, budget: min(max(free, least), most), kept: kept,
            foldsSummaries: foldsSummaries)
    }

}

// MARK: - Asking

extension CompactionStage {
    /// A choice with its runs divided: into as many parts as the policy wants, or as many as it takes
    /// that each can be read at once.
    private func complete(
        _ choice: Choice, _ atoms: CondensableAtoms, _ draft: Draft
    ) -> Choice {
        var choice = choice
        choice.parts = choice.runs.map { run in
            let size = draft.tokens(of: run).value
            let calls = (size + policy.inputTokens - 1) / policy.inputTokens
            let most = (size + max(calls, policy.parts) - 1) / max(calls, policy.parts)
            return parts(of: run, atoms, draft, most: most)
        }
        return choice
    }

    /// A run in parts of about `most` tokens, and of at most what can be read at once; atoms whole.
    private func parts(
        of run: Range<Int>, _ atoms: CondensableAtoms, _ draft: Draft, most: Int
    ) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var size = 0
        for atom in atoms.atoms where run.contains(atom.lowerBound) {
            let own = draft.tokens(of: atom).value
            if let last = parts.last, size < most, size + own <= policy.inputTokens {
                parts[parts.count - 1] = last.lowerBound..<atom.upperBound
                size += own
            } else {
                parts.append(atom)
                size = own
            }
        }
        return parts
    }

    private func request(
        for part: Range<Int>, _ choice: Choice, _ draft: Draft, _ goal: StageGoal
    ) -> PlannedRequest {
        let size = draft.tokens(of: part).value
        let budget = Int(Int128(choice.budget) * Int128(size) / Int128(max(choice.size, 1)))
        let request = SummaryRequest(
            draft.items[part].map(\.message), focus: policy.instruction,
            budget: TokenCount(max(budget, 8)),
            style: choice.foldsSummaries ? .progressive : .conversation)
        return PlannedRequest(
            request, key: request.digest(for: policy.cacheKeyPrefix, goal.hasher),
            sourceTokens: TokenCount(size))
    }
}

extension Message {
    /// Whether a text of it contains one of some patterns, both in small ASCII letters.
    fileprivate func contains(anyOf patterns: [[UInt8]]) -> Bool {
        parts.contains { $0.contains(anyOf: patterns) }
    }
}

extension ContentPart {
    fileprivate func contains(anyOf patterns: [[UInt8]]) -> Bool {
        switch self {
        case .text(let part), .reasoning(let part): part.text.contains(anyOf: patterns)
        case .toolResult(let result): result.content.contains { $0.contains(anyOf: patterns) }
        case .toolCall(let call): call.arguments.text.contains(anyOf: patterns)
        case .image, .opaque: false
        }
    }
}

extension String {
    fileprivate func contains(anyOf patterns: [[UInt8]]) -> Bool {
        let text = utf8.map(CompactionStage.lowercased)
        return patterns.contains { pattern in
            guard let first = pattern.first, pattern.count <= text.count else { return false }
            return text.indices.dropLast(pattern.count - 1).contains { index in
                text[index] == first && text[index...].starts(with: pattern)
            }
        }
    }
}

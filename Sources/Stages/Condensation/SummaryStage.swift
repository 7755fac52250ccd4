public import ContextModel

/// Condenses the old part of a request into summaries (doc 002: conversation summary, key points,
/// progressive summarisation).
///
/// The oldest atoms are condensed, no more than the goal needs: what is new stays word by word. Where
/// even all that may be touched are not enough, aggressive condensation makes the summaries as short as
/// the goal asks; light condensation leaves that to it. The part is asked for in requests of at most
/// `maximumMessages` messages, whose answers make one summary. Earlier summaries are carried whole: they
/// are condensed again only together with enough new messages, and only where the goal cannot be met
/// otherwise.
public struct SummaryStage: Stage {
    /// The stage's name in traces.
    public let name: String
    /// Its settings.
    public let policy: CondensationPolicy

    /// A stage.
    public init(_ policy: CondensationPolicy, name: String? = nil) {
        self.policy = policy
        self.name = name ?? policy.style.rawValue
    }

    /// Nil where too few messages may be touched, or where nothing would be gained.
    public func plan(_ draft: Draft, for goal: StageGoal) -> StagePlan? {
        guard draft.tokens > goal.target else { return nil }
        let atoms = CondensableAtoms(draft, kept: policy.keptMessages)
        guard let chosen = chosen(from: atoms, draft, goal), !chosen.runs.isEmpty else {
            return nil
        }
        let runs = chosen.runs.map { run in
            let groups = self.groups(of: run, atoms, draft)
            let requests = groups.enumerated().map { position, group in
                let share = share(of: position, among: groups.count, chosen.share)
                return request(for: group, draft, share, goal)
            }
            return (items: run, requests: requests)
        }
        let count = chosen.runs.reduce(0) { $0 + $1.count }
        return StagePlan(condensing: runs, of: draft, reason: "condenses \(count) messages")
    }

    /// The neighbouring items to be condensed, and the share of their size that summaries may have.
    private struct Choice {
        var runs: [Range<Int>]
        var share: Share
    }

    private func chosen(
        from atoms: CondensableAtoms, _ draft: Draft, _ goal: StageGoal
    ) -> Choice? {
        let unsummarised = atoms.unsummarised
        let count = { (chosen: [Int]) in chosen.reduce(0) { $0 + atoms.atoms[$1].count } }
        guard count(unsummarised) >= policy.minimumMessages else { return nil }
        let needed = fewest(unsummarised, atoms, draft, goal)
        guard count(needed) >= policy.minimumMessages else { return nil }
        var budget = affordable(needed, atoms, draft, goal)
        var chosen = needed
        if budget < Self.leastBudget, !policy.isLight, unsummarised.count < atoms.open.count {
            chosen = atoms.open
            budget = affordable(chosen, atoms, draft, goal)
        }
        let runs = atoms.runs(of: chosen)
        let share = min(max(budget, Self.leastBudget), policy.lengthRatio)
        return Choice(
            runs: runs, share: policy.isLight ? policy.lengthRatio : share)
    }

    /// Below this share a summary says too little to be asked for.
    private static let leastBudget = Share(millionths: 30_000)

    /// The fewest oldest atoms whose condensation reaches the goal, extended to the next turn of the
    /// user where that keeps turns whole; all of them if even that is not enough.
    private func fewest(
        _ open: [Int], _ atoms: CondensableAtoms, _ draft: Draft, _ goal: StageGoal
    ) -> [Int] {
        let saved = policy.lengthRatio.rest
        var missing = (draft.tokens - goal.target).value + Self.wrapping
        var end = 0
        while end < open.count, missing > 0 {
            missing -= saved.of(draft.tokens(of: atoms.atoms[open[end]]).value)
            end += 1
        }
        while end < open.count,
            open[..<end].reduce(0, { $0 + atoms.atoms[$1].count }) < policy.minimumMessages
        {
            end += 1
        }
        guard policy.preservesFlow, end < open.count else { return Array(open[..<end]) }
        let turn = (end..<min(end + Self.longestTurn, open.count)).first { index in
            let item = draft.items[atoms.atoms[open[index]].lowerBound]
            return item.message.role == .user
        }
        return Array(open[..<(turn ?? end)])
    }

    /// What a summary costs beside its text, about.
    private static let wrapping = 16
    /// How many atoms further the end of a turn is looked for.
    private static let longestTurn = 8

    /// The share of the atoms' size that summaries may have to reach the goal; negative
    /// where it cannot be reached.
    private func affordable(
        _ chosen: [Int], _ atoms: CondensableAtoms, _ draft: Draft, _ goal: StageGoal
    ) -> Share {
        let ranges = chosen.map { atoms.atoms[$0] }
        let size = ranges.reduce(0) { $0 + draft.tokens(of: $1).value }
        let runs = atoms.runs(of: chosen).count
        let rest = draft.tokens.value - size
        let free = goal.target.value - rest - Self.wrapping * runs
        return Share(free, of: size)
    }

    /// A run in parts of at most `maximumMessages` messages, atoms whole.
    private func groups(
        of run: Range<Int>, _ atoms: CondensableAtoms, _ draft: Draft
    ) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        for atom in atoms.atoms where run.contains(atom.lowerBound) {
            if let last = groups.last, atom.upperBound - last.lowerBound <= policy.maximumMessages {
                groups[groups.count - 1] = last.lowerBound..<atom.upperBound
            } else {
                groups.append(atom)
            }
        }
        return groups
    }

    /// The share of a group's size that its summary may have: in a progressive summary the older the
    /// smaller, down to half.
    private func share(of position: Int, among count: Int, _ most: Share) -> Share {
        guard policy.style == .progressive, count > 1 else { return most }
        let most = most.millionths
        return Share(millionths: most / 2 + most * position / (count - 1) / 2)
    }

    private func request(
        for group: Range<Int>, _ draft: Draft, _ share: Share, _ goal: StageGoal
    ) -> PlannedRequest {
        let size = draft.tokens(of: group).value
        let request = SummaryRequest(
            draft.items[group].map(\.message),
            focus: policy.isFocused ? draft.focus : "",
            budget: TokenCount(max(share.of(size), 8)), style: policy.style)
        return PlannedRequest(
            request, key: request.digest(for: policy.cacheKeyPrefix, goal.hasher),
            sourceTokens: TokenCount(size))
    }
}

extension Draft {
    /// What the conversation is about now: the texts of the user's last turn.
    var focus: String {
        guard let turn = lastUserTurn else { return "" }
        let texts = items[turn].message.parts.compactMap { part in
            if case .text(let text) = part { text.text } else { nil }
        }
        return String(texts.joined(separator: "\n").prefix(2_000))
    }
}

/// The settings of a stage that condenses.
public struct CondensationPolicy: Hashable, Sendable {
    /// The fewest messages that are worth condensing.
    public var minimumMessages = 3
    /// The most messages of one request for a summary; atoms stay whole.
    public var maximumMessages = 10
    /// The most tokens of a summary as a share of what it stands for.
    public var lengthRatio = Share(millionths: 300_000)
    /// The last messages that are never condensed.
    public var keptMessages = 2
    /// The kind of summaries.
    public var style = SummaryStyle.conversation
    /// Whether summaries may be as long as they usually are; else they are as short as the goal asks.
    public var isLight = true
    /// Whether a condensed part ends where a turn of the user begins, if one does.
    public var preservesFlow = true
    /// Whether summaries depend on what the conversation is about now: better, but never the same twice.
    public var isFocused = true
    /// Everything else that shapes an answer: the summariser, the scope; part of every key.
    public var cacheKeyPrefix = ""

    /// The documented defaults.
    public init() {}
}

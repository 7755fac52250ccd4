public import ContextModel
import Summarization

/// Condenses a request chunk by chunk: what was condensed before is asked for under the same key again.
///
/// Only sealed chunks that may be touched as a whole are condensed, the oldest first. The length of a
/// summary depends on its chunk alone, so that its key does not change from request to request; where
/// the goal is missed even so, the oldest chunks go down to shorter summaries, one step after another.
/// Where relevance counts, what has least to do with the user's last turn goes before what is oldest.
public struct ChunkedStage: Stage {
    /// The stage's name in traces.
    public let name = "chunks"
    /// The settings of condensation.
    public var policy: CondensationPolicy
    /// Whether each chunk is condensed in the style that suits it, not in that of the policy.
    public var choosesStyle = false
    /// How much relevance to the user's last turn counts beside age.
    public var relevance = Share.zero
    /// The chunks of the request as it came in.
    public let chunks: [Chunk]

    /// A stage for the chunks of a request.
    public init(_ chunks: [Chunk], policy: CondensationPolicy = CondensationPolicy()) {
        self.chunks = chunks
        self.policy = policy
    }

    /// Nil where no chunk may be condensed, or in a later round.
    public func plan(_ draft: Draft, for goal: StageGoal) -> StagePlan? {
        guard draft.tokens > goal.target, draft.isAsItCame else { return nil }
        let open = openChunks(draft)
        guard !open.isEmpty else { return nil }
        let steps = steps(for: open, draft, goal)
        let chosen = zip(open, steps).filter { $0.1 > 0 }
        guard chosen.reduce(0, { $0 + $1.0.messages.count }) >= policy.minimumMessages else {
            return nil
        }
        return plan(chosen, draft, goal)
    }

    /// The sealed chunks that may be touched as a whole.
    private func openChunks(_ draft: Draft) -> [Chunk] {
        let atoms = CondensableAtoms(draft, kept: policy.keptMessages)
        var isOpen = [Bool](repeating: false, count: draft.items.count)
        for index in atoms.open { for item in atoms.atoms[index] { isOpen[item] = true } }
        return chunks.filter { chunk in
            chunk.isSealed && chunk.messages.upperBound <= isOpen.count
                && chunk.messages.allSatisfy { isOpen[$0] }
        }
    }

    /// The shares of a chunk's size that a summary may have, from the policy's down: a step is how
    /// often that is divided by three, plus one; 0 leaves the chunk alone.
    private static let deepestStep = 3

    private func budget(of chunk: Chunk, step: Int) -> Int {
        var share = policy.lengthRatio
        for _ in 1..<max(step, 1) { share = Share(millionths: share.millionths / 3) }
        return max(share.of(chunk.tokens.value), 8)
    }

    /// How far each chunk is condensed.
    private func steps(for open: [Chunk], _ draft: Draft, _ goal: StageGoal) -> [Int] {
        var steps = [Int](repeating: 0, count: open.count)
        let order = order(of: open, draft)
        var missing = (draft.tokens - goal.target).value + Self.wrapping
        var messages = 0
        for index in order where missing > 0 || messages < policy.minimumMessages {
            steps[index] = 1
            messages += open[index].messages.count
            missing -= open[index].tokens.value - budget(of: open[index], step: 1)
        }
        if let next = endOfTurn(after: steps, open, draft) { steps[next] = 1 }
        guard !policy.isLight else { return steps }
        for step in 2...Self.deepestStep {
            for index in order where missing > 0 && steps[index] == step - 1 {
                steps[index] = step
                missing -=
                    budget(of: open[index], step: step - 1) - budget(of: open[index], step: step)
            }
        }
        return steps
    }

    /// The order in which chunks are condensed: the oldest first; where relevance counts, by a mean of the
    /// ranks of age and of relevance, of equals the older first.
    private func order(of open: [Chunk], _ draft: Draft) -> [Int] {
        guard relevance > .zero else { return Array(open.indices) }
        let focus = FactSet(ofText: draft.focus)
        let shares = open.map { chunk in
            focus.weight == 0
                ? .zero
                : focus.share(seenIn: FactSet(of: draft.items[chunk.messages].map(\.message)))
        }
        let byRelevance = open.indices.sorted { (shares[$0], $0) < (shares[$1], $1) }
        var rank = [Int](repeating: 0, count: open.count)
        for (place, index) in byRelevance.enumerated() {
            rank[index] = index * relevance.rest.millionths + place * relevance.millionths
        }
        return open.indices.sorted { (rank[$0], $0) < (rank[$1], $1) }
    }

    /// The chunk after the last that is condensed, if only with it a turn of the user's is condensed to its
    /// end; nil where turns are not kept whole, where none is divided, or where the next chunk does not
    /// end it.
    private func endOfTurn(after steps: [Int], _ open: [Chunk], _ draft: Draft) -> Int? {
        guard policy.preservesFlow, let last = steps.lastIndex(where: { $0 > 0 }),
            last + 1 < open.count,
            !draft.beginsTurn(at: open[last].messages.upperBound),
            draft.beginsTurn(at: open[last + 1].messages.upperBound)
        else { return nil }
        return last + 1
    }

    /// What the message around the summaries costs, about.
    private static let wrapping = 16

    private func plan(
        _ chosen: [(Chunk, Int)], _ draft: Draft, _ goal: StageGoal
    ) -> StagePlan {
        var runs: [(items: Range<Int>, requests: [PlannedRequest])] = []
        for (chunk, step) in chosen {
            let request = request(for: chunk, step: step, draft, goal)
            if let last = runs.last?.items, last.upperBound == chunk.messages.lowerBound {
                runs[runs.count - 1].items = last.lowerBound..<chunk.messages.upperBound
                runs[runs.count - 1].requests.append(request)
            } else {
                runs.append((chunk.messages, [request]))
            }
        }
        return StagePlan(condensing: runs, of: draft, reason: "condenses \(chosen.count) chunks")
    }

    private func request(
        for chunk: Chunk, step: Int, _ draft: Draft, _ goal: StageGoal
    ) -> PlannedRequest {
        let request = SummaryRequest(
            draft.items[chunk.messages].map(\.message),
            overlap: draft.items[chunk.overlap].map(\.message),
            budget: TokenCount(budget(of: chunk, step: step)),
            style: style(of: chunk, in: draft))
        return PlannedRequest(
            request, key: key(of: chunk, step: step, request.style, goal),
            chunk: (chunk.slot, chunk.key), sourceTokens: chunk.tokens)
    }

    private func key(
        of chunk: Chunk, step: Int, _ style: SummaryStyle, _ goal: StageGoal
    ) -> ContentDigest {
        var bytes = CanonicalBytes()
        bytes.add(chunk.key)
        bytes.add(policy.cacheKeyPrefix)
        bytes.add(style.rawValue)
        bytes.add(budget(of: chunk, step: step))
        return goal.hasher.digest(bytes.bytes)
    }

    /// How a chunk is condensed: as the policy says, or as suits it: key points where tools make up most
    /// of it, else a summary.
    public func style(of chunk: Chunk, in draft: Draft) -> SummaryStyle {
        guard choosesStyle else { return policy.style }
        return draft.isMostlyTools(chunk.messages) ? .keyPoints : .conversation
    }

    /// Under which keys a chunk may be condensed, the longest summary first.
    public func keys(of chunk: Chunk, in draft: Draft, for goal: StageGoal) -> [ContentDigest] {
        let style = style(of: chunk, in: draft)
        return (1...Self.deepestStep).map { key(of: chunk, step: $0, style, goal) }
    }
}

extension Draft {
    /// Whether no stage has changed anything yet.
    fileprivate var isAsItCame: Bool {
        items.indices.allSatisfy { items[$0].source == .original($0) }
    }

    /// Whether a turn of the user's begins at a position: somebody speaks who is no tool.
    fileprivate func beginsTurn(at index: Int) -> Bool {
        index < items.count && items[index].message.role == .user
            && !items[index].message.isToolExchange
    }
}

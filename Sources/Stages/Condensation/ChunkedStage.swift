public import ContextModel

/// Condenses a request chunk by chunk: what was condensed before is asked for under the same key again.
///
/// Only sealed chunks that may be touched as a whole are condensed, the oldest first. The length of a
/// summary depends on its chunk alone, so that its key does not change from request to request; where
/// the goal is missed even so, the oldest chunks go down to shorter summaries, one step after another.
public struct ChunkedStage: Stage {
    /// The stage's name in traces.
    public let name = "chunks"
    /// The settings of condensation.
    public var policy: CondensationPolicy
    /// Whether each chunk is condensed in the style that suits it, not in that of the policy.
    public var choosesStyle = false
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
        guard let last = steps.lastIndex(where: { $0 > 0 }) else { return nil }
        return plan(Array(zip(open, steps))[...last], draft, goal)
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
        var share = policy.lengthRatioMillionths
        for _ in 1..<max(step, 1) { share /= 3 }
        return max(chunk.tokens.value * share / 1_000_000, 8)
    }

    /// How far each chunk is condensed.
    private func steps(for open: [Chunk], _ draft: Draft, _ goal: StageGoal) -> [Int] {
        var steps = [Int](repeating: 0, count: open.count)
        var missing = (draft.tokens - goal.target).value + Self.wrapping
        for index in open.indices where missing > 0 {
            steps[index] = 1
            missing -= open[index].tokens.value - budget(of: open[index], step: 1)
        }
        guard !policy.isLight else { return steps }
        for step in 2...Self.deepestStep {
            for index in open.indices where missing > 0 {
                steps[index] = step
                missing -=
                    budget(of: open[index], step: step - 1) - budget(of: open[index], step: step)
            }
        }
        return steps
    }

    /// What the message around the summaries costs, about.
    private static let wrapping = 16

    private func plan(
        _ chosen: ArraySlice<(Chunk, Int)>, _ draft: Draft, _ goal: StageGoal
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
            style: choosesStyle ? style(of: chunk, draft) : policy.style)
        var bytes = CanonicalBytes()
        bytes.add(chunk.key)
        bytes.add(policy.cacheKeyPrefix)
        bytes.add(request.style.rawValue)
        bytes.add(request.budget.value)
        return PlannedRequest(
            request, key: goal.hasher.digest(bytes.bytes), slot: chunk.slot,
            sourceTokens: chunk.tokens)
    }

    /// Key points where tools make up most of a chunk, else a summary.
    private func style(of chunk: Chunk, _ draft: Draft) -> SummaryStyle {
        let tools = chunk.messages.reduce(0) { sum, index in
            let item = draft.items[index]
            return sum + (item.message.role == .tool ? item.tokens.value : 0)
        }
        return tools * 2 > chunk.tokens.value ? .keyPoints : .conversation
    }
}

extension Draft {
    /// Whether no stage has changed anything yet.
    fileprivate var isAsItCame: Bool {
        items.indices.allSatisfy { items[$0].source == .original($0) }
    }
}

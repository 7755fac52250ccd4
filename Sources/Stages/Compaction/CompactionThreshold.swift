public import ContextModel

/// From how many tokens on a context is compacted.
public struct CompactionThreshold: Hashable, Sendable {
    /// The tokens from which on compaction is due.
    public let tokens: Int

    /// The least share of the limit that an adaptive threshold may be, in millionths.
    public static let leastAdaptiveMillionths = 500_000

    /// The threshold of a draft under a limit. Fixed, a share of the limit; adaptive, whatever leaves
    /// room for four more turns as large as those so far, between half the limit and 90 % of it: a
    /// session that grows fast is compacted before a turn overflows, one that hardly grows, late.
    /// O(items) if adaptive.
    public init(_ policy: CompactionPolicy, limit: Int, of draft: Draft) {
        guard policy.isAdaptive, let growth = Self.growth(of: draft) else {
            tokens = limit.share(millionths: policy.thresholdMillionths)
            return
        }
        let least = limit.share(millionths: Self.leastAdaptiveMillionths)
        let most = limit.share(millionths: ModelTier.ceilingMillionths)
        tokens = min(max(limit - 4 * growth, least), most)
    }

    /// Whether a draft is to be compacted: from the threshold on, as documented.
    public func isReached(by tokens: TokenCount) -> Bool { tokens.value >= self.tokens }

    /// The mean tokens of a turn: what the messages cost, system messages and placeholders apart,
    /// for each answer of the assistant; nil before the first.
    private static func growth(of draft: Draft) -> Int? {
        var tokens = 0
        var turns = 0
        for index in draft.items.indices where draft.items[index].message.role != .system {
            guard !draft.items[index].isPlaceholder else { continue }
            tokens += draft.items[index].tokens.value
            if draft.items[index].message.role == .assistant { turns += 1 }
        }
        return turns == 0 ? nil : tokens / turns
    }
}

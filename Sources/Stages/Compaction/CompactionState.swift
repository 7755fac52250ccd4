public import ContextModel
public import Pricing

/// What an agent keeps of its compactions (doc 004, "State Schema Updates"), as a value.
public struct CompactionState: Hashable, Sendable {
    /// `needs_compaction`: whether the last context seen reaches the threshold.
    public private(set) var needsCompaction: Bool
    /// `last_compaction_at`: when something was last compacted, on the clock handed in; nil for never.
    public private(set) var lastCompactionAt: Duration?
    /// `compaction_count`: how often in this session.
    public private(set) var count: Int
    /// What the calls for summaries read and wrote, those of compactions that came to nothing included.
    public private(set) var usage: TokenUsage
    /// What calls cost whose price is known: the session's sum.
    public private(set) var cost: Money
    /// The same at the summarising tier's price.
    public private(set) var costAtTier: Money
    /// How many charges had a part without a known price.
    public private(set) var unpriced: Int

    /// Before the first request, or as it was kept.
    public init(
        needsCompaction: Bool = false, lastCompactionAt: Duration? = nil, count: Int = 0,
        usage: TokenUsage = TokenUsage(), cost: Money = .zero, costAtTier: Money = .zero,
        unpriced: Int = 0
    ) {
        self.needsCompaction = needsCompaction
        self.lastCompactionAt = lastCompactionAt
        self.count = count
        self.usage = usage
        self.cost = cost
        self.costAtTier = costAtTier
        self.unpriced = unpriced
    }

    /// Notes what became of a request: how often it was compacted, what the calls for that read and
    /// wrote, whether the outcome reaches the threshold again.
    public mutating func note(
        compactions: Int, stillDue: Bool, read: TokenCount = .zero, written: TokenCount = .zero,
        at now: Duration
    ) {
        needsCompaction = stillDue
        usage += TokenUsage(input: read, output: written)
        guard compactions > 0 else { return }
        count += compactions
        lastCompactionAt = now
    }

    /// Adds what calls cost; nil where a price is not known.
    public mutating func charge(_ paid: Money?, atTier: Money?) {
        if let paid { cost = cost + paid }
        if let atTier { costAtTier = costAtTier + atTier }
        if paid == nil { unpriced += 1 }
    }

    /// What all calls of the session would cost at a price.
    public func cost(at price: ModelPrice) -> Money { price.cost(of: usage) }
}

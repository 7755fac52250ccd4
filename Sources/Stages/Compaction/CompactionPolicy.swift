public import ContextModel
public import Pricing

/// When and how a session is compacted (doc 004).
public struct CompactionPolicy: Hashable, Sendable {
    /// The share of the limit from which on a context is compacted.
    public var threshold = ModelTier.threshold
    /// The last messages that stay; halved, down to the last exchange, while the context stays too
    /// large.
    public var keepRecent = 10
    /// The most tokens of a summary.
    public var outputTokens = 1_024
    /// The most tokens of a summary as a share of what it stands for: a session of a
    /// few thousand tokens gains nothing by a summary of a thousand.
    public var lengthRatio = Share(millionths: 300_000)
    /// What summaries are for.
    public var task = CompactionTask.session
    /// A text of one's own in the place of the task's; `{fields}` stands for the task's fields.
    public var templateText: String?
    /// Messages that contain one of these texts, in any case of ASCII letters, stay whole.
    public var critical: [String] = []
    /// Whether the threshold follows the growth of the session.
    public var isAdaptive = false
    /// In how many parts, to be asked for at once, the old messages are summarised; each part's summary
    /// has its share of the output tokens.
    public var parts = 1
    /// The most tokens of one request to the summarising tier, its answer and instruction left room
    /// for. The documented ORCHESTRATOR threshold of 140k tokens does not fit one call of the 32k FAST
    /// tier: what is larger is divided, and the answers make one summary.
    public var inputTokens = ModelTier.fast.contextLimit - 1_024 - 256
    /// Everything else that shapes an answer: the summariser, the scope; part of every key.
    public var cacheKeyPrefix = ""

    /// The documented defaults.
    public init() {}

    /// The instruction that goes with the messages.
    public var instruction: String {
        var template = task.template
        if let templateText { template.text = templateText }
        return template.instruction
    }
}

/// What a summary of a session is for: the task by which it is routed, and what it has to keep.
public enum CompactionTask: String, Hashable, Sendable, CaseIterable {
    /// The documented one: an agent that looks for bugs on web pages.
    case session = "summarize_session"
    /// An agent that writes code.
    case code = "summarize_code"
    /// An agent that reads and compares.
    case research = "summarize_research"

    /// What is asked of a summary for the task.
    public var template: TaskTemplate {
        TaskTemplate.standard[self] ?? TaskTemplate(TaskTemplate.placeOfFields, fields: [rawValue])
    }

    /// What a summary keeps first, in the order of the prompt.
    public var fields: [String] { template.fields }

    /// The task's own instruction.
    public var instruction: String { template.instruction }
}

/// From how many tokens on a context is compacted.
public struct CompactionThreshold: Hashable, Sendable {
    /// The tokens from which on compaction is due.
    public let tokens: Int

    /// The least share of the limit that an adaptive threshold may be.
    public static let leastAdaptive = Share(millionths: 500_000)

    /// The threshold of a draft under a limit. Fixed, a share of the limit; adaptive, whatever leaves
    /// room for four more turns as large as those so far, between half the limit and 90 % of it: a
    /// session that grows fast is compacted before a turn overflows, one that hardly grows, late.
    /// O(items) if adaptive.
    public init(_ policy: CompactionPolicy, limit: Int, of draft: Draft) {
        guard policy.isAdaptive, let growth = Self.growth(of: draft) else {
            tokens = policy.threshold.of(limit)
            return
        }
        let least = Self.leastAdaptive.of(limit)
        let most = ModelTier.ceiling.of(limit)
        tokens = min(max(limit - 4 * growth, least), most)
    }

    /// Whether so many tokens call for compaction: from the threshold on.
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

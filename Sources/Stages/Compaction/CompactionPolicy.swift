/// When and how a session is compacted (doc 004).
public struct CompactionPolicy: Hashable, Sendable {
    /// The share of the limit from which on a context is compacted, in millionths.
    public var thresholdMillionths = ModelTier.thresholdMillionths
    /// The last messages that stay; halved, down to the last exchange, while the context stays too
    /// large.
    public var keepRecent = 10
    /// The most tokens of a summary.
    public var outputTokens = 1_024
    /// The most tokens of a summary as a share of what it stands for, in millionths: a session of a
    /// few thousand tokens gains nothing by a summary of a thousand.
    public var lengthRatioMillionths = 300_000
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

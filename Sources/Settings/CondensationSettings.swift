public import ContextModel

/// How the pipeline handles a context that grows too large.
public enum Management: String, Hashable, Sendable, CaseIterable {
    /// Not at all: requests are counted and assessed only.
    case off
    /// As the documented system did before: oldest messages dropped, whatever belongs together.
    case legacy
    /// Condensation of the whole old part, with a cache of whole results.
    case full
    /// Condensation chunk by chunk, each chunk once.
    case chunked
    /// Compaction as an agent does it (doc 004): from a threshold on, all but the recent messages
    /// become one summary.
    case compaction
}

/// The strategies of condensation that can be chosen (doc 002).
public enum CondensationStrategy: String, Hashable, Sendable, CaseIterable {
    /// One summary of what happened.
    case conversationSummary = "conversation_summary"
    /// A list of facts, decisions and questions.
    case keyPointExtraction = "key_point_extraction"
    /// Summaries of summaries, the older the shorter.
    case progressive = "progressive_summarization"
    /// No summary: old tool results shortened, then the least important atoms dropped.
    case smartTruncation = "smart_truncation"
    /// One of the others, by what the conversation consists of.
    case auto
    /// The user's own: keeps the last few messages, key points of the rest at a length of its own.
    case custom
}

/// What answers requests for summaries; the shell makes the one that is named.
public enum SummarizerName: String, Hashable, Sendable, CaseIterable {
    /// The embedded extract: deterministic, no network.
    case extractive
    /// Answers recorded from a model.
    case recorded
    /// The embedded extract, which fails for a seeded share of the requests.
    case faulty
    /// A model behind HTTP; only in programs built with the network.
    case http
}

/// When and how messages are condensed.
public struct CondensationSettings: Hashable, Sendable {
    /// Whether messages are condensed at all; without, what does not fit is truncated.
    public var isOn = true
    /// The strategy.
    public var strategy = CondensationStrategy.conversationSummary
    /// What answers requests for summaries.
    public var summarizer = SummarizerName.extractive
    /// The share of the requests for which a faulty summariser fails.
    public var faultRate = Share(millionths: 100_000)
    /// Whether a faulty summariser fails by chance at each call; if not, the same request fails always.
    public var hasTransientFaults = false
    /// The fewest messages that are worth condensing.
    public var minimumMessages = 3
    /// The most messages of one request for a summary; atoms stay whole.
    public var maximumMessages = 10
    /// The share of the limit that light condensation aims below.
    public var lightTarget = Share(millionths: 800_000)
    /// The share of the limit that aggressive condensation aims below.
    public var aggressiveTarget = Share(millionths: 700_000)
    /// The most tokens of a summary as a share of what it stands for.
    public var lengthRatio = Share(millionths: 300_000)
    /// The last messages that are never condensed; the final atom never is in any case.
    public var keptMessages = 2
    /// The last messages that the custom strategy keeps.
    public var customKeptMessages = 3
    /// How long one request for a summary may take.
    public var timeout = Duration.seconds(30)
    /// How long the summaries of one request may take together.
    public var processingTime = Duration.milliseconds(5_000)
    /// How many requests for summaries are under way at once.
    public var parallelRequests = 3
    /// The least quality of a summary.
    public var qualityThreshold = Share(millionths: 800_000)
    /// The least share of weighted facts that has to stay visible.
    public var preservation = Share(millionths: 600_000)
    /// Whether what is condensed ends where a turn of the user's begins, if that is near.
    public var preservesFlow = true

    /// The documented defaults.
    public init() {}
}

/// What is remembered of analyses and condensations.
public struct ContextCacheSettings: Hashable, Sendable {
    /// Whether analyses and summaries are remembered at all.
    public var isOn = true
    /// The most entries of each cache.
    public var entries = 100
    /// The most memory of each cache, in bytes.
    public var bytes = 67_108_864
    /// How long an analysis is served.
    public var analysisLifetime = Duration.seconds(300)
    /// How long a summary is served.
    public var condensationLifetime = Duration.seconds(3_600)
    /// How often what is too old is cleaned out.
    public var cleanupInterval = Duration.seconds(3_600)
    /// How many conversations are analysed at once when many are managed.
    public var batchSize = 50
    /// Who shares what is remembered: `perSession`, or the name of a scope whose sessions all do. Part of
    /// every key: two scopes never share an entry, however alike their contents.
    public var scope = Self.perSession
    /// The folder of what outlives the process, below the working directory unless it is absolute.
    public var folder = ".winnow/cache"
    /// The scope of sessions that share nothing.
    public static let perSession = "session"

    /// The documented defaults; bound in bytes, scope and folder are ours.
    public init() {}
}

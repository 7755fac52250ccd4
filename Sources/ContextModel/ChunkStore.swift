/// What is known of a condensed chunk: found by its content, whoever condensed it.
public struct ChunkRecord: Hashable, Sendable {
    /// The digest of the chunk's content and of the settings that shape its summary.
    public var key: ContentDigest
    /// The summary.
    public var summary: String
    /// What the summary costs, alone.
    public var summaryTokens: TokenCount
    /// What the chunk's messages cost.
    public var sourceTokens: TokenCount
    /// The summary's quality.
    public var quality: Share
    /// The strategy that made it (doc 000: `condensation_strategy`).
    public var strategy: String
    /// When it was made, on the clock of whoever uses the record.
    public var condensedAt: Duration
    /// When it was last used, on the same clock.
    public var usedAt: Duration

    /// A record.
    public init(
        key: ContentDigest, summary: String, summaryTokens: TokenCount, sourceTokens: TokenCount,
        quality: Share, strategy: String, condensedAt: Duration
    ) {
        self.key = key
        self.summary = summary
        self.summaryTokens = summaryTokens
        self.sourceTokens = sourceTokens
        self.quality = quality
        self.strategy = strategy
        self.condensedAt = condensedAt
        usedAt = condensedAt
    }

    /// What the chunk's condensation saves each time (doc 000: `tokens_saved`).
    public var tokensSaved: TokenCount { sourceTokens - summaryTokens }
}

/// What is known of a chunk's place in a conversation, whatever stands there now.
public struct ChunkSlotRecord: Hashable, Sendable {
    /// The digest of the content that was condensed there last.
    public var condensed: ContentDigest
    /// When a chunk was first seen there (doc 000: `created_at`), on the clock of whoever uses it.
    public var createdAt: Duration
    /// When its content last became another (doc 000: `last_modified`), on the same clock.
    public var modifiedAt: Duration

    /// A record.
    public init(condensed: ContentDigest, createdAt: Duration, modifiedAt: Duration) {
        self.condensed = condensed
        self.createdAt = createdAt
        self.modifiedAt = modifiedAt
    }
}

/// Keeps records of chunks beyond the process; a failure is a miss that is counted, never an error.
public protocol ChunkStore: Sendable {
    /// The record of a key; nil if there is none, or none that can be trusted.
    func record(for key: ContentDigest) -> ChunkRecord?
    /// Keeps a record, in place of an older one of the same key; whole or not at all.
    func keep(_ record: ChunkRecord)
    /// What is known of a place in a conversation, so that an edit is known for one in the next process,
    /// too; nil if nothing is.
    func slot(_ number: Int, of conversation: String) -> ChunkSlotRecord?
    /// Keeps what is known of a place.
    func keep(_ record: ChunkSlotRecord, in number: Int, of conversation: String)
    /// Forgets a record.
    func remove(_ key: ContentDigest)
    /// Forgets all records last made before a time.
    func removeAll(condensedBefore time: Duration)
    /// What happened so far.
    var counters: StoreCounters { get }
}

/// What happened to a store so far.
public struct StoreCounters: Hashable, Sendable {
    /// Records found.
    public var hits = 0
    /// Records asked for that are not there.
    public var misses = 0
    /// Records that are there but torn, foreign, or of another version: misses, too.
    public var damaged = 0
    /// Records kept.
    public var writes = 0
    /// Reads and writes that failed.
    public var failures = 0
    /// Records removed to stay within bounds or because they were too old.
    public var removals = 0

    /// Nothing yet.
    public init() {}
}

/// Keeps answers of a summariser, so that a run with a model can be replayed without it.
public protocol SummaryCassette: Sendable {
    /// The recorded answer to a request's digest; nil if there is none.
    func answer(to key: ContentDigest) -> Result<SummaryAnswer, SummarizerError>?
    /// Records what was answered, a failure included; the first record of a key stays, unless it is a failure
    /// that says nothing about the request.
    func record(
        _ answer: Result<SummaryAnswer, SummarizerError>, to request: SummaryRequest,
        by summarizer: String, key: ContentDigest)
}

extension Result<SummaryAnswer, SummarizerError> {
    /// Whether it is an error that says nothing about the request.
    public var isPassing: Bool {
        if case .failure(let error) = self { error.isPassing } else { false }
    }
}

/// Keeps descriptions of pictures beyond the process.
public protocol DescriptionStore: Sendable {
    /// The description of the picture of a digest; nil if there is none.
    func description(of picture: ContentDigest) -> String?
    /// Keeps a description.
    func keep(_ description: String, of picture: ContentDigest)
    /// What happened so far.
    var counters: StoreCounters { get }
}

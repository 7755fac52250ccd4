public import ContextModel

/// How a history is cut into chunks, and what is remembered of them (doc 000).
public struct ChunkSettings: Hashable, Sendable {
    /// The chunkers that can be chosen.
    public enum Chunker: String, Hashable, Sendable, CaseIterable {
        /// By numbers of messages and tokens.
        case fixed
        /// By shifts of topic and the ends of tool episodes, within the same bounds.
        case adaptive
        /// Like `adaptive`, by a rule learned from conversations whose changes of subject are known.
        case learned
    }

    /// Whether chunks are tracked at all.
    public var isOn = true
    /// What cuts.
    public var chunker = Chunker.fixed
    /// The most messages of a chunk; an atom above it is a chunk of its own.
    public var size = 8
    /// The most tokens of a chunk; an atom above it is a chunk of its own.
    public var maximumTokens = 4_000
    /// The share of either bound, in percent, below which an adaptive or learned chunk goes on over a
    /// boundary.
    public var mergesBelowPercent = 0
    /// Whether tokens of dense messages count up to twice against `maximumTokens`.
    public var weighsDensity = false
    /// The messages before a chunk that the summariser sees beside it.
    public var overlap = 2
    /// The most chunks kept in memory.
    public var cacheEntries = 100
    /// The most memory of chunks kept, in bytes.
    public var cacheBytes = 67_108_864
    /// How long the record of a chunk is kept.
    public var lifetime = Duration.seconds(3_600)
    /// How old a summary may be before it is made again.
    public var ageThreshold = Duration.seconds(1_800)
    /// Whether summaries outlive the process.
    public var isPersistent = true
    /// Whether what outlives the process is compressed where that is shorter.
    public var isCompressed = false
    /// Whether what outlives the process is mapped into memory, not read.
    public var isMapped = false
    /// The strategy of condensation for chunks.
    public var strategy = CondensationStrategy.auto
    /// Whether what was condensed is used again.
    public var skipsCondensed = true
    /// How much relevance to the user's last turn counts beside age when chunks are chosen:
    /// 0 condenses the oldest first, 1,000,000 what has least to do with that turn.
    public var relevance = Share.zero

    /// The documented defaults; chunker and bound in bytes are ours, what the documents only plan is off.
    public init() {}
}

extension PipelineConfiguration {
    /// The strategy for chunks. The one for all messages holds for chunks, too, where that was changed and
    /// chunks have none of their own; `auto` leaves the choice to each chunk.
    public var chunkStrategy: CondensationStrategy {
        let standard = PipelineConfiguration.standard.condensation.strategy
        return chunks.strategy == .auto && condensation.strategy != standard
            ? condensation.strategy : chunks.strategy
    }

    /// Whether chunks are tracked: by one policy alone, if it may condense.
    public var tracksChunks: Bool {
        management == .chunked && chunks.isOn && condensation.isOn
    }

    /// Whether requests are condensed where that is due.
    public var condenses: Bool {
        condensation.isOn && management != .off && management != .legacy
    }

    /// The most messages of a chunk: a chunk is one request for a summary.
    public var chunkMessages: Int { min(chunks.size, condensation.maximumMessages) }
}

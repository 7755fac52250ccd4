/// How a history is cut into chunks, and what is remembered of them (doc 000).
public struct ChunkSettings: Hashable, Sendable {
    /// The chunkers that can be chosen.
    public enum Chunker: String, Hashable, Sendable, CaseIterable {
        /// By numbers of messages and tokens.
        case fixed
        /// By shifts of topic and the ends of tool episodes, within the same bounds.
        case adaptive
    }

    /// Whether chunks are tracked at all.
    public var isOn = true
    /// What cuts.
    public var chunker = Chunker.fixed
    /// The most messages of a chunk; an atom above it is a chunk of its own.
    public var size = 8
    /// The most tokens of a chunk; an atom above it is a chunk of its own.
    public var maximumTokens = 4_000
    /// The share of either bound, in percent, below which an adaptive chunk goes on over a boundary.
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

    /// The documented defaults; chunker and bound in bytes are ours, what the documents only plan is off.
    public init() {}
}

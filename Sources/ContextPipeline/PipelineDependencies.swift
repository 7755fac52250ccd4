public import ContextModel

/// The dependencies that the shell passes to the pipeline: everything that waits, hashes, tells
/// time or keeps data.
public struct PipelineDependencies: Sendable {
    /// Hashes content.
    public var hasher: any ContentHasher
    /// Answers requests for summaries; nil for the embedded extract.
    public var summarizer: (any Summarizer)?
    /// Tells time and waits.
    public var clock: PipelineClock
    /// Times what stages do, in the trace alone: no outcome depends on it, so that it may run where the
    /// clock stands still to keep results the same on every machine. The clock, where not given.
    public var stopwatch: @Sendable () -> Duration
    /// Where answers are made that several requests may wait for; the usual place if it is nil. A replay
    /// has them made where it is measured, one step after the other, so that their order is its own.
    public var executor: (any TaskExecutor)?
    /// Keeps chunks beyond the process; nil for not at all.
    public var chunks: (any ChunkStore)?
    /// Keeps descriptions of pictures beyond the process; nil for not at all.
    public var descriptions: (any DescriptionStore)?
    /// Describes pictures; nil for nobody, who leaves them as they are.
    public var describer: (any ImageDescriber)?
    /// What the strategy `custom` does: a user's own step (doc 002, "Custom Condensation Strategy"), held
    /// to the same laws as ours: atoms whole, the last turn kept, never longer. Nil for the documents'
    /// example, key points with more messages kept.
    public var customStage: (any Stage)?
    /// Receives the events that `log.performance` and other settings ask for, on any thread; nil
    /// for none.
    public var observer: (@Sendable (PipelineEvent) -> Void)?

    /// Dependencies; only a hasher is needed.
    public init(
        hasher: any ContentHasher, summarizer: (any Summarizer)? = nil,
        clock: PipelineClock = .stopped, chunks: (any ChunkStore)? = nil,
        descriptions: (any DescriptionStore)? = nil
    ) {
        self.hasher = hasher
        self.summarizer = summarizer
        self.clock = clock
        stopwatch = clock.now
        self.chunks = chunks
        self.descriptions = descriptions
    }
}

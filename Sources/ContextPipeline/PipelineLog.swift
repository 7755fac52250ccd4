import Caching
import Compression
import ContextModel
import Settings
import Stages
import TokenAccounting

/// Reports to an observer what the log settings ask for; without an observer no text is built.
struct PipelineLog: Sendable {
    private let settings: DocumentedSettings
    private let dependencies: PipelineDependencies?

    init(_ configuration: PipelineConfiguration, _ dependencies: PipelineDependencies?) {
        settings = configuration.documented
        self.dependencies = dependencies?.observer == nil ? nil : dependencies
    }

    /// Whether events of a topic are reported.
    func tells(_ topic: PipelineEvent.Topic) -> Bool { dependencies != nil && settings.logs(topic) }

    /// Tells an event, if it is asked for.
    func callAsFunction(_ topic: PipelineEvent.Topic, _ text: @autoclosure () -> String) {
        guard settings.logs(topic), let observer = dependencies?.observer else { return }
        observer(PipelineEvent(topic, text()))
    }

    /// The time on the clock handed in, where times are told.
    func time() -> Duration { tells(.performance) ? dependencies?.clock.now() ?? .zero : .zero }

    /// Tells how a request was counted.
    func tell(_ cost: CostBreakdown, _ work: CountingWork, _ risk: RiskAssessment) {
        self(
            .counting,
            "\(work.asked) messages, \(cost.total) tokens: \(work.counted) messages counted, "
                + "\(work.remembered) remembered, \(work.reused) as in the last request; "
                + "\(cost.images) tokens of pictures, \(cost.undescribedImages) not described")
        self(
            .debug,
            "risk \(risk.level.rawValue): \(risk.tokens) tokens and \(risk.reservedOutput) for the "
                + "answer, of \(risk.limit)")
        if let caution = risk.caution { self(.performance, "caution: " + caution) }
    }

    /// Tells what became of a request.
    func tell(_ outcome: ContextOutcome, since start: Duration) {
        for entry in outcome.trace {
            self(
                .performance,
                "stage \(entry.stage): \(entry.before) -> \(entry.after) tokens in "
                    + entry.time.inMilliseconds)
            self(.debug, "stage \(entry.stage): \(entry.reason)")
        }
        self(
            .performance,
            "request: \(outcome.originalTokens) -> \(outcome.cost.total) tokens, "
                + "\(outcome.action.rawValue), in " + (time() - start).inMilliseconds)
    }

    /// Tells how a history was cut.
    func tell(_ change: LayoutChange, to chunks: [Chunk]) {
        guard tells(.caches) else { return }
        self(
            .caches,
            "chunks: \(chunks.count) of \(chunks.last?.messages.upperBound ?? 0) messages; "
                + "\(change.chunksKept) as before, \(change.chunksTouched) new or of other content, "
                + "\(change.chunksUnsealed) given up")
    }

    /// Tells what compression decided for a request, and why.
    func tell(_ compression: CompressedRequest?, _ settings: CompressionSettings) {
        guard let figures = compression?.figures else { return }
        self(.debug, "compression: " + figures.decision(settings))
    }

    /// Tells how requests for summaries were answered, and through which states their chunks went; the
    /// states before are those of the requests' chunks, nil for a request of no chunk.
    func tell(_ answers: [Summary], to planned: [PlannedRequest], before: [ChunkState?]) {
        guard tells(.caches) else { return }
        for ((request, answer), before) in zip(zip(planned, answers), before) {
            let place = request.slot.map { "chunk \($0)" } ?? "no chunk"
            let start = before.map { "\($0.rawValue) -> CONDENSING -> " }
            let origin =
                switch answer.origin {
                case .uncached: start.map { $0 + "CONDENSED" } ?? "made"
                case .cached: "found"
                case .degraded(let why):
                    (start.map { $0 + (before?.rawValue ?? "") } ?? "not kept")
                        + ", a fallback: \(why)"
                }
            let key = request.key.hexadecimal.prefix(12)
            self(
                .caches,
                "summary \(key) of \(place): \(origin); \(request.sourceTokens) -> \(answer.tokens) "
                    + "tokens")
        }
    }

    /// Tells what is remembered.
    func tell(_ memory: @autoclosure () -> ContextMemory.Statistics) {
        guard tells(.caches) else { return }
        let statistics = memory()
        let chunks = statistics.chunks.fields.map { "\($0.name) \($0.value)" }
        self(.caches, "chunks: " + chunks.joined(separator: ", "))
        let whole = statistics.condensations
        self(.caches, "condensations: hits \(whole.hits), misses \(whole.misses)")
        let pictures = statistics.descriptions
        self(
            .caches,
            "pictures: hits \(pictures.hits), fetched \(pictures.fetched), misses "
                + "\(pictures.misses), failures \(pictures.failures)")
        if let store = dependencies?.chunks?.counters {
            self(
                .caches,
                "store: hits \(store.hits), misses \(store.misses), damaged \(store.damaged), writes "
                    + "\(store.writes), failures \(store.failures), removals \(store.removals)")
        }
    }
}

extension Duration {
    /// As milliseconds with three places, for people.
    fileprivate var inMilliseconds: String {
        let microseconds = Int(wholeMicroseconds)
        let fraction = String(1_000 + microseconds % 1_000).dropFirst()
        return "\(microseconds / 1_000).\(fraction) ms"
    }
}

/// Something the pipeline did, reported to an observer while it works.
///
/// What is told is decided by the documented switches (`log.performance` and others). Numbers, names of
/// stages and digests only: nothing that anybody said in a conversation.
public struct PipelineEvent: Hashable, Sendable {
    /// What an event is about: the documented switch that asks for it.
    public enum Topic: String, Hashable, Sendable, CaseIterable {
        /// Times of requests and stages (`ENABLE_CONTEXT_PERFORMANCE_LOGGING`).
        case performance
        /// What was counted, and how the counts were found (`ENABLE_TOKEN_COUNTING_LOGGING`).
        case counting
        /// What caches and stores were asked for and had (`CACHE_ENABLE_LOGGING`).
        case caches
        /// Why something was done or not (`DEBUG`, which asks for all other topics, too).
        case debug
    }

    /// What it is about.
    public var topic: Topic
    /// What happened, in one line.
    public var text: String

    /// An event.
    public init(_ topic: Topic, _ text: String) {
        self.topic = topic
        self.text = text
    }
}

extension PipelineEvent: CustomStringConvertible {
    /// Topic and text, one line.
    public var description: String { "\(topic.rawValue): \(text)" }
}

extension DocumentedSettings {
    /// Whether events of a topic are reported.
    public func logs(_ topic: PipelineEvent.Topic) -> Bool {
        switch topic {
        case .performance: isDebug || logsPerformance
        case .counting: isDebug || logsCounting
        case .caches: isDebug || logsCaches
        case .debug: isDebug
        }
    }
}

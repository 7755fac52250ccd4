import Settings

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

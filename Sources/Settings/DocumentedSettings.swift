/// What the documented system can be told besides: what it logs, and what it tells clients.
public struct DocumentedSettings: Hashable, Sendable {
    /// Whether times of context management are told to an observer.
    public var logsPerformance = false
    /// Whether counting is told to an observer.
    public var logsCounting = false
    /// Whether the work of caches is told to an observer.
    public var logsCaches = false
    /// Whether everything is told to an observer.
    public var isDebug = false
    /// The context limit that clients of Anthropic's format believe in, in tokens.
    public var anthropicExpected = 200_000
    /// The context limit that clients of OpenAI's format believe in, in tokens.
    public var openAIExpected = 200_000

    /// The documented defaults.
    public init() {}
}

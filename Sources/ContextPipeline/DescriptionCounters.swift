/// How descriptions of pictures were found.
public struct DescriptionCounters: Hashable, Sendable {
    /// In memory.
    public var hits = 0
    /// In the store, where memory had none.
    public var fetched = 0
    /// Nowhere: somebody had to be asked.
    public var misses = 0
    /// Answers that could be used.
    public var described = 0
    /// Errors, answers that came too late or could not be used: such pictures stay not described.
    public var failures = 0

    /// None yet.
    public init() {}
}

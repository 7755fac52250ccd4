/// What a cache did, in numbers; deterministic for the same calls.
public struct CacheCounters: Hashable, Sendable {
    /// Look-ups that found a value.
    public var hits = 0
    /// Look-ups that found none, expired entries included.
    public var misses = 0
    /// Entries stored.
    public var insertions = 0
    /// Entries given up for others.
    public var evictions = 0
    /// Entries given up for their age.
    public var expirations = 0
    /// Entries not stored because what they would displace is asked for at least as often.
    public var rejections = 0
    /// The costs of the entries now held, in bytes.
    public var bytes = 0
    /// The largest value of `bytes` so far.
    public var peakBytes = 0

    /// All zero.
    public init() {}

    /// Hits as a share of look-ups; nil before the first.
    public var hitRatio: Double? {
        hits + misses == 0 ? nil : Double(hits) / Double(hits + misses)
    }
}

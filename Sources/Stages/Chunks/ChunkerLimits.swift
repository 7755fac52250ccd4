/// How a history is cut into chunks.
public struct ChunkerLimits: Hashable, Sendable {
    /// What decides where a chunk ends within its bounds.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// As late as the bounds allow, counted from the start of the history.
        ///
        /// An inserted or removed message moves all boundaries after it, up to the next excluded one.
        case fixed
        /// Where the topic shifts, a person speaks or a tool episode ends.
        ///
        /// A boundary depends only on the messages around it, so an inserted message moves only those
        /// boundaries that are near.
        case adaptive
        /// Where a rule that was learned from joined conversations sees a change of subject; with
        /// boundaries as steady as adaptive ones.
        case learned
    }

    /// What decides where a chunk ends.
    public let method: Method
    /// The most messages of a chunk; an atom above it is a chunk of its own.
    public let size: Int
    /// The most tokens of a chunk; an atom above it is a chunk of its own.
    public let maximumTokens: Int
    /// The messages before a chunk that the summariser sees beside it.
    public let overlap: Int
    /// The share of either bound, in percent, below which an adaptive or learned chunk goes on over
    /// a boundary; 0 merges nothing. A fixed chunk ends only where the next atom does not fit.
    public let mergesBelowPercent: Int
    /// Whether tokens of dense messages (code, numbers, identifiers) count up to twice against
    /// `maximumTokens`, so that denser chunks are smaller.
    public let weighsDensity: Bool

    /// Limits; bounds below 1, a negative overlap and a share beyond 0…100 are refused.
    public init(
        _ method: Method, size: Int, maximumTokens: Int, overlap: Int,
        refinements: Refinements = Refinements()
    ) throws(ChunkingError) {
        try ChunkingError.check(size, in: 1...Int.max, name: "size")
        try ChunkingError.check(maximumTokens, in: 1...Int.max, name: "maximumTokens")
        try ChunkingError.check(overlap, in: 0...Int.max, name: "overlap")
        let percent = refinements.mergesBelowPercent
        try ChunkingError.check(percent, in: 0...100, name: "mergesBelowPercent")
        self.method = method
        self.size = size
        self.maximumTokens = maximumTokens
        self.overlap = overlap
        mergesBelowPercent = percent
        weighsDensity = refinements.weighsDensity
    }

    /// What can be chosen beyond the bounds; off unless said.
    public struct Refinements: Hashable, Sendable {
        /// See `ChunkerLimits.mergesBelowPercent`.
        public var mergesBelowPercent: Int
        /// See `ChunkerLimits.weighsDensity`.
        public var weighsDensity: Bool

        /// Refinements; none unless said.
        public init(mergesBelowPercent: Int = 0, weighsDensity: Bool = false) {
            self.mergesBelowPercent = mergesBelowPercent
            self.weighsDensity = weighsDensity
        }
    }
}

/// Why limits are refused.
public struct ChunkingError: Error, Hashable, Sendable {
    /// The limit.
    public let name: String
    /// What it was.
    public let value: Int
    /// What it may be.
    public let range: ClosedRange<Int>

    static func check(
        _ value: Int, in range: ClosedRange<Int>, name: String
    ) throws(ChunkingError) {
        guard range.contains(value) else { throw Self(name: name, value: value, range: range) }
    }
}

extension ChunkingError: CustomStringConvertible {
    /// Which limit, what it was, and what it may be.
    public var description: String {
        let upper = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
        return "the chunks' \(name) is \(value); give \(range.lowerBound) \(upper)"
    }
}

/// The kinds of models that an agent uses, by what they are for (doc 004, "Context Limits by Tier").
public enum ModelTier: String, Hashable, Sendable, CaseIterable {
    /// Plans the whole session.
    case orchestrator = "ORCHESTRATOR"
    /// Reads and writes code.
    case coding = "CODING"
    /// Thinks about one finding.
    case reasoning = "REASONING"
    /// Anything simple.
    case general = "GENERAL"
    /// Cheap and quick: summaries.
    case fast = "FAST"

    /// The documented context limit in tokens. "200k" is 200,000, as the documented thresholds have it
    /// (140k is 70 % of it).
    public var contextLimit: Int {
        switch self {
        case .orchestrator: 200_000
        case .coding: 128_000
        case .reasoning: 64_000
        case .general, .fast: 32_000
        }
    }

    /// The documented share from which a context is compacted, in millionths.
    public static let thresholdMillionths = 700_000
    /// The documented share above which a context is nearly full, in millionths.
    public static let ceilingMillionths = 900_000

    /// A share of the limit in whole tokens, rounded down as the document does.
    public func tokens(atMillionths share: Int) -> Int {
        contextLimit.share(millionths: share)
    }
}

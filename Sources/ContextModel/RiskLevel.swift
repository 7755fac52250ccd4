/// How near a request is to the model's context limit (doc 002; the five levels of the contract).
public enum RiskLevel: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Below the caution threshold.
    case safe
    /// From the caution threshold up to the warning threshold.
    case caution
    /// From the warning threshold up to the critical threshold.
    case warning
    /// From the critical threshold up to and including exactly full.
    case critical
    /// Above the limit.
    case overflow

    /// The position from safe (0) to overflow (4).
    public var severity: Int {
        switch self {
        case .safe: 0
        case .caution: 1
        case .warning: 2
        case .critical: 3
        case .overflow: 4
        }
    }

    /// Whether the left level is nearer to safe.
    public static func < (left: Self, right: Self) -> Bool { left.severity < right.severity }
}

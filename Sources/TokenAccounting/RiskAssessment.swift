public import ContextModel

/// How near a request is to the context limit, and what doc 002 recommends.
///
/// The level goes by the tokens and the output reserved against the limit, compared exactly: from a
/// threshold on, its level; exactly full still fits; above the limit, overflow.
public struct RiskAssessment: Hashable, Sendable {
    /// What the request costs.
    public let tokens: TokenCount
    /// Tokens kept free for the answer.
    public let reservedOutput: TokenCount
    /// The model's context limit.
    public let limit: TokenCount
    /// How near the limit it is.
    public let level: RiskLevel

    /// Assesses a request.
    public init(
        tokens: TokenCount, reservedOutput: TokenCount = .zero, limit: TokenCount,
        thresholds: RiskThresholds = .standard
    ) {
        self.tokens = tokens
        self.reservedOutput = reservedOutput
        self.limit = limit
        let used = tokens.value + reservedOutput.value
        func reaches(_ threshold: Int) -> Bool {
            !isLess(
                used.multipliedFullWidth(by: 1_000_000),
                limit.value.multipliedFullWidth(by: threshold))
        }
        level =
            if used > limit.value { .overflow } else if reaches(thresholds.critical) {
                .critical
            } else if reaches(thresholds.warning) { .warning } else if reaches(thresholds.caution) {
                .caution
            } else { .safe }
    }

    /// Tokens and reserved output as a share of the limit, for display; infinite without a limit.
    public var utilisation: Double {
        limit.value <= 0
            ? .infinity : Double(tokens.value + reservedOutput.value) / Double(limit.value)
    }

    /// What the documents recommend at this level.
    public var strategy: ManagementStrategy {
        switch level {
        case .safe, .caution: .monitorOnly
        case .warning: .condensationLight
        case .critical: .condensationAggressive
        case .overflow: .emergencyTruncation
        }
    }
}

/// The documented strategies for a context (doc 002).
public enum ManagementStrategy: String, Hashable, Sendable, CaseIterable {
    /// Nothing to do.
    case monitorOnly = "monitor_only"
    /// Condense gently.
    case condensationLight = "condensation_light"
    /// Condense as much as the quality allows.
    case condensationAggressive = "condensation_aggressive"
    /// Condense, then truncate what still does not fit.
    case emergencyTruncation = "emergency_truncation"
}

/// Whether a product of two integers is smaller than another.
private func isLess(_ left: (high: Int, low: UInt), _ right: (high: Int, low: UInt)) -> Bool {
    (left.high, left.low) < (right.high, right.low)
}

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
        func reaches(_ threshold: Share) -> Bool {
            !isLess(
                used.multipliedFullWidth(by: 1_000_000),
                limit.value.multipliedFullWidth(by: threshold.millionths))
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

/// From which shares of the context limit on a request is at risk (doc 002).
public struct RiskThresholds: Hashable, Sendable {
    /// Where caution begins.
    public let caution: Share
    /// Where the warning level begins.
    public let warning: Share
    /// Where the critical level begins.
    public let critical: Share

    /// The documented thresholds: 70, 80 and 90 %.
    public static let standard = RiskThresholds(
        unchecked: Share(millionths: 700_000), Share(millionths: 800_000),
        Share(millionths: 900_000))

    /// Thresholds, 0 < caution < warning < critical ≤ 1; the error names the first
    /// that breaks the order.
    public init(caution: Share, warning: Share, critical: Share) throws(RiskThresholdError) {
        try Self.check(.caution, caution, in: 1...999_998)
        try Self.check(.warning, warning, in: caution.millionths + 1...999_999)
        try Self.check(.critical, critical, in: warning.millionths + 1...1_000_000)
        self.init(unchecked: caution, warning, critical)
    }

    private init(unchecked caution: Share, _ warning: Share, _ critical: Share) {
        self.caution = caution
        self.warning = warning
        self.critical = critical
    }

    private static func check(
        _ threshold: RiskThresholdError.Threshold, _ value: Share, in range: ClosedRange<Int>
    ) throws(RiskThresholdError) {
        guard !range.contains(value.millionths) else { return }
        throw RiskThresholdError(
            threshold: threshold, value: value,
            range: Share(millionths: range.lowerBound)...Share(millionths: range.upperBound))
    }
}

/// A risk threshold outside its range.
public struct RiskThresholdError: Error, Hashable, Sendable {
    /// The three thresholds.
    public enum Threshold: String, Hashable, Sendable, CaseIterable {
        /// Where caution begins.
        case caution
        /// Where the warning level begins.
        case warning
        /// Where the critical level begins.
        case critical
    }

    /// Which threshold.
    public let threshold: Threshold
    /// Its value.
    public let value: Share
    /// Where it may lie, given the others.
    public let range: ClosedRange<Share>
}

extension RiskThresholdError: CustomStringConvertible {
    /// One line that names the threshold, its value and its range.
    public var description: String {
        "the \(threshold.rawValue) threshold is \(value.decimal) of the limit: expected "
            + "\(range.lowerBound.decimal) to \(range.upperBound.decimal), "
            + "so that 0 < caution < warning < critical ≤ 1"
    }
}

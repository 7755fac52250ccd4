/// From which shares of the context limit on a request is at risk (doc 002), in millionths.
public struct RiskThresholds: Hashable, Sendable {
    /// Where caution begins.
    public let caution: Int
    /// Where the warning level begins.
    public let warning: Int
    /// Where the critical level begins.
    public let critical: Int

    /// The documented thresholds: 70, 80 and 90 %.
    public static let standard = RiskThresholds(standardCaution: 700_000, 800_000, 900_000)

    /// Thresholds in millionths, 0 < caution < warning < critical ≤ 1,000,000; the error names the first
    /// that breaks the order.
    public init(caution: Int, warning: Int, critical: Int) throws(RiskThresholdError) {
        try Self.check(.caution, caution, in: 1...999_998)
        try Self.check(.warning, warning, in: caution + 1...999_999)
        try Self.check(.critical, critical, in: warning + 1...1_000_000)
        self.init(standardCaution: caution, warning, critical)
    }

    private init(standardCaution caution: Int, _ warning: Int, _ critical: Int) {
        self.caution = caution
        self.warning = warning
        self.critical = critical
    }

    private static func check(
        _ threshold: RiskThresholdError.Threshold, _ value: Int, in range: ClosedRange<Int>
    ) throws(RiskThresholdError) {
        guard !range.contains(value) else { return }
        throw RiskThresholdError(threshold: threshold, value: value, range: range)
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
    /// Its value, in millionths.
    public let value: Int
    /// Where it may lie, given the others, in millionths.
    public let range: ClosedRange<Int>
}

extension RiskThresholdError: CustomStringConvertible {
    /// One line that names the threshold, its value and its range.
    public var description: String {
        "the \(threshold.rawValue) threshold is \(value) millionths of the limit: expected "
            + "\(range.lowerBound) to \(range.upperBound), "
            + "so that 0 < caution < warning < critical ≤ 1000000"
    }
}

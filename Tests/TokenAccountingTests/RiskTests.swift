import ContextModel
import Testing
import TokenAccounting

@Suite struct RiskTests {
    @Test(arguments: [
        (0, RiskLevel.safe, ManagementStrategy.monitorOnly),
        (139_999, .safe, .monitorOnly), (140_000, .caution, .monitorOnly),
        (159_999, .caution, .monitorOnly), (160_000, .warning, .condensationLight),
        (179_999, .warning, .condensationLight), (180_000, .critical, .condensationAggressive),
        (200_000, .critical, .condensationAggressive),
        (200_001, .overflow, .emergencyTruncation),
    ])
    func `a level begins exactly at its threshold`(
        tokens: Int, level: RiskLevel, strategy: ManagementStrategy
    ) {
        let risk = RiskAssessment(tokens: TokenCount(tokens), limit: TokenCount(200_000))
        #expect(risk.level == level)
        #expect(risk.strategy == strategy)
    }

    @Test func `a threshold between two tokens begins at the upper one`() {
        func level(_ tokens: Int) -> RiskLevel {
            RiskAssessment(tokens: TokenCount(tokens), limit: TokenCount(7)).level
        }
        #expect(
            (0...8).map(level) == [
                .safe, .safe, .safe, .safe, .safe, .caution, .warning, .critical, .overflow,
            ])
    }

    @Test func `reserved output counts against the limit`() {
        let risk = RiskAssessment(
            tokens: TokenCount(90), reservedOutput: TokenCount(10), limit: TokenCount(100))
        #expect(risk.level == .critical)
        #expect(risk.utilisation == 1)
        let over = RiskAssessment(
            tokens: TokenCount(90), reservedOutput: TokenCount(11), limit: TokenCount(100))
        #expect(over.level == .overflow)
    }

    @Test func `no limit is too large to compare and none too small`() {
        let large = Int.max / 2
        let risk = RiskAssessment(tokens: TokenCount(large - 1), limit: TokenCount(large))
        #expect(risk.level == .critical)
        let none = RiskAssessment(tokens: TokenCount(1), limit: .zero)
        #expect(none.level == .overflow)
        #expect(none.utilisation == .infinity)
    }

    @Test(arguments: [
        (0, 800_000, 900_000, "caution"), (999_999, 999_999, 1_000_000, "caution"),
        (800_000, 800_000, 900_000, "warning"), (700_000, 1_000_000, 1_000_000, "warning"),
        (700_000, 800_000, 800_000, "critical"), (700_000, 800_000, 1_000_001, "critical"),
        (.min, .min, .min, "caution"), (.max, .max, .max, "caution"),
    ])
    func `thresholds out of order are refused by name`(
        caution: Int, warning: Int, critical: Int, name: String
    ) throws {
        let error = #expect(throws: RiskThresholdError.self) {
            try RiskThresholds(
                caution: Share(millionths: caution), warning: Share(millionths: warning),
                critical: Share(millionths: critical))
        }
        #expect(error?.threshold.rawValue == name)
        #expect(error?.description.contains("the \(name) threshold") == true)
        #expect(error?.description.contains("0 < caution < warning < critical") == true)
    }

    @Test func `the extreme thresholds are allowed`() throws {
        let low = try RiskThresholds(
            caution: Share(millionths: 1), warning: Share(millionths: 2),
            critical: Share(millionths: 3))
        let risk = RiskAssessment(
            tokens: TokenCount(3), limit: TokenCount(1_000_000), thresholds: low)
        #expect(risk.level == .critical)
        let high = try RiskThresholds(
            caution: Share(millionths: 999_998), warning: Share(millionths: 999_999),
            critical: Share(millionths: 1_000_000))
        let full = RiskAssessment(tokens: TokenCount(5), limit: TokenCount(5), thresholds: high)
        #expect(full.level == .critical)
        #expect(
            try RiskThresholds(
                caution: Share(millionths: 700_000), warning: Share(millionths: 800_000),
                critical: Share(millionths: 900_000)) == .standard)
    }
}

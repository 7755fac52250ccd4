import TokenAccounting

/// A configuration in the making: the risk thresholds are checked together, when all are known.
struct SettingValues: Sendable {
    var configuration: PipelineConfiguration
    var caution: Int
    var warning: Int
    var critical: Int

    init(_ configuration: PipelineConfiguration) {
        self.configuration = configuration
        caution = configuration.thresholds.caution
        warning = configuration.thresholds.warning
        critical = configuration.thresholds.critical
    }

    /// The configuration, if its thresholds are in order.
    func checked() throws(SettingError) -> PipelineConfiguration {
        var configuration = configuration
        do throws(RiskThresholdError) {
            configuration.thresholds = try RiskThresholds(
                caution: caution, warning: warning, critical: critical)
        } catch {
            let name = "risk." + error.threshold.rawValue
            let lower = Millionths.text(error.range.lowerBound)
            let upper = Millionths.text(error.range.upperBound)
            throw .invalid(
                name: name, value: Millionths.text(error.value),
                range: "\(lower) to \(upper), so that 0 < caution < warning < critical ≤ 1")
        }
        return configuration
    }
}

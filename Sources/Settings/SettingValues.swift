import TokenAccounting

/// A configuration in the making: what several settings decide is checked when all are known.
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

    /// Settings that are checked together, by axis name.
    static let related = [
        ["risk.caution", "risk.warning", "risk.critical"],
        ["condensation.minimumMessages", "condensation.maximumMessages"],
        ["condensation.aggressiveTarget", "condensation.lightTarget"],
        ["chunks.overlap", "chunks.size"], ["compression.mode", "counter"],
    ]

    /// The configuration, if its values agree with each other; the error names the first that does not.
    func checked() throws(SettingError) -> PipelineConfiguration {
        var configuration = configuration
        configuration.thresholds = try thresholds()
        try checkCondensation()
        try checkChunks()
        let compression = configuration.compression
        if compression.mode != .off, !configuration.counter.isExact {
            throw compression.refusal(with: configuration.counter.rawValue)
        }
        return configuration
    }

    private func thresholds() throws(SettingError) -> RiskThresholds {
        do throws(RiskThresholdError) {
            return try RiskThresholds(caution: caution, warning: warning, critical: critical)
        } catch {
            let lower = Millionths.text(error.range.lowerBound)
            let upper = Millionths.text(error.range.upperBound)
            throw .invalid(
                name: "risk." + error.threshold.rawValue, value: Millionths.text(error.value),
                range: "\(lower) to \(upper), so that 0 < caution < warning < critical ≤ 1")
        }
    }

    private func checkCondensation() throws(SettingError) {
        let settings = configuration.condensation
        guard settings.minimumMessages <= settings.maximumMessages else {
            throw .invalid(
                name: "condensation.minimumMessages", value: String(settings.minimumMessages),
                range: "1 to \(settings.maximumMessages), "
                    + "not above condensation.maximumMessages (\(settings.maximumMessages))")
        }
        let light = settings.lightTargetMillionths
        guard settings.aggressiveTargetMillionths < light else {
            throw .invalid(
                name: "condensation.aggressiveTarget",
                value: Millionths.text(settings.aggressiveTargetMillionths),
                range: "0.000001 to \(Millionths.text(light - 1)), "
                    + "below condensation.lightTarget (\(Millionths.text(light)))")
        }
    }

    private func checkChunks() throws(SettingError) {
        let chunks = configuration.chunks
        guard chunks.overlap < chunks.size else {
            throw .invalid(
                name: "chunks.overlap", value: String(chunks.overlap),
                range: "0 to \(chunks.size - 1), less than chunks.size (\(chunks.size))")
        }
    }
}

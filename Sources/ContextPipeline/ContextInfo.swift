public import ContextModel
public import StrictJSON
import TokenAccounting

/// What a response tells its client of the context (doc 003, `context_info`; doc 002,
/// `get_context_info()`).
public struct ContextInfo: Hashable, Sendable {
    /// The analysis of the request as it came in.
    public var analysis: ContextAnalysis
    /// What it costs now; as it came in, where nothing was done.
    public var finalTokens: TokenCount
    /// What was done; nil where nothing has been tried yet.
    public var strategyUsed: ContextAction?
    /// The messages that summaries stand for.
    public var messagesCondensed: Int
    /// The mean quality of the summaries; nil without any.
    public var quality: Share?
    /// How the summaries made for it read; nil where none was made, or none has two sentences.
    public var coherence: Share?
    /// Whether what was committed is below the thresholds of quality or preservation.
    public var isBelowQuality: Bool
    /// Into how many chunks the request was cut; nil where chunks are not tracked.
    public var totalChunks: Int?
    /// The share of weighted facts still visible; nil where nothing was changed
    /// or there are no facts.
    public var preservation: Share?
    /// How long it took, by the clock handed in.
    public var processingTime: Duration
    /// The tokens a client is told that believes in another limit (the legacy system's scaling).
    public var scaledTokens: TokenCount

    /// Whether something is condensed in what is sent.
    public var condensationApplied: Bool { messagesCondensed > 0 }

    /// What a client is warned of: that caution is due, that the limit is exceeded, that what was done
    /// keeps too little.
    public var warnings: [String] {
        var warnings: [String] = []
        if let caution = analysis.risk.caution { warnings.append(caution) }
        if strategyUsed == .insufficient {
            warnings.append("the limit is exceeded whatever is done")
        }
        if isBelowQuality { warnings.append("what was condensed is below the quality asked for") }
        return warnings
    }

    /// The documented fields, by their names.
    public var json: JSONValue {
        var fields = JSONObject()
        fields["risk_level"] = .string(analysis.riskLevel.rawValue.uppercased())
        fields["utilization_percent"] = .decimal(analysis.utilizationPercent)
        fields["estimated_tokens"] = .int(analysis.currentTokens.value)
        fields["hard_limit"] = .int(analysis.limitTokens.value)
        fields["available_tokens"] = .int(analysis.availableTokens.value)
        fields["messages_count"] = .int(analysis.messagesCount)
        fields["metadata"] = analysis.metadata
        fields["should_condense"] = .bool(analysis.shouldCondense)
        fields["recommended_strategy"] = .string(analysis.recommendedStrategy.rawValue)
        fields["strategy_used"] = strategyUsed.map { .string($0.rawValue) } ?? .null
        fields["condensation_applied"] = .bool(condensationApplied)
        fields["original_tokens"] = .int(analysis.currentTokens.value)
        fields["final_tokens"] = .int(finalTokens.value)
        fields["tokens_saved"] = .int((analysis.currentTokens - finalTokens).value)
        fields["scaled_tokens"] = .int(scaledTokens.value)
        fields["processing_time_ms"] = .decimal(
            thousandths: Int(processingTime.wholeMicroseconds))
        var condensation = JSONObject()
        condensation["success"] = .bool(condensationApplied && !isBelowQuality)
        condensation["total_chunks"] = totalChunks.map { .int($0) } ?? .null
        condensation["messages_condensed"] = .int(messagesCondensed)
        condensation["quality_score"] =
            quality.map { .decimal(thousandths: $0.millionths / 1_000) } ?? .null
        condensation["coherence"] =
            coherence.map { .decimal(thousandths: $0.millionths / 1_000) } ?? .null
        condensation["preservation_ratio"] =
            preservation.map { .decimal(thousandths: $0.millionths / 1_000) } ?? .null
        condensation["below_quality"] = .bool(isBelowQuality)
        fields["condensation_metadata"] = .object(condensation)
        fields["warnings"] = .array(warnings.map { .string($0) })
        return .object(fields)
    }
}

extension RiskAssessment {
    /// What is said where caution is due; nil at other levels.
    var caution: String? {
        level == .caution
            ? "\(Int(utilisation * 100)) % of the limit is used; nothing is done yet" : nil
    }
}

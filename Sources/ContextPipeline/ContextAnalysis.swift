public import Compression
public import ContextModel
public import StrictJSON
public import TokenAccounting

/// What is to be known of a context before anything is done about it (doc 002, `ContextAnalysisResult`).
public struct ContextAnalysis: Hashable, Sendable {
    /// How near the limit it is.
    public var risk: RiskAssessment
    /// What it is spent on.
    public var cost: CostBreakdown
    /// How many messages it has.
    public var messagesCount: Int
    /// Whether condensation is due: the level asks for it, it is on, and there are enough messages.
    public var shouldCondense: Bool
    /// How long the analysis took, by the clock handed in; that of the first, where it was remembered.
    public var analysisTime: Duration

    /// What else is known, by the kind of what tokens are spent on, as the documents' `metadata`: the
    /// tokens of each kind that occurs, and of pictures the number without a description.
    public var metadata: JSONValue {
        let kinds = [
            ("overhead", cost.overhead), ("roles", cost.roles), ("names", cost.names),
            ("ids", cost.ids), ("text", cost.text), ("reasoning", cost.reasoning),
            ("tool_calls", cost.toolCalls), ("tool_results", cost.toolResults),
            ("images", cost.images), ("redacted_thinking", cost.redactedThinking),
            ("opaque", cost.opaque), ("tool_definitions", cost.toolDefinitions),
        ]
        let spent = kinds.filter { $0.1 > 0 }.map { ($0.0, JSONValue.int($0.1)) }
        return .object(
            JSONObject([
                ("tokens", .object(JSONObject(spent))),
                ("undescribed_images", .int(cost.undescribedImages)),
                ("reserved_output", .int(risk.reservedOutput.value)),
            ]))
    }

    /// The level.
    public var riskLevel: RiskLevel { risk.level }
    /// Tokens and reserved output as a percentage of the limit.
    public var utilizationPercent: Double { risk.utilisation * 100 }
    /// What it costs.
    public var currentTokens: TokenCount { risk.tokens }
    /// The limit.
    public var limitTokens: TokenCount { risk.limit }
    /// What is left below the limit; 0 where nothing is.
    public var availableTokens: TokenCount {
        max(risk.limit - risk.tokens - risk.reservedOutput, .zero)
    }
    /// What the documents recommend at this level.
    public var recommendedStrategy: ManagementStrategy { risk.strategy }
}

/// What became of a request (doc 002, `ContextManagementResult`).
public struct ContextManagementResult: Sendable {
    /// The messages as they came in.
    public var originalMessages: [Message]
    /// The messages to send, compressed where compression is on.
    public var processedMessages: [Message]
    /// The messages that a client keeps: what is sent, before compression.
    public var context: [Message]
    /// What the request cost as it came in.
    public var originalTokens: TokenCount
    /// What is sent costs.
    public var finalTokens: TokenCount
    /// What was done.
    public var strategyUsed: ContextAction
    /// How near the limit it was.
    public var riskLevel: RiskLevel
    /// How long it took, by the clock handed in.
    public var processingTime: Duration
    /// What each step did, with the time it took.
    public var trace: [StageTrace]
    /// What the tokens are spent on, if they are too many.
    public var overflow: OverflowBreakdown?
    /// What compression made, with what is needed to expand it; nil where it is off.
    public var compression: CompressedRequest?
    /// What a response can tell its client.
    public var info: ContextInfo

    /// The result of an outcome.
    init(
        _ original: [Message], _ outcome: ContextOutcome, processingTime: Duration,
        info: ContextInfo
    ) {
        originalMessages = original
        processedMessages = Array(outcome.sent)
        context = Array(outcome.context)
        originalTokens = outcome.originalTokens
        finalTokens = outcome.cost.total
        strategyUsed = outcome.action
        riskLevel = outcome.risk.level
        self.processingTime = processingTime
        trace = outcome.trace
        overflow = outcome.overflow
        compression = outcome.compression
        self.info = info
    }

    /// What is not sent any more; negative never.
    public var tokensSaved: TokenCount { originalTokens - finalTokens }
}

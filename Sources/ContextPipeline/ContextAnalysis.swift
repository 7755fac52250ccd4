public import ContextModel
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

/// What became of a context (doc 002, `ContextManagementResult`).
public struct ContextManagementResult: Sendable {
    /// The messages as they came in.
    public var originalMessages: [Message]
    /// The messages to send.
    public var processedMessages: [Message]
    /// What it cost.
    public var originalTokens: TokenCount
    /// What it costs now.
    public var finalTokens: TokenCount
    /// What was done.
    public var strategyUsed: ContextAction
    /// How near the limit it was.
    public var riskLevel: RiskLevel
    /// How long it took, by the clock handed in.
    public var processingTime: Duration
    /// What each stage did, with the time it took.
    public var ledger: [LedgerEntry]
    /// What does not fit, if something does not.
    public var shortfall: Shortfall?
    /// What a response can tell its client.
    public var info: ContextInfo

    /// What is not sent any more; negative never.
    public var tokensSaved: TokenCount { originalTokens - finalTokens }
}

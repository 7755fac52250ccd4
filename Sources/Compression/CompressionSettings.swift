public import ContextModel

/// What decides on the compression of a conversation (doc 001: `conversation_compression`).
public struct CompressionSettings: Hashable, Sendable {
    /// Whether a conversation keeps its dictionary (`enabled`); if not, whoever keeps conversations
    /// compresses each request by itself, the documents' standard compression.
    public var isEnabled = true
    /// The most conversations that are remembered (`max_conversations`).
    public var maximumConversations = 1_000
    /// After how much time conversations that rest are forgotten (`cleanup_interval`).
    public var cleanupInterval = Duration.seconds(3_600)
    /// The least net efficiency (`min_net_efficiency`).
    public var minimumEfficiency = Share(millionths: 50_000)
    /// How many turns a trend is of (`efficiency_trend_window`).
    public var trendWindow = 3
    /// After how many turns a conversation is long (`long_conversation_threshold`).
    public var longConversation = 20
    /// The least net efficiency of a long conversation (`long_conversation_min_efficiency`). A long one must not decline, either.
    public var longMinimumEfficiency = Share(millionths: 20_000)
    /// Whether efficiency is of no account (`force_compression`).
    public var isForced = false
    /// What may be touched.
    public var contents: Set<TextKind> = [.prose, .code, .json, .toolOutput]
    /// What bounds rules and phrases (`min_characters` among them).
    public var limits = CompressionLimits()

    /// The documented defaults.
    public init() {}

    /// Whether a conversation after so many turns is worth going on with.
    ///
    /// The documents ask less of long conversations and call it stricter; here a long one has to reach
    /// the lower bound and must not be declining.
    public func pays(_ efficiency: Share, turns: Int, trend: EfficiencyTrend) -> Bool {
        if isForced { return true }
        guard turns > longConversation else { return efficiency >= minimumEfficiency }
        return efficiency >= longMinimumEfficiency && trend != .declining
    }
}

/// What a text of a conversation is, as far as compression may touch it.
public enum TextKind: String, Hashable, Sendable, CaseIterable {
    /// What people and models write, code between fences apart.
    case prose
    /// What stands between fences of three backticks.
    case code
    /// A text of a message that is one JSON object or array.
    case json
    /// What tools answer.
    case toolOutput = "tool_output"
    /// The system's instructions.
    case system
    /// Arguments of tool calls that are written as text; a model may copy symbols into a call.
    case arguments
}

/// Whether efficiency grows from turn to turn.
public enum EfficiencyTrend: String, Hashable, Sendable, CaseIterable {
    /// It grows.
    case improving
    /// It changes by at most a hundredth a turn.
    case stable
    /// It falls.
    case declining

    /// The trend of some turns' efficiencies: the slope of the least-squares line.
    public init(_ efficiencies: some Collection<Share>) {
        let count = efficiencies.count
        guard count > 1 else {
            self = .stable
            return
        }
        // Σ (2i − (n−1))·yᵢ and Σ (2i − (n−1))²: slope = 2·the first ÷ the second, all in integers.
        var above = 0
        var below = 0
        for (index, value) in efficiencies.enumerated() {
            let place = 2 * index - (count - 1)
            above += place * value.millionths
            below += place * place
        }
        let slope = 2 * above
        self =
            slope > Self.stableSlope * below
            ? .improving : slope < -Self.stableSlope * below ? .declining : .stable
    }

    /// The slope up to which it is stable, in millionths a turn.
    private static let stableSlope = 10_000
}

/// What bounds a compression.
public struct CompressionLimits: Hashable, Sendable {
    /// Fewer characters of new text than this bring no new rules (`min_characters`).
    public var minimumCharacters: Int
    /// The most rules that one turn may add.
    public var maximumRulesPerTurn: Int
    /// The most rules of a conversation; the alphabet bounds them too.
    public var maximumRules: Int
    /// The most tokens of decoder text that one turn may add.
    public var maximumDecoderTokens: Int
    /// The longest phrase, in pieces of the encoding's pattern; 1024 at most.
    public var maximumPhrasePieces: Int
    /// How often what is left is mined: one pass takes nine tenths of the time of three, and saves half a
    /// token to three tokens in a hundred less on recorded conversations.
    public var miningPasses = 3

    /// Limits; values below what makes sense are raised to it.
    public init(
        minimumCharacters: Int = 200, maximumRulesPerTurn: Int = 256, maximumRules: Int = 2048,
        maximumDecoderTokens: Int = 4096, maximumPhrasePieces: Int = 64
    ) {
        self.minimumCharacters = max(0, minimumCharacters)
        self.maximumRulesPerTurn = max(0, maximumRulesPerTurn)
        self.maximumRules = max(0, maximumRules)
        self.maximumDecoderTokens = max(0, maximumDecoderTokens)
        self.maximumPhrasePieces = max(1, maximumPhrasePieces)
    }
}

public import ContextModel
internal import Tokenization

/// What a turn changed about whether a conversation gets new rules.
public enum RuleChange: String, Hashable, Sendable, CaseIterable {
    /// It went on getting some.
    case goesOn = "goes_on"
    /// It gets no more: it saves too little.
    case disabled
    /// It gets some again: the dry run of this turn would have paid.
    case reenabled
    /// It gets none, as before.
    case staysDisabled = "stays_disabled"
}

/// Why a turn added no rules.
public enum RuleRefusal: String, Hashable, Sendable, CaseIterable {
    /// None of its texts may be touched (`contents`).
    case contents
    /// It brings fewer new characters than `min_characters`.
    case tooShort = "too_short"
    /// Nothing repeats often enough.
    case noRepeats = "no_repeats"
    /// Whatever repeats costs more to tell than it saves.
    case cost
    /// All its texts are the model's own, before which no rules may stand.
    case noCarrier = "no_carrier"
    /// A symbol means itself in a text that may not be touched.
    case ambiguous
    /// The conversation gets no new rules.
    case disabled

    /// The reason in words.
    var words: String {
        switch self {
        case .contents: "none of its texts may be touched"
        case .tooShort: "fewer new characters than the minimum"
        case .noRepeats: "no phrase repeats often enough"
        case .cost: "each would cost more to tell than it saves"
        case .noCarrier: "none of its texts may carry rules"
        case .ambiguous: "a symbol means itself in a text that may not be touched"
        case .disabled: "compression is disabled"
        }
    }
}

extension TurnFigures {
    /// What was decided in the turn and why, in one line without a word of the conversation: for logs.
    public func decision(_ settings: CompressionSettings) -> String {
        "turn \(turn): \(rulesInWords); net efficiency \(Self.percent(efficiency)), "
            + "\(trend.rawValue); \(changeInWords(settings))"
    }

    private var rulesInWords: String {
        let kept = "\(newRules) rules kept"
        let refused = triedPhrases - newRules
        if let refusal {
            return kept + (refused > 0 ? ", \(refused) refused" : "") + ": \(refusal.words)"
        }
        return kept + (refused > 0 ? ", \(refused) refused: \(RuleRefusal.cost.words)" : "")
    }

    private func changeInWords(_ settings: CompressionSettings) -> String {
        switch change {
        case .goesOn: settings.isForced ? "goes on, forced" : "goes on"
        case .reenabled: "re-enabled: new rules would pay again"
        case .staysDisabled: "stays disabled: \(shortfall(settings))"
        case .disabled: "disabled: \(shortfall(settings))"
        }
    }

    /// Which bound the conversation misses.
    private func shortfall(_ settings: CompressionSettings) -> String {
        guard turn > settings.longConversation else {
            return "less than \(Self.percent(settings.minimumEfficiency)) net efficiency"
        }
        let least = Self.percent(settings.longMinimumEfficiency)
        return "after \(settings.longConversation) turns, less than \(least) net efficiency "
            + "or declining"
    }

    private static func percent(_ share: Share) -> String {
        let hundredths = share.millionths / 100
        return "\(hundredths / 100)." + String(100 + hundredths % 100).dropFirst() + " %"
    }
}

/// Where a conversation stands after a turn, in the documents' words (doc 001).
public enum TurnStatus: String, Hashable, Sendable, CaseIterable {
    /// The first turn, if it is worth going on.
    case good = "Good"
    /// It is worth going on, and efficiency grows.
    case improving = "Improving"
    /// It is worth going on, and efficiency stays.
    case stable = "Stable"
    /// It is worth going on, though efficiency falls.
    case declining = "Declining"
    /// It saves too little: with this turn new rules end.
    case poor = "Poor → Disabled"
    /// New rules ended before.
    case disabled = "Disabled"

    /// The status of a turn by its trend and what it changed.
    public init(turn: Int, trend: EfficiencyTrend, change: RuleChange) {
        switch change {
        case .disabled: self = .poor
        case .staysDisabled: self = .disabled
        case .goesOn, .reenabled:
            guard turn > 1 else {
                self = .good
                return
            }
            switch trend {
            case .improving: self = .improving
            case .stable: self = .stable
            case .declining: self = .declining
            }
        }
    }
}

extension TurnFigures {
    /// Where the conversation stands, in the documents' words.
    public var status: TurnStatus { TurnStatus(turn: turn, trend: trend, change: change) }

    /// 1 − compressed ÷ original, decoder texts apart, of the request's tokens.
    public var compressionRatio: Share { Share(original - compressed, of: original) }
}

/// A turn of the documents' example of a conversation (doc 001, "Typical Conversation Progression").
public struct DocumentedTurn: Hashable, Sendable {
    /// The turn, from 1.
    public let turn: Int
    /// Its compression ratio.
    public let compressionRatio: Share
    /// Its net efficiency.
    public let efficiency: Share
    /// Rules so far.
    public let rules: Int
    /// What the documents call it.
    public let status: TurnStatus

    /// What the documents claim, turn by turn. Its fourth turn rises by 0.02 a turn over the last three,
    /// which the documents call stable; here that is improving.
    public static let all = [
        Self(1, 150_000, 80_000, 12, .good), Self(2, 220_000, 120_000, 18, .improving),
        Self(3, 280_000, 150_000, 24, .improving), Self(4, 310_000, 160_000, 29, .stable),
        Self(5, 290_000, 140_000, 31, .stable), Self(6, 250_000, 90_000, 33, .declining),
        Self(7, 180_000, 30_000, 35, .poor),
    ]

    private init(
        _ turn: Int, _ compressionRatio: Int, _ efficiency: Int, _ rules: Int, _ status: TurnStatus
    ) {
        self.turn = turn
        self.compressionRatio = Share(millionths: compressionRatio)
        self.efficiency = Share(millionths: efficiency)
        self.rules = rules
        self.status = status
    }
}

/// What each new rule of a trial gains, counted where its symbol stands.
struct RuleGains {
    private let phrases: [String]
    /// What the rules' lines cost.
    private let lines: [Int]
    /// What the rules gain, their lines taken off.
    private var gains: [Int]

    /// Whether a rule costs more than it gains.
    var hasLosses: Bool { gains.contains { $0 <= 0 } }

    /// Counts. Linear in the text that the rules replace.
    init(_ turn: NewText, _ trial: Trial) {
        let rules = trial.dictionary.rules[trial.firstNew...]
        phrases = rules.map(\.phrase)
        lines = rules.map { turn.tokenizer.count(DecoderText.line($0)).value }
        gains = lines.map { -$0 }
        for (index, matches) in trial.coding.matches.enumerated() {
            for match in matches where match.rule >= trial.firstNew {
                let symbol = trial.dictionary.rules[match.rule].symbol
                gains[match.rule - trial.firstNew] += turn.gain(of: match, symbol, in: index)
            }
        }
    }

    /// The phrases that pay, in order, those that gain most up to a number of tokens of lines; always fewer
    /// than there are: the one that gains least goes if all pay.
    func phrasesThatPay(atMost budget: Int) -> [String] {
        var kept = gains.indices.filter { gains[$0] > 0 }
            .sorted { (-gains[$0], $0) < (-gains[$1], $1) }
        if kept.count == gains.count { kept.removeLast(max(1, kept.count / 4)) }
        var rest = budget
        kept = kept.filter { index in
            rest -= lines[index]
            return rest >= 0
        }
        return kept.sorted().map { phrases[$0] }
    }
}

extension NewText {
    /// What a symbol saves where it stands, in tokens: its neighbours may be cut otherwise beside it.
    func gain(of match: PhraseMatcher.Match, _ symbol: Unicode.Scalar, in segment: Int) -> Int {
        let pieces = text.segments[segment]
        let before = max(pieces.lowerBound, match.pieces.lowerBound - 1)
        let after = min(pieces.upperBound, match.pieces.upperBound + 1)
        var window: [UInt8] = []
        window.append(contentsOf: text.bytes[text.byteRange(before..<match.pieces.lowerBound)])
        window.append(contentsOf: symbol.utf8Bytes)
        window.append(contentsOf: text.bytes[text.byteRange(match.pieces.upperBound..<after)])
        let count = window.withUnsafeBytes { tokenizer.count(utf8: $0).value }
        return tokens(before..<after) - count
    }

    /// Calls with every piece that has a symbol which a dictionary uses.
    func forEachLiteral(_ dictionary: CompressionDictionary, _ body: (Int) -> Void) {
        for (index, pieces) in text.segments.enumerated() {
            var piece = pieces.lowerBound
            let base = Int(text.starts[piece])
            for symbol in symbols[index] where dictionary.needsEscape(symbol.symbol) {
                while Int(text.starts[piece + 1]) <= base + symbol.start { piece += 1 }
                body(piece)
            }
        }
    }
}

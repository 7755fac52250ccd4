public import ContextModel
public import Tokenization

/// One conversation's compression from turn to turn (doc 001), with its efficiency and what follows
/// from it.
///
/// A value. What was sent stays as it was: each turn's rules travel with that turn, and later turns use
/// them. A turn whose texts do not become fewer tokens, the decoder text counted, is sent as it came; so
/// no request ever costs more than without compression.
public struct ConversationCompressor: Sendable {
    /// What decides.
    public let settings: CompressionSettings
    /// The rules so far.
    public private(set) var dictionary: CompressionDictionary
    /// Whether turns may still add rules.
    public private(set) var isActive = true
    /// The figures of the last turns, as many as a trend needs, newest last.
    public private(set) var recent: [TurnFigures] = []
    private let tokenizer: Tokenizer
    private let compressor: TurnCompressor

    /// A conversation that has not begun. The alphabet must be of the tokenizer's encoding.
    public init(_ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet, _ settings: CompressionSettings)
    {
        self.settings = settings
        self.tokenizer = tokenizer
        dictionary = CompressionDictionary(alphabet)
        compressor = TurnCompressor(tokenizer, limits: settings.limits)
    }

    /// The conversation goes on where another process left it.
    mutating func resume(
        _ dictionary: CompressionDictionary, isActive: Bool, recent: [TurnFigures]
    ) {
        self.dictionary = dictionary
        self.isActive = isActive
        self.recent = recent.suffix(settings.trendWindow)
    }

    /// The figures of the last turn; nil before the first.
    public var figures: TurnFigures? { recent.last }

    /// Compresses the texts that a turn adds; all of the conversation's, in order, whether they may be
    /// touched or not. Linear in what is new, see `TurnCompressor`.
    public mutating func add(_ texts: [CompressibleText]) -> [CompressedText] {
        let tried = SentTurn(texts, compressor, tokenizer, dictionary, settings, addsRules: true)
        let figures = figures(of: tried, texts)
        let isWorth = settings.pays(
            figures.efficiency, turns: figures.turn, trend: trend(with: figures.efficiency))
        guard isActive || isWorth else {
            // The trial was a dry run: nothing of it is sent.
            let turn = SentTurn(
                texts, compressor, tokenizer, dictionary, settings, addsRules: false)
            dictionary = turn.dictionary
            record(self.figures(of: turn, texts), .staysDisabled)
            return turn.texts
        }
        let change: RuleChange =
            isWorth ? (isActive ? .goesOn : .reenabled) : .disabled
        isActive = isWorth
        dictionary = tried.dictionary
        record(figures, change)
        return tried.texts
    }

    private func trend(with efficiency: Share) -> EfficiencyTrend {
        EfficiencyTrend((recent.map(\.efficiency) + [efficiency]).suffix(settings.trendWindow))
    }

    private mutating func record(_ figures: TurnFigures, _ change: RuleChange) {
        var figures = figures
        figures.change = change
        figures.trend = trend(with: figures.efficiency)
        figures.isActive = isActive
        recent.append(figures)
        if recent.count > settings.trendWindow { recent.removeFirst() }
    }

    private func figures(of turn: SentTurn, _ texts: [CompressibleText]) -> TurnFigures {
        var figures = TurnFigures(after: recent.last)
        figures.original += turn.originalTokens
        figures.compressed += turn.sentTokens - turn.decoderTokens
        figures.decoder += turn.decoderTokens
        figures.bytes += texts.reduce(0) { $0 + $1.text.utf8.count }
        figures.originalCharacters += texts.reduce(0) { $0 + $1.text.unicodeScalars.count }
        figures.compressedCharacters += turn.texts.reduce(0) {
            $0 + $1.text.unicodeScalars.count
        }
        figures.compressedCharacters -= turn.decoderCharacters
        figures.rules = turn.dictionary.rules.count
        figures.newRules = turn.dictionary.rules.count - dictionary.rules.count
        figures.triedPhrases = turn.triedPhrases
        figures.refusal = figures.newRules > 0 ? nil : turn.refusal
        figures.newOriginal = turn.originalTokens
        figures.newSent = turn.sentTokens
        return figures
    }
}

/// Where a conversation stands after a turn: sums over all texts that its request sends.
public struct TurnFigures: Hashable, Sendable {
    /// The turn, from 1.
    public internal(set) var turn: Int
    /// Tokens of the texts as they came.
    public internal(set) var original = 0
    /// Tokens of the texts as they are sent, decoder texts apart.
    public internal(set) var compressed = 0
    /// Tokens of the decoder texts.
    public internal(set) var decoder = 0
    /// Code points of the texts as they came.
    public internal(set) var originalCharacters = 0
    /// Code points of the texts as they are sent, decoder texts apart.
    public internal(set) var compressedCharacters = 0
    /// Bytes of the texts as they came, in UTF-8.
    public internal(set) var bytes = 0
    /// Rules so far.
    public internal(set) var rules = 0
    /// Tokens of the turn's own texts as they came.
    public internal(set) var newOriginal = 0
    /// Tokens of the turn's own texts as they are sent, decoder text included.
    public internal(set) var newSent = 0
    /// How efficiency develops.
    public internal(set) var trend = EfficiencyTrend.stable
    /// Whether the next turn may add rules.
    public internal(set) var isActive = true
    /// What the turn changed about that.
    public internal(set) var change = RuleChange.goesOn
    /// Rules that the turn added.
    public internal(set) var newRules = 0
    /// Phrases of the turn that were tried as rules, those that became some among them.
    public internal(set) var triedPhrases = 0
    /// Why the turn added no rules; nil if it added some, or where nobody remembers.
    public internal(set) var refusal: RuleRefusal?

    /// Before the first turn.
    init() { turn = 0 }

    init(after last: TurnFigures?) {
        turn = (last?.turn ?? 0) + 1
        guard let last else { return }
        (original, compressed, decoder) = (last.original, last.compressed, last.decoder)
        originalCharacters = last.originalCharacters
        compressedCharacters = last.compressedCharacters
        bytes = last.bytes
    }

    /// 1 − (compressed + decoder) ÷ original, of the request's tokens: what is really
    /// saved. Never negative.
    public var efficiency: Share { Share(saved, of: original) }

    /// Tokens that the request saves.
    public var saved: Int { original - compressed - decoder }

    /// The same turn by the documents' arithmetic.
    public var documented: DocumentedArithmetic {
        DocumentedArithmetic(
            originalCharacters: originalCharacters, compressedCharacters: compressedCharacters,
            decoderTokens: decoder, originalTokens: original)
    }
}

/// The efficiency as the documentation of conversation-aware compression computes it, for comparison.
///
/// It takes a ratio of tokens off a ratio of characters, so that it can be above zero where tokens are
/// lost: a symbol is one character, whatever it costs. What is really saved is `CompressedTurn`'s.
public struct DocumentedArithmetic: Hashable, Sendable {
    /// (original size − compressed size) ÷ original size, in characters; 0 for an empty text.
    public let compressionRatio: Double
    /// Tokens of the decoder ÷ original tokens; 0 if there are none.
    public let overheadRatio: Double

    /// The compression ratio less the overhead ratio.
    public var netEfficiency: Double { compressionRatio - overheadRatio }

    /// The figures of sizes in characters and tokens.
    public init(
        originalCharacters: Int, compressedCharacters: Int, decoderTokens: Int, originalTokens: Int
    ) {
        let saved = Double(originalCharacters - compressedCharacters)
        compressionRatio = originalCharacters == 0 ? 0 : saved / Double(originalCharacters)
        overheadRatio = originalTokens == 0 ? 0 : Double(decoderTokens) / Double(originalTokens)
    }
}

/// The baseline: a request compressed as a whole, recomputed each time, as compressors without
/// memory do.
///
/// It sees all texts at once, so that it may find more than turn by turn; but symbols change from request to
/// request, so that no part of a request is ever one that a provider has seen, and each request costs
/// an analysis of everything.
public struct PerRequestCompressor: Sendable {
    private let compressor: TurnCompressor
    private let empty: CompressionDictionary

    /// A compressor with symbols of an alphabet.
    public init(
        _ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet,
        limits: CompressionLimits = CompressionLimits()
    ) {
        compressor = TurnCompressor(tokenizer, limits: limits)
        empty = CompressionDictionary(alphabet)
    }

    /// Compresses the texts of a request; the dictionary is this request's alone. Linear.
    public func compress(
        _ texts: [String]
    ) -> (turn: CompressedTurn, dictionary: CompressionDictionary) {
        var dictionary = empty
        let turn = compressor.compress(texts, with: &dictionary)
        return (turn, dictionary)
    }
}

public import Tokenization

/// A phrase that is worth a symbol.
public struct MinedPhrase: Hashable, Sendable {
    /// The text.
    public let text: String
    /// How often it occurs without overlap, counted from the left, where no better phrase stands.
    public let uses: Int
    /// What it costs written out, in tokens.
    public let tokens: Int
}

/// Finds the phrases of new text for which symbols would save most tokens.
///
/// Works on the pieces of the encoding's pattern as numbers: what repeats is grouped by what follows it,
/// a queue chooses among the groups by net gain. About linear in the text; for one piece again and again,
/// times the longest phrase.
public struct PhraseMiner: Sendable {
    private let tokenizer: Tokenizer
    private let limits: CompressionLimits

    /// A miner.
    public init(_ tokenizer: Tokenizer, limits: CompressionLimits = CompressionLimits()) {
        self.tokenizer = tokenizer
        self.limits = limits
    }

    /// The phrases of texts, the one that gains most first; none crosses from one text to the next.
    public func phrases(in texts: [String]) -> [MinedPhrase] {
        let text = PieceText(texts, tokenizer)
        let isTaken = [Bool](repeating: false, count: text.count)
        return choices(in: text, isTaken: isTaken, atMost: limits.maximumRulesPerTurn).map {
            let tokens = text.tokens[$0.pieces].reduce(0) { $0 + Int($1) }
            return MinedPhrase(text: text.text($0.pieces), uses: $0.uses, tokens: tokens)
        }
    }

    /// The phrases of what is not taken. Each pass finds what is left between the phrases of those
    /// before it: their repeats are shorter than what they were part of.
    func choices(
        in text: PieceText, isTaken: [Bool], atMost limit: Int
    ) -> [PhraseSelection.Choice] {
        var finder = RepeatFinder(text, isTaken: isTaken, longest: limits.maximumPhrasePieces)
        var chosen: [PhraseSelection.Choice] = []
        for _ in 0..<limits.miningPasses where chosen.count < limit {
            let found = PhraseSelection.choices(from: &finder, atMost: limit - chosen.count)
            if found.isEmpty { break }
            chosen += found
        }
        return chosen
    }
}

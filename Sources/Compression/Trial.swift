internal import ContextModel
internal import Tokenization

/// A turn under a dictionary that may have new rules, counted as it would be sent.
struct Trial {
    let coding: TurnCoding
    /// The dictionary, with the new rules.
    private(set) var dictionary: CompressionDictionary
    /// The first new rule.
    let firstNew: Int
    let decoderText: String
    let decoderTokens: Int

    /// What is sent, in tokens.
    var total: Int { coding.tokens + decoderTokens }

    /// Codes a turn; with escapes only where they, and telling of them, make it shorter.
    init(_ turn: NewText, _ dictionary: CompressionDictionary, newFrom firstNew: Int) {
        let escaped = Self(turn, dictionary, newFrom: firstNew, escapes: true)
        guard escaped.coding.hasEscapes else {
            self = escaped
            return
        }
        let bare = Self(turn, dictionary, newFrom: firstNew, escapes: false)
        self = bare.total <= escaped.total ? bare : escaped
    }

    private init(
        _ turn: NewText, _ dictionary: CompressionDictionary, newFrom firstNew: Int, escapes: Bool
    ) {
        coding = TurnCoding(turn, with: dictionary, escapes: escapes)
        self.dictionary = dictionary
        self.firstNew = firstNew
        let tells = coding.hasEscapes && !dictionary.isEscapeTold
        decoderText = DecoderText.text(
            dictionary.rules[firstNew...], escape: tells ? dictionary.escape : nil)
        decoderTokens = turn.tokenizer.count(decoderText).value
        if tells { self.dictionary.isEscapeTold = true }
    }

    /// What the turn adds.
    var result: CompressedTurn {
        CompressedTurn(
            segments: coding.segments, newRules: Array(dictionary.rules[firstNew...]),
            decoderText: decoderText,
            originalTokens: coding.segments.reduce(0) { $0 + $1.originalTokens },
            compressedTokens: coding.tokens, decoderTokens: decoderTokens)
    }
}

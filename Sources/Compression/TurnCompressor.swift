internal import ContextModel
public import Tokenization

/// Compresses the new text of a conversation's turns, one after the other.
///
/// What was sent before never changes and is not looked at again: rules of earlier turns are used at
/// no cost, and new ones are added only where texts and decoder text together become fewer tokens, as
/// counted in what is really sent. A turn never costs more than its texts as they came.
///
/// Measured on recorded conversations with o200k_base, every new text once and decoder texts paid
/// for: 24 % of tokens saved on those of two coding agents (SWE-agent, OpenHands; conversations 7 to
/// 31 %), 18 % on tool-using support (tau-bench; 4 to 40 %, median 13 %), 22 % on aider's (half
/// of them short: median 2 %). Lossless meta-tokens, which a model is trained for, save 18 to 27 %;
/// whether an untrained model reads symbols as well as words is another question, not measured.
public struct TurnCompressor: Sendable {
    /// What bounds it.
    public let limits: CompressionLimits
    private let tokenizer: Tokenizer
    private let miner: PhraseMiner

    /// A compressor for models of a tokenizer.
    public init(_ tokenizer: Tokenizer, limits: CompressionLimits = CompressionLimits()) {
        self.tokenizer = tokenizer
        self.limits = limits
        miner = PhraseMiner(tokenizer, limits: limits)
    }

    /// Compresses the texts that a turn adds and adds its rules to the conversation's dictionary, whose
    /// alphabet must be of the same encoding. Every text of the conversation must be handed in once, in
    /// order, so that its symbols are known. Without new rules, only those there are, are used.
    /// Linear, see `PhraseMiner`.
    public func compress(
        _ texts: [String], with dictionary: inout CompressionDictionary, addsRules: Bool = true
    ) -> CompressedTurn {
        let turn = NewText(texts, tokenizer, dictionary.alphabet)
        for symbols in turn.symbols { dictionary.note(symbols) }
        var best = Trial(turn, dictionary, newFrom: dictionary.rules.count)
        var tried = 0
        let isTooShort = turn.characters < limits.minimumCharacters
        if addsRules, !isTooShort {
            best = withRules(turn, dictionary, instead: best, &tried)
        }
        dictionary = best.dictionary
        dictionary.turns += 1
        var result = best.result
        result.triedPhrases = tried
        result.isTooShort = isTooShort
        return result
    }

    /// The turn with the rules that pay, or the one given if none does.
    private func withRules(
        _ turn: NewText, _ dictionary: CompressionDictionary, instead plain: Trial,
        _ tried: inout Int
    ) -> Trial {
        var phrases = phrases(turn, dictionary, plain.coding)
        tried = phrases.count
        while !phrases.isEmpty {
            var tried = dictionary
            tried.append(phrases)
            let trial = Trial(turn, tried, newFrom: dictionary.rules.count)
            let gains = RuleGains(turn, trial)
            let isWithin = trial.decoderTokens <= limits.maximumDecoderTokens
            if !gains.hasLosses, isWithin, trial.total < plain.total { return trial }
            phrases = gains.phrasesThatPay(atMost: limits.maximumDecoderTokens)
        }
        return plain
    }

    /// New phrases, of what the rules there are leave.
    private func phrases(
        _ turn: NewText, _ dictionary: CompressionDictionary, _ coding: TurnCoding
    ) -> [String] {
        var isTaken = [Bool](repeating: false, count: turn.text.count)
        for matches in coding.matches {
            for match in matches { for piece in match.pieces { isTaken[piece] = true } }
        }
        turn.forEachLiteral(dictionary) { isTaken[$0] = true }
        let room = min(
            limits.maximumRulesPerTurn, limits.maximumRules - dictionary.rules.count)
        guard room > 0 else { return [] }
        return miner.choices(in: turn.text, isTaken: isTaken, atMost: room)
            .filter { turn.text.byteRange($0.pieces).count >= PhraseMatcher.shortest }
            .map { turn.text.text($0.pieces) }
    }
}

/// A turn's texts under one dictionary: where its phrases stand and what is sent.
struct TurnCoding {
    /// The texts as they are sent.
    private(set) var segments: [CompressedSegment] = []
    /// The phrases found, of texts in order.
    private(set) var matches: [[PhraseMatcher.Match]] = []
    /// What the texts cost, in tokens.
    private(set) var tokens = 0
    /// Whether a text has an escape.
    private(set) var hasEscapes = false

    /// Codes a turn. Without escapes, texts that have symbols literally are sent verbatim. Linear.
    init(_ turn: NewText, with dictionary: CompressionDictionary, escapes: Bool) {
        for index in turn.text.segments.indices {
            append(turn.segment(index, with: dictionary, escapes: escapes))
        }
    }

    private mutating func append(_ coded: CodedSegment) {
        segments.append(coded.segment)
        matches.append(coded.matches)
        tokens += coded.segment.tokens
        hasEscapes = hasEscapes || coded.hasEscapes
    }
}

/// A text as it is sent, with what was replaced in it.
struct CodedSegment {
    let segment: CompressedSegment
    let matches: [PhraseMatcher.Match]
    let hasEscapes: Bool
}

/// A turn's texts, cut into pieces once.
struct NewText {
    let texts: [String]
    let text: PieceText
    /// The symbols that texts have literally, by text.
    let symbols: [[SymbolOccurrence]]
    let tokenizer: Tokenizer

    /// Cuts texts. Linear.
    init(_ texts: [String], _ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet) {
        self.texts = texts
        self.tokenizer = tokenizer
        let text = PieceText(texts, tokenizer)
        self.text = text
        symbols = text.bytes.withUnsafeBytes { bytes in
            text.segments.map { pieces in
                let range = text.byteRange(pieces)
                return SymbolOccurrence.all(
                    in: UnsafeRawBufferPointer(rebasing: bytes[range]), alphabet)
            }
        }
    }

    /// The scalars of all texts. Linear.
    var characters: Int {
        text.bytes.withUnsafeBytes { bytes in
            var count = -16
            for byte in bytes where byte & 0xC0 != 0x80 { count += 1 }
            return count
        }
    }

    /// What some pieces cost as they came.
    func tokens(_ pieces: Range<Int>) -> Int {
        var sum = 0
        for piece in pieces { sum += Int(text.tokens[piece]) }
        return sum
    }

    /// Codes a text; as it came, unless that is longer.
    func segment(
        _ index: Int, with dictionary: CompressionDictionary, escapes: Bool
    ) -> CodedSegment {
        let pieces = text.segments[index]
        let original = tokens(pieces)
        let literal = symbols[index].filter { dictionary.needsEscape($0.symbol) }
        let matches = dictionary.matcher.matches(in: text, pieces: pieces)
        if !(matches.isEmpty && literal.isEmpty), literal.isEmpty || escapes {
            let coded = coded(index, matches, literal, dictionary)
            let tokens = tokenizer.count(coded).value
            if tokens < original {
                return CodedSegment(
                    segment: CompressedSegment(
                        text: coded, isVerbatim: false, originalTokens: original, tokens: tokens),
                    matches: matches, hasEscapes: !literal.isEmpty)
            }
        }
        return CodedSegment(
            segment: CompressedSegment(
                text: texts[index], isVerbatim: !literal.isEmpty, originalTokens: original,
                tokens: original),
            matches: matches, hasEscapes: false)
    }

    /// A text with symbols for phrases and escapes before literal symbols.
    private func coded(
        _ index: Int, _ matches: [PhraseMatcher.Match], _ literal: [SymbolOccurrence],
        _ dictionary: CompressionDictionary
    ) -> String {
        let range = text.byteRange(text.segments[index])
        var coded: [UInt8] = []
        coded.reserveCapacity(range.count)
        var place = range.lowerBound
        var literals = literal[...]
        func copy(upTo end: Int) {
            while let first = literals.first, first.start + range.lowerBound < end {
                literals.removeFirst()
                coded.append(contentsOf: text.bytes[place..<first.start + range.lowerBound])
                coded.append(contentsOf: dictionary.escape?.utf8Bytes ?? [])
                place = first.start + range.lowerBound
            }
            coded.append(contentsOf: text.bytes[place..<end])
        }
        for match in matches {
            let replaced = text.byteRange(match.pieces)
            copy(upTo: replaced.lowerBound)
            coded.append(contentsOf: dictionary.rules[match.rule].symbol.utf8Bytes)
            place = replaced.upperBound
        }
        copy(upTo: range.upperBound)
        return String(decoding: coded, as: UTF8.self)
    }
}

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

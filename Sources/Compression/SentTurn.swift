internal import ContextModel
internal import Tokenization

/// What one turn sends, counted as it is sent.
struct SentTurn {
    private(set) var texts: [CompressedText]
    private(set) var dictionary: CompressionDictionary
    private(set) var originalTokens = 0
    private(set) var sentTokens = 0
    private(set) var decoderTokens = 0
    private(set) var decoderCharacters = 0
    /// How many phrases were tried as rules.
    private(set) var triedPhrases = 0
    /// Why the turn has no new rules, unless it has some.
    private(set) var refusal: RuleRefusal?

    /// The turn as it came.
    init(
        unchanged given: [CompressibleText], _ tokenizer: Tokenizer,
        _ dictionary: CompressionDictionary
    ) {
        texts = given.map { CompressedText(text: $0.text, decoderBytes: 0, isCoded: false) }
        self.dictionary = dictionary
        self.dictionary.note(given.lazy.map(\.text))
        self.dictionary.turns += 1
        originalTokens = given.reduce(0) { $0 + tokenizer.count($1.text).value }
        sentTokens = originalTokens
    }

    /// The turn compressed, if that makes it fewer tokens, else as it came.
    init(
        _ given: [CompressibleText], _ compressor: TurnCompressor, _ tokenizer: Tokenizer,
        _ before: CompressionDictionary, _ settings: CompressionSettings, addsRules: Bool
    ) {
        self.init(unchanged: given, tokenizer, before)
        let stretches = given.map { $0.stretches(settings.contents) }
        let open = stretches.joined().filter(\.isOpen).map(\.text)
        guard !open.isEmpty else {
            refusal = .contents
            return
        }
        var dictionary = before
        dictionary.note(stretches.joined().lazy.filter { !$0.isOpen }.map(\.text))
        let turn = compressor.compress(open, with: &dictionary, addsRules: addsRules)
        triedPhrases = turn.triedPhrases
        refuse(turn, addsRules: addsRules)
        guard turn.savedTokens > 0 else { return }
        let carrier = Self.carrier(given, stretches)
        guard turn.decoderText.isEmpty || carrier != nil else {
            refusal = .noCarrier
            return
        }
        guard !Self.isAmbiguous(stretches, dictionary),
            let coded = Self.coded(stretches, turn, carrier: carrier)
        else {
            refusal = .ambiguous
            return
        }
        let sent = coded.reduce(0) { $0 + tokenizer.count($1.text).value }
        guard sent < originalTokens else {
            refusal = .cost
            return
        }
        texts = coded
        self.dictionary = dictionary
        sentTokens = sent
        decoderTokens = turn.decoderTokens
        decoderCharacters = turn.decoderText.unicodeScalars.count
    }

    /// Notes why a turn has no new rules as far as its texts alone decide.
    private mutating func refuse(_ turn: CompressedTurn, addsRules: Bool) {
        guard turn.newRules.isEmpty else { return }
        if !addsRules {
            refusal = .disabled
        } else if turn.isTooShort {
            refusal = .tooShort
        } else {
            refusal = turn.triedPhrases == 0 ? .noRepeats : .cost
        }
    }

    /// The text that the decoder text stands before: the first that may carry it, of those that may be
    /// touched, where there is one.
    private static func carrier(
        _ given: [CompressibleText], _ stretches: [[(text: String, isOpen: Bool)]]
    ) -> Int? {
        let carriers = given.indices.filter { given[$0].mayCarryDecoder }
        return carriers.first { stretches[$0].contains { $0.isOpen } } ?? carriers.first
    }

    /// Whether a symbol means itself in a stretch that may not be touched, beside coded stretches.
    private static func isAmbiguous(
        _ stretches: [[(text: String, isOpen: Bool)]], _ dictionary: CompressionDictionary
    ) -> Bool {
        stretches.lazy.filter { $0.count > 1 }.joined().contains { stretch in
            !stretch.isOpen
                && dictionary.symbols(in: stretch.text).contains(where: dictionary.needsEscape)
        }
    }

    /// The texts put together again; nil where a text would have to be expanded in part only.
    private static func coded(
        _ stretches: [[(text: String, isOpen: Bool)]], _ turn: CompressedTurn, carrier: Int?
    ) -> [CompressedText]? {
        var segments = turn.segments[...]
        var texts: [CompressedText] = []
        for (index, parts) in stretches.enumerated() {
            let decoder = index == carrier ? turn.decoderText : ""
            var text = decoder
            var isCoded = false
            for part in parts {
                guard part.isOpen, let segment = segments.popFirst() else {
                    text += part.text
                    continue
                }
                // A symbol that stands for itself without an escape must not stand beside coded text.
                if segment.isVerbatim, parts.count > 1 { return nil }
                text += segment.text
                isCoded = isCoded || !segment.isVerbatim
            }
            texts.append(
                CompressedText(text: text, decoderBytes: decoder.utf8.count, isCoded: isCoded))
        }
        return texts
    }
}

extension CompressionDictionary {
    /// The positions in the alphabet of the symbols that a text has.
    fileprivate func symbols(in text: String) -> [Int] {
        var text = text
        return text.withUTF8 {
            SymbolOccurrence.all(in: UnsafeRawBufferPointer($0), alphabet).map(\.symbol)
        }
    }

    /// Remembers that texts of the conversation have symbols: they are never chosen.
    fileprivate mutating func note(_ texts: some Sequence<String>) {
        for var text in texts {
            note(text.withUTF8 { SymbolOccurrence.all(in: UnsafeRawBufferPointer($0), alphabet) })
        }
    }
}

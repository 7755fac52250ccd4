internal import ContextModel
internal import Tokenization

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

internal import ContextModel
public import Tokenization

/// What symbols of a conversation stand for: rules that are only ever added.
///
/// A symbol stands for its phrase in every coded text of the conversation, sent before or after: it is
/// chosen among those that no text had so far, and a later text that has it literally is coded with an
/// escape before it. So expansion is one pass from left to right with the newest dictionary: the
/// escape and a symbol or an escape are that symbol or escape, a symbol alone is its phrase,
/// anything else is itself.
public struct CompressionDictionary: Sendable {
    /// The symbols that can be chosen.
    public let alphabet: SymbolAlphabet
    /// The rules, oldest first.
    public private(set) var rules: [CompressionRule] = []
    /// The symbol that is put before symbols meant literally, once there are rules.
    public private(set) var escape: Unicode.Scalar?
    /// How many turns were compressed.
    public internal(set) var turns = 0
    /// Whether a decoder text said what the escape is.
    var isEscapeTold = false
    private(set) var matcher = PhraseMatcher()
    private var meanings: [Meaning]
    private var next = 0

    /// Small: there is one for every symbol in every conversation.
    private enum Meaning: Equatable { case free, seen, escape, phrase(UInt16) }

    /// An empty dictionary. Linear in the alphabet.
    public init(_ alphabet: SymbolAlphabet) {
        self.alphabet = alphabet
        meanings = Array(repeating: .free, count: alphabet.symbols.count)
    }

    /// The phrase of a symbol, nil if it has none.
    public func phrase(of symbol: Unicode.Scalar) -> String? {
        guard let index = alphabet.index(of: symbol), let rule = rule(of: index) else { return nil }
        return rules[rule].phrase
    }

    /// The rule of a symbol of the alphabet.
    @inline(__always)
    func rule(of symbol: Int) -> Int? {
        if case .phrase(let rule) = meanings[symbol] { Int(rule) } else { nil }
    }

    /// Whether a symbol of the alphabet is the escape.
    func isEscape(_ symbol: Int) -> Bool { meanings[symbol] == .escape }

    /// Whether a symbol of the alphabet, where a text has it, needs an escape.
    func needsEscape(_ symbol: Int) -> Bool { rule(of: symbol) != nil || isEscape(symbol) }

    /// Remembers that texts of the conversation have symbols: they are never chosen.
    mutating func note(_ occurrences: [SymbolOccurrence]) {
        for occurrence in occurrences where meanings[occurrence.symbol] == .free {
            meanings[occurrence.symbol] = .seen
        }
    }

    /// The symbols that texts of the conversation have literally and that have no meaning, one after the
    /// other in the alphabet's order. Linear in the alphabet.
    var literalSymbols: String {
        var text = String.UnicodeScalarView()
        for index in meanings.indices where meanings[index] == .seen {
            text.append(alphabet.symbols[index])
        }
        return String(text)
    }

    /// Remembers that texts of the conversation have symbols, as they were written down.
    mutating func note(literals text: String) {
        for scalar in text.unicodeScalars {
            guard let index = alphabet.index(of: scalar), meanings[index] == .free else { continue }
            meanings[index] = .seen
        }
    }

    /// Adds rules for phrases with the next free symbols, as far as there are any.
    mutating func append(_ phrases: [String]) {
        for phrase in phrases {
            guard escape != nil || reserveEscape(), let symbol = nextFree() else { return }
            meanings[symbol] = .phrase(UInt16(truncatingIfNeeded: rules.count))
            rules.append(
                CompressionRule(symbol: alphabet.symbols[symbol], phrase: phrase, turn: turns))
            matcher.append(phrase)
        }
    }

    /// Takes a rule that was written down; returns whether it can be one.
    mutating func restore(_ rule: CompressionRule) -> Bool {
        guard let symbol = alphabet.index(of: rule.symbol), meanings[symbol] == .free else {
            return false
        }
        meanings[symbol] = .phrase(UInt16(rules.count))
        rules.append(rule)
        matcher.append(rule.phrase)
        return true
    }

    /// Takes the escape that was written down; returns whether it can be one.
    mutating func restore(escape: Unicode.Scalar) -> Bool {
        guard let symbol = alphabet.index(of: escape), meanings[symbol] == .free else {
            return false
        }
        meanings[symbol] = .escape
        self.escape = escape
        return true
    }

    private mutating func reserveEscape() -> Bool {
        guard let symbol = nextFree() else { return false }
        meanings[symbol] = .escape
        escape = alphabet.symbols[symbol]
        return true
    }

    private mutating func nextFree() -> Int? {
        while next < meanings.count {
            defer { next += 1 }
            if meanings[next] == .free { return next }
        }
        return nil
    }
}

extension CompressionDictionary {
    /// The dictionary of rules that were written down, for expansion. A symbol that is none of the
    /// alphabet's or has two meanings is refused.
    public init(
        _ alphabet: SymbolAlphabet, rules: [CompressionRule], escape: Unicode.Scalar?
    ) throws(CompressionError) {
        self.init(alphabet)
        if let escape, !restore(escape: escape) { throw .symbol(String(escape)) }
        for rule in rules {
            guard restore(rule) else { throw .symbol(String(rule.symbol)) }
        }
    }
}

/// A symbol and the phrase that it stands for.
public struct CompressionRule: Hashable, Sendable {
    /// The symbol: one character, one token.
    public let symbol: Unicode.Scalar
    /// The text that it stands for; holds no symbol.
    public let phrase: String
    /// The turn that introduced the rule, from 0.
    public let turn: Int

    /// A rule.
    public init(symbol: Unicode.Scalar, phrase: String, turn: Int) {
        self.symbol = symbol
        self.phrase = phrase
        self.turn = turn
    }
}

/// The characters that may stand for a phrase: single tokens of an encoding that Western text and code
/// do not have.
///
/// The rule: tokens that are one letter without case (general category Lo) of the Basic
/// Multilingual Plane, not of a script written from right to left, and that cost one token more than
/// their neighbours alone between words, signs, digits and line ends; in descending order of their
/// ids, since a late merge is rare text. Letters, not signs: a sign takes line ends after it into
/// its piece and parts them from the indentation that follows.
public struct SymbolAlphabet: Sendable {
    /// The symbols, in the order in which they are given out.
    public let symbols: [Unicode.Scalar]
    /// The encoding that has them.
    public let encoding: Encoding
    /// The position of a scalar of the plane among the symbols plus one, or 0.
    private let places: [UInt16]

    /// The symbols of a tokenizer's encoding. Linear in the vocabulary: make it once.
    public init(_ tokenizer: Tokenizer) {
        var symbols: [Unicode.Scalar] = []
        var places = [UInt16](repeating: 0, count: 0x1_0000)
        for id in stride(from: UInt32(tokenizer.vocabularySize) - 1, through: 256, by: -1) {
            guard let bytes = try? tokenizer.decode([id]), bytes.count == 2 || bytes.count == 3,
                let scalar = Self.letter(bytes)
            else { continue }
            guard Self.standsAlone(scalar, tokenizer) else { continue }
            symbols.append(scalar)
            places[Int(scalar.value)] = UInt16(symbols.count)
        }
        self.symbols = symbols
        self.places = places
        encoding = tokenizer.encoding
    }

    /// The position of a scalar among the symbols, nil if it is none.
    @inline(__always)
    public func index(of scalar: Unicode.Scalar) -> Int? { index(ofCode: scalar.value) }

    @inline(__always)
    func index(ofCode code: UInt32) -> Int? {
        guard code < 0x1_0000 else { return nil }
        let place = Int(places[Int(code)])
        return place == 0 ? nil : place - 1
    }

    /// The letter that bytes are, if it is one of the kind.
    private static func letter(_ bytes: [UInt8]) -> Unicode.Scalar? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let scalars = text.unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else { return nil }
        let isRightToLeft = (0x0590...0x08FF).contains(scalar.value)
        return scalar.properties.generalCategory == .otherLetter && !isRightToLeft ? scalar : nil
    }

    /// Whether a letter costs one token more than its neighbours alone, whatever they are.
    private static func standsAlone(_ scalar: Unicode.Scalar, _ tokenizer: Tokenizer) -> Bool {
        let letter = String(Character(scalar))
        return neighbours.allSatisfy { neighbour in
            let alone = tokenizer.count(neighbour.before) + tokenizer.count(neighbour.after)
            let together = tokenizer.count(neighbour.before + letter + neighbour.after)
            return together.value == alone.value + 1
        }
    }

    private static let neighbours: [(before: String, after: String)] = [
        ("", ""), ("get", "value"), ("(", ")"), (",", "."), ("\n", "\n    "), (":", "\n\n"),
        ("1", "2"), (" =", " x"), ("\"", "\","),
    ]
}

/// What a model is told about symbols: travels with the turn that introduces them.
///
/// Each line is a symbol, the sign of equality and the phrase as it is. A phrase may have line ends:
/// the next rule begins with the next line that begins with a symbol, since no phrase has one.
enum DecoderText {
    /// The first line of a conversation's first decoder text.
    static let header = "Symbols stand for the text after \"=\":\n"
    /// The first line of later ones.
    static let laterHeader = "More symbols:\n"

    /// The line of a rule.
    static func line(_ rule: CompressionRule) -> String {
        String(Character(rule.symbol)) + "=" + rule.phrase + "\n"
    }

    /// What the escape is.
    static func notice(_ escape: Unicode.Scalar) -> String {
        "A symbol after \(Character(escape)) stands for itself.\n"
    }

    /// The text for new rules, the first of the conversation or not; empty if there is nothing to say.
    static func text(_ rules: ArraySlice<CompressionRule>, escape: Unicode.Scalar?) -> String {
        var text = ""
        if let escape { text += notice(escape) }
        guard !rules.isEmpty else { return text }
        text += rules.startIndex == 0 ? header : laterHeader
        for rule in rules { text += line(rule) }
        return text
    }
}

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

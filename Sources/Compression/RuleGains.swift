internal import ContextModel
internal import Tokenization

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

import Compression
import Statistics
import Tokenization

/// Compresses and expands messages in conversations of ten, and stops at the first that does not come back
/// or costs more than it did.
struct RoundTrips {
    private let compressor: TurnCompressor
    private let alphabet: SymbolAlphabet
    private var random: SeededGenerator

    init(_ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet, seed: UInt64) {
        compressor = TurnCompressor(tokenizer, limits: CompressionLimits(minimumCharacters: 0))
        self.alphabet = alphabet
        random = SeededGenerator(seed: seed, name: "round trips")
    }

    /// A line of the page.
    func line(count: Int, real: [String]) throws -> String {
        var copy = self
        var (messages, rules, verbatim) = (0, 0, 0)
        while messages < count {
            var dictionary = CompressionDictionary(alphabet)
            var sent: [(text: String, segment: CompressedSegment)] = []
            for _ in 0..<10 {
                let text = copy.text(dictionary, sent.last?.segment.text, real)
                let turn = compressor.compress([text], with: &dictionary)
                guard turn.savedTokens >= 0 else { throw Failure("grew: \(text.debugDescription)") }
                rules += turn.newRules.count
                verbatim += turn.segments[0].isVerbatim ? 1 : 0
                sent.append((text, turn.segments[0]))
            }
            let expander = Expander(dictionary)
            for (text, segment) in sent where expander.expand(segment) != text {
                throw Failure("not the same: \(text.debugDescription)")
            }
            messages += sent.count
        }
        return "\n\(messages) messages came back and none grew: \(rules) rules, \(verbatim) texts "
            + "verbatim; random, real, and made of symbols and escapes.\n"
    }

    private mutating func text(
        _ dictionary: CompressionDictionary, _ last: String?, _ real: [String]
    ) -> String {
        switch random.next(below: 4) {
        case 0: slice(of: real.isEmpty ? "" : random.choose(real))
        case 1: symbols(dictionary)
        case 2:
            symbols(dictionary) + (last ?? "") + slice(of: real.isEmpty ? "" : random.choose(real))
        default: words()
        }
    }

    private mutating func slice(of text: String) -> String {
        let scalars = text.unicodeScalars
        let start = random.next(below: max(1, min(4000, text.utf8.count)))
        let slice = String(scalars.dropFirst(start).prefix(random.next(in: 1...600)))
        return random.next(below: 2) == 0 ? slice : slice + slice
    }

    private mutating func symbols(_ dictionary: CompressionDictionary) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<random.next(below: 30) {
            switch random.next(below: 4) {
            case 0: dictionary.escape.map { scalars.append($0) }
            case 1 where !dictionary.rules.isEmpty:
                scalars.append(random.choose(dictionary.rules).symbol)
            case 2: scalars.append(random.choose(Array(alphabet.symbols.prefix(12))))
            default: scalars.append(contentsOf: " one more phrase".unicodeScalars)
            }
        }
        return String(scalars)
    }

    private mutating func words() -> String {
        let words = [
            " the", " a b c", "\n    ", "{\"k\": 1}", "é", "日本", "👩‍👧", "\u{0}", "=", "\r\n",
        ]
        return (0..<random.next(below: 80)).map { _ in random.choose(words) }.joined()
    }
}

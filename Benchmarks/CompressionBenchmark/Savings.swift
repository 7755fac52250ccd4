import Compression
import Statistics
import Tokenization

/// What compression saves, in tokens, the decoder text counted.
struct Savings {
    private(set) var table = """

        ## Net savings

        Every text of a turn counted alone, decoder texts included; nothing of the request's frame.

        | source | conversations | turns | tokens | saved | decoder | turns that save | by conversation: least, \
        median, most | by turn: median, p90 | at once | documented net, at once |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|

        """

    init(_ conversations: Conversations, _ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet) {
        for source in conversations.sources {
            var sums = Sums()
            for turns in source.conversations { sums.add(turns, tokenizer, alphabet) }
            table += sums.row(source.name)
        }
    }
}

private struct Sums {
    var turns = 0
    var tokens = 0
    var saved = 0
    var decoder = 0
    var savedAtOnce = 0
    var characters = (original: 0, compressed: 0)
    var decoderAtOnce = 0
    var byTurn: [Double] = []
    var byConversation: [Double] = []

    mutating func add(_ texts: [[String]], _ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet) {
        let compressor = TurnCompressor(tokenizer)
        var dictionary = CompressionDictionary(alphabet)
        var (original, gained) = (0, 0)
        for turn in texts {
            let result = compressor.compress(turn, with: &dictionary)
            original += result.originalTokens
            gained += result.savedTokens
            decoder += result.decoderTokens
            byTurn.append(ratio(result.savedTokens, result.originalTokens))
        }
        turns += texts.count
        tokens += original
        saved += gained
        byConversation.append(ratio(gained, original))
        let whole = Array(texts.joined())
        let atOnce = PerRequestCompressor(tokenizer, alphabet).compress(whole).turn
        savedAtOnce += atOnce.savedTokens
        decoderAtOnce += atOnce.decoderTokens
        characters.original += whole.reduce(0) { $0 + $1.unicodeScalars.count }
        characters.compressed += atOnce.segments.reduce(0) { $0 + $1.text.unicodeScalars.count }
    }

    func row(_ name: String) -> String {
        let turnsThatSave = byTurn.count { $0 > 0 }
        let documented = DocumentedArithmetic(
            originalCharacters: characters.original, compressedCharacters: characters.compressed,
            decoderTokens: decoderAtOnce, originalTokens: tokens)
        let cells = [
            name, "\(byConversation.count)", "\(turns)", "\(tokens)", percent(ratio(saved, tokens)),
            percent(ratio(decoder, tokens)), percent(ratio(turnsThatSave, turns)),
            [0, 0.5, 1].map { percent(at($0, byConversation)) }.joined(separator: ", "),
            [0.5, 0.9].map { percent(at($0, byTurn)) }.joined(separator: ", "),
            percent(ratio(savedAtOnce, tokens)), percent(documented.netEfficiency),
        ]
        return "| " + cells.joined(separator: " | ") + " |\n"
    }
}

func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

private func percent(_ ratio: Double) -> String {
    DecimalText.fixed(ratio * 100, decimals: 1) + " %"
}

/// The value of a rank, the lower one of two.
func at(_ quantile: Double, _ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[Int(quantile * Double(sorted.count - 1))]
}

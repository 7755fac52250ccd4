import Compression
import Statistics
import ThreadTime
import Tokenization

/// How many megabytes of new text a second are mined, compressed and expanded.
struct Speeds {
    private(set) var table = """

        ## Speed, MB/s of original text, turn by turn

        Median of rounds, and the fastest; mined: phrases found; compressed: mined, coded and counted.
        Counting alone stands beside them: it tells how busy the machine was.

        | source | bytes | mined, one pass | mined | compressed | rules applied only | expanded | tokens counted |
        |---|---:|---:|---:|---:|---:|---:|---:|

        """

    init(
        _ conversations: Conversations, _ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet,
        rounds: Int
    ) {
        for source in conversations.sources {
            var samples: [[Double]] = [[], [], [], [], [], []]
            for round in 0...rounds {
                let seconds = Self.round(source, tokenizer, alphabet)
                guard round > 0 else { continue }
                for (index, value) in seconds.enumerated() { samples[index].append(value) }
            }
            let rates = samples.map { seconds in
                let rate = { Double(source.bytes) / 1e6 / $0 }
                return "\(text(rate(at(0.5, seconds)))), \(text(rate(at(0, seconds))))"
            }
            table += "| \(source.name) | \(source.bytes) | \(rates.joined(separator: " | ")) |\n"
        }
    }

    /// Seconds of all conversations: mining, compressing, applying what there is, expanding.
    private static func round(
        _ source: Conversations.Source, _ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet
    ) -> [Double] {
        let miner = PhraseMiner(tokenizer)
        var limits = CompressionLimits()
        limits.miningPasses = 1
        let once = PhraseMiner(tokenizer, limits: limits)
        let compressor = TurnCompressor(tokenizer)
        var seconds = [0.0, 0, 0, 0, 0, 0]
        for turns in source.conversations {
            var dictionary = CompressionDictionary(alphabet)
            seconds[0] += cpuSeconds { for turn in turns { use(once.phrases(in: turn)) } }
            seconds[1] += cpuSeconds { for turn in turns { use(miner.phrases(in: turn)) } }
            var sent: [CompressedTurn] = []
            seconds[2] += cpuSeconds {
                for turn in turns { sent.append(compressor.compress(turn, with: &dictionary)) }
            }
            seconds[3] += cpuSeconds {
                for turn in turns {
                    use(compressor.compress(turn, with: &dictionary, addsRules: false))
                }
            }
            seconds[5] += cpuSeconds {
                for turn in turns { for text in turn { use(tokenizer.count(text)) } }
            }
            let expander = Expander(dictionary)
            seconds[4] += cpuSeconds {
                for turn in sent { for segment in turn.segments { use(expander.expand(segment)) } }
            }
        }
        return seconds
    }

    private func text(_ rate: Double) -> String { DecimalText.fixed(rate, decimals: 1) }
}

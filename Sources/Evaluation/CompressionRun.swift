internal import Compression
internal import ContextModel
internal import ContextPipeline
internal import Tokenization

/// Compresses the requests of one conversation and sums up what came of it.
struct CompressionRun {
    private(set) var tally = CompressionTally()
    private let mode: CompressionChoice.Mode
    private let fresh: CompressedHistory
    private var history: CompressedHistory
    private var previous: Sent?

    /// A request as it was sent.
    private struct Sent {
        var messages: [Message]
        var symbols: [String: Unicode.Scalar]
        /// The bytes of its texts as they came.
        var bytes: Int
    }

    /// A conversation that has not begun; nil where nothing is to be compressed. An estimate cannot tell
    /// what a symbol costs: with one, compression is refused.
    init?(_ choice: CompressionChoice, _ counter: any TokenCounter) throws(TrialError) {
        guard choice.mode != .off else { return nil }
        guard let tokenizer = counter as? Tokenizer else {
            throw TrialError(
                "compression.mode=\(choice.mode.rawValue) needs a counter of a published encoding, found "
                    + counter.name)
        }
        mode = choice.mode
        fresh = CompressedHistory(tokenizer, SymbolAlphabet(tokenizer), choice.settings)
        history = fresh
    }

    /// Compresses the messages of the next request.
    mutating func add(_ messages: ArraySlice<Message>, _ wall: () -> UInt64) {
        let messages = Array(messages)
        let start = wall()
        if mode == .request { history = fresh }
        let sent = history.compress(messages)
        tally.time += Int64(wall() - start)
        guard let figures = history.compressor.figures else { return }
        let rules = history.compressor.dictionary.rules
        let symbols = Dictionary(rules.map { ($0.phrase, $0.symbol) }) { first, _ in first }
        tally.add(figures)
        tally.addBytes(figures.bytes, new: figures.bytes - (previous?.bytes ?? 0))
        if let previous {
            let common = symbols.filter { previous.symbols[$0.key] != nil }
            tally.addComparison(
                phrases: common.count,
                kept: common.count { previous.symbols[$0.key] == $0.value },
                keepsPrefix: sent.begins(with: previous.messages))
        }
        previous = Sent(messages: sent, symbols: symbols, bytes: figures.bytes)
    }
}

extension [Message] {
    /// Whether the messages begin with others, byte for byte.
    fileprivate func begins(with others: [Message]) -> Bool {
        count >= others.count
            && zip(self, others).allSatisfy {
                $0.role == $1.role && $0.parts.saysTheSame(as: $1.parts)
            }
    }
}

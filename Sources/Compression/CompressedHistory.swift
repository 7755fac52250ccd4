public import ContextModel
public import Tokenization

/// A conversation's history as it was sent, compressed turn by turn.
///
/// A value. A request that continues the one before adds its new messages as a turn; the same request
/// again changes nothing; any other begins the conversation anew.
public struct CompressedHistory: Sendable {
    /// The compression of the conversation.
    public private(set) var compressor: ConversationCompressor
    /// The messages as they are sent.
    public private(set) var sent: [Message] = []
    private var originals: [Message] = []
    private let fresh: ConversationCompressor

    /// A conversation that has not begun. The alphabet must be of the tokenizer's encoding.
    public init(_ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet, _ settings: CompressionSettings)
    {
        fresh = ConversationCompressor(tokenizer, alphabet, settings)
        compressor = fresh
    }

    /// The messages of a request as they are to be sent. Clients may hand in what they wrote or what was
    /// sent before. Linear in what is new; what was seen is compared, O(messages) where clients keep
    /// their storage.
    public mutating func compress(_ messages: [Message]) -> [Message] {
        if !continues(messages) {
            compressor = fresh
            (originals, sent) = ([], [])
        }
        let new = messages[originals.count...]
        guard !new.isEmpty else { return sent }
        let texts = new.map(\.compressibleTexts)
        var compressed = compressor.add(Array(texts.joined()))[...]
        for (message, own) in zip(new, texts) {
            let changed = compressed.prefix(own.count).map(\.text)
            compressed = compressed.dropFirst(own.count)
            sent.append(
                zip(own, changed).allSatisfy { $0.text.utf8.elementsEqual($1.utf8) }
                    ? message : message.replacingTexts(with: changed))
        }
        originals += new
        return sent
    }

    /// Turns a model's answer back.
    public var expander: Expander { Expander(compressor.dictionary) }

    /// Bytes of texts and rules that are kept.
    public var bytes: Int {
        (originals + sent).reduce(0) { $0 + $1.texts.reduce(0) { $0 + $1.utf8.count } }
            + compressor.dictionary.rules.reduce(0) { $0 + $1.phrase.utf8.count + 4 }
    }

    private func continues(_ messages: [Message]) -> Bool {
        guard messages.count >= originals.count else { return false }
        return originals.indices.allSatisfy { index in
            messages[index].role == originals[index].role
                && (messages[index].parts.saysTheSame(as: originals[index].parts)
                    || messages[index].parts.saysTheSame(as: sent[index].parts))
        }
    }
}

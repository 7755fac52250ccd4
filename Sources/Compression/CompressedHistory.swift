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
    /// The texts of each message as it is sent; empty for a message that is sent as it came.
    private(set) var texts: [[CompressedText]] = []
    /// How many turns were taken, those of conversations that began anew included.
    public private(set) var turnsTaken = 0
    private(set) var originals: [Message] = []
    private let initial: ConversationCompressor

    /// A conversation that has not begun. The alphabet must be of the tokenizer's encoding.
    public init(_ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet, _ settings: CompressionSettings)
    {
        initial = ConversationCompressor(tokenizer, alphabet, settings)
        compressor = initial
    }

    /// The messages of a request as they are to be sent. Clients may hand in what they wrote or what was
    /// sent before. Linear in what is new; what was seen is compared, O(messages) where clients keep
    /// their storage.
    ///
    /// Where conversations keep no dictionary (`enabled`), each request is one turn by itself.
    ///
    /// - Parameter ends: where turns among the new messages end that were requests of their own, as
    ///   numbers of messages that grow.
    public mutating func compress(_ messages: [Message], turnEnds ends: [Int] = []) -> [Message] {
        if !compressor.settings.isEnabled || !isContinued(by: messages) {
            compressor = initial
            (originals, sent, texts) = ([], [], [])
        }
        if compressor.settings.isEnabled {
            for end in ends where end > originals.count && end < messages.count {
                add(messages[originals.count..<end])
            }
        }
        add(messages[originals.count...])
        return sent
    }

    /// Adds messages as a turn, if there are any.
    private mutating func add(_ new: ArraySlice<Message>) {
        guard !new.isEmpty else { return }
        turnsTaken += 1
        let given = new.map(\.compressibleTexts)
        var compressed = compressor.add(Array(given.joined()))[...]
        for (message, own) in zip(new, given) {
            add(message, own, as: Array(compressed.prefix(own.count)))
            compressed = compressed.dropFirst(own.count)
        }
        originals += new
    }

    /// Goes on where another process left the conversation.
    mutating func resume(
        _ compressor: ConversationCompressor, originals: [Message], sent: [Message],
        texts: [[CompressedText]]
    ) {
        self.compressor = compressor
        (self.originals, self.sent, self.texts) = (originals, sent, texts)
    }

    /// Adds a message with its texts as they came and as they are sent.
    private mutating func add(
        _ message: Message, _ own: [CompressibleText], as coded: [CompressedText]
    ) {
        let isSame = zip(own, coded).allSatisfy { $0.text.utf8.elementsEqual($1.text.utf8) }
        sent.append(isSame ? message : message.replacingTexts(with: coded.map(\.text)))
        texts.append(isSame ? [] : coded)
    }

    /// Turns a model's answer back.
    public var expander: Expander { Expander(compressor.dictionary) }

    /// Bytes of texts and rules that are kept.
    public var bytes: Int {
        (originals + sent).reduce(0) { $0 + $1.texts.reduce(0) { $0 + $1.utf8.count } }
            + compressor.dictionary.rules.reduce(0) { $0 + $1.phrase.utf8.count + 4 }
    }

    /// Whether a request begins with the history, as clients wrote it or as it was sent. O(messages)
    /// where clients keep their storage.
    public func isContinued(by messages: [Message]) -> Bool {
        guard messages.count >= originals.count else { return false }
        return originals.indices.allSatisfy { index in
            messages[index].role == originals[index].role
                && (messages[index].parts.saysTheSame(as: originals[index].parts)
                    || messages[index].parts.saysTheSame(as: sent[index].parts))
        }
    }
}

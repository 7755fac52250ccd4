public import ContextModel
internal import StrictJSON
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

/// A text as it is sent.
public struct CompressedSegment: Hashable, Sendable {
    /// The text.
    public let text: String
    /// Whether the text is sent as it came though it has symbols, since escapes would make it longer: then
    /// it must not be expanded. Only texts that use symbols of earlier turns literally are concerned.
    public let isVerbatim: Bool
    /// What the text cost as it came, in tokens.
    public let originalTokens: Int
    /// What it costs now, in tokens.
    public let tokens: Int
}

/// What one turn adds to a conversation, compressed.
public struct CompressedTurn: Hashable, Sendable {
    /// The texts, in order.
    public let segments: [CompressedSegment]
    /// The rules that are new.
    public let newRules: [CompressionRule]
    /// The text that has to travel with this turn so that a model can read it; empty if there is none.
    public let decoderText: String
    /// What the texts cost as they came, in tokens, each alone.
    public let originalTokens: Int
    /// What they cost now, in tokens, each alone.
    public let compressedTokens: Int
    /// What the decoder text costs, in tokens.
    public let decoderTokens: Int
    /// How many phrases were found to repeat often enough to try, the new rules' among them.
    public internal(set) var triedPhrases = 0
    /// Whether the texts are too short for new rules.
    public internal(set) var isTooShort = false

    /// Tokens saved, the decoder text counted; never negative.
    public var savedTokens: Int { originalTokens - compressedTokens - decoderTokens }
}

/// An object that is read member by member.
struct CompressedObject {
    let object: JSONObject
    let place: String

    init(_ object: JSONObject, _ place: String) {
        self.object = object
        self.place = place
    }

    static func object(
        _ value: JSONValue, _ place: String
    ) throws(CompressionReadingError) -> JSONObject {
        guard case .object(let object) = value else {
            throw CompressionReadingError("\(place): expected an object")
        }
        return object
    }

    private func refusal(_ name: String, _ expected: String) -> CompressionReadingError {
        CompressionReadingError("\(place)\(name): expected \(expected)")
    }

    func text(_ name: String) throws(CompressionReadingError) -> String {
        guard case .string(let text)? = object[name] else { throw refusal(name, "a text") }
        return text
    }

    func scalar(_ name: String) throws(CompressionReadingError) -> Unicode.Scalar {
        let scalars = try text(name).unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else {
            throw refusal(name, "one character")
        }
        return scalar
    }

    func number(_ name: String) throws(CompressionReadingError) -> Int {
        guard case .number(let number)? = object[name], let value = Int(number.lexeme), value >= 0
        else { throw refusal(name, "a whole number") }
        return value
    }

    func digest(_ name: String) throws(CompressionReadingError) -> ContentDigest {
        guard let digest = ContentDigest(hexadecimal: try text(name)) else {
            throw refusal(name, "64 hexadecimal digits")
        }
        return digest
    }

    func truth(_ name: String) throws(CompressionReadingError) -> Bool {
        guard let value = object[name]?.bool else { throw refusal(name, "true or false") }
        return value
    }

    func path(_ name: String) throws(CompressionReadingError) -> [JSONPath.Step] {
        guard case .array(let steps)? = object[name] else { throw refusal(name, "an array") }
        var path: [JSONPath.Step] = []
        for step in steps {
            switch step {
            case .string(let member): path.append(.member(member))
            case .number(let number):
                guard let index = Int(number.lexeme) else { throw refusal(name, "whole numbers") }
                path.append(.element(index))
            default: throw refusal(name, "names and numbers")
            }
        }
        return path
    }

    func list<Element>(
        _ name: String,
        _ read: (CompressedObject) throws(CompressionReadingError) -> Element
    ) throws(CompressionReadingError) -> [Element] {
        guard case .array(let elements)? = object[name] else { throw refusal(name, "an array") }
        var list: [Element] = []
        for (index, element) in elements.enumerated() {
            let place = "\(name)[\(index)]"
            list.append(
                try read(
                    CompressedObject(try Self.object(element, place), place + ".")))
        }
        return list
    }
}

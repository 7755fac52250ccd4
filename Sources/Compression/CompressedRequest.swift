public import ContextModel
public import StrictJSON

/// What compression made of a request's messages, with all that is needed to have them back.
public struct CompressedRequest: Sendable {
    /// The messages as they are sent.
    public let messages: [Message]
    /// The texts of each message, in the order of `compressibleTexts`; empty for a message that is sent
    /// as it came.
    public let texts: [[CompressedText]]
    /// The rules so far, oldest first. Each turn's new ones travel before a text of that turn.
    public let rules: [CompressionRule]
    /// The symbol before symbols that mean themselves; nil without rules.
    public let escape: Unicode.Scalar?
    /// Where the conversation stands after the request.
    public let figures: TurnFigures
    /// The symbols of the encoding.
    public let alphabet: SymbolAlphabet

    /// How many messages are not sent as they came.
    public var rewritten: Int { texts.count { !$0.isEmpty } }

    /// Turns texts back. Linear in the rules.
    public var expander: Expander {
        get throws(CompressionError) {
            Expander(try CompressionDictionary(alphabet, rules: rules, escape: escape))
        }
    }

    /// The messages as they came. Linear.
    public func expanded() throws(CompressionError) -> [Message] {
        let expander = try expander
        return zip(messages, texts).map { message, texts in
            texts.isEmpty
                ? message
                : message.replacingTexts(with: texts.map { $0.expanded(with: expander) })
        }
    }
}

extension CompressedHistory {
    /// The last request; nil before the first.
    public var request: CompressedRequest? {
        guard let figures = compressor.figures else { return nil }
        return CompressedRequest(
            messages: sent, texts: texts, rules: compressor.dictionary.rules,
            escape: compressor.dictionary.escape, figures: figures,
            alphabet: compressor.dictionary.alphabet)
    }
}

extension CompressedDocument {
    /// A request that a session compressed, as it is written in a wire format: as it came and as it is
    /// sent, the same JSON but for its texts. Nil where the format does not write each text by itself,
    /// so that no place could be told to expand. Linear.
    public init?(
        _ request: CompressedRequest, context: JSONValue, sent: JSONValue
    ) throws(CompressionError) {
        guard let before = ConversationJSON(context), let after = ConversationJSON(sent) else {
            return nil
        }
        let places = Array(zip(before.turns.joined(), after.turns.joined()))
        let expander = try request.expander
        let coded = Dictionary(grouping: request.texts.joined(), by: \.text)
        var changes: [Change] = []
        var decoder = ""
        for (own, other) in places where !own.text.text.hasSameBytes(as: other.text.text) {
            let sent = other.text.text
            let known = coded[sent]?.first {
                $0.text.hasSameBytes(as: sent)
                    && $0.expanded(with: expander).hasSameBytes(as: own.text.text)
            }
            guard let known else { return nil }
            decoder += String(decoding: sent.utf8.prefix(known.decoderBytes), as: UTF8.self)
            changes.append(
                Change(
                    path: other.path, decoderBytes: known.decoderBytes, isCoded: known.isCoded))
        }
        self.init(
            content: sent, isText: false, rules: request.rules, escape: request.escape,
            changes: changes, encoding: request.alphabet.encoding)
        self.decoder = decoder
        guard isTold(by: decoder) else { return nil }
        originalTokens = request.figures.original
        compressedTokens = request.figures.compressed
        decoderTokens = request.figures.decoder
    }
}

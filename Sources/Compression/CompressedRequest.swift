public import ContextModel

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

public import StrictJSON

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

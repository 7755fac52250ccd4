public import StrictJSON
internal import Tokenization

extension CompressedDocument {
    /// The document as one JSON object: `messages` (or `text`), `dictionary`, `decoder`, the three counts,
    /// and what is needed to go back: `encoding`, `escape`, `changes`, `conversation` (an object's other
    /// members).
    public var json: JSONValue {
        var object = JSONObject()
        switch content {
        case .string: object["text"] = content
        case .object(var other):
            object["messages"] = other.remove("messages")
            object["conversation"] = .object(other)
        default: object["messages"] = content
        }
        object["dictionary"] = .array(rules.map(\.json))
        object["decoder"] = .string(decoder)
        object["originalTokens"] = .int(originalTokens)
        object["compressedTokens"] = .int(compressedTokens)
        object["decoderTokens"] = .int(decoderTokens)
        object["encoding"] = .string(encoding.rawValue)
        if let escape { object["escape"] = .string(String(escape)) }
        object["changes"] = .array(changes.map(\.json))
        return .object(object)
    }

    /// A document read back; what is missing or of another kind is named.
    public init(_ json: JSONValue) throws(CompressionReadingError) {
        let reader = CompressedObject(try CompressedObject.object(json, "the document"), "")
        let encoding = try reader.text("encoding")
        guard let encoding = Encoding(rawValue: encoding) else {
            throw CompressionReadingError(
                "encoding: expected "
                    + Encoding.allCases.map(\.rawValue).joined(separator: " or ")
                    + ", found '\(encoding)'")
        }
        self.init(
            content: try Self.content(reader), isText: reader.object["text"] != nil,
            rules: try reader.list("dictionary", CompressionRule.init),
            escape: reader.object["escape"] == nil ? nil : try reader.scalar("escape"),
            changes: try reader.list("changes") { element throws(CompressionReadingError) in
                Change(
                    path: try element.path("path"),
                    decoderBytes: try element.number("decoderBytes"),
                    isCoded: try element.number("coded") == 1)
            },
            encoding: encoding)
        decoder = try reader.text("decoder")
    }

    private static func content(
        _ reader: CompressedObject
    ) throws(CompressionReadingError) -> JSONValue {
        if let text = reader.object["text"] { return text }
        guard let messages = reader.object["messages"] else {
            throw CompressionReadingError("expected 'messages' or 'text'")
        }
        guard let other = reader.object["conversation"] else { return messages }
        var object = try CompressedObject.object(other, "conversation")
        object["messages"] = messages
        return .object(object)
    }
}

extension CompressionRule {
    /// The rule as one JSON object.
    var json: JSONValue {
        .object(
            JSONObject([
                ("symbol", .string(String(symbol))), ("phrase", .string(phrase)),
                ("turn", .int(turn)),
            ]))
    }

    /// A rule that was written down.
    init(_ element: CompressedObject) throws(CompressionReadingError) {
        self.init(
            symbol: try element.scalar("symbol"), phrase: try element.text("phrase"),
            turn: try element.number("turn"))
    }
}

extension CompressedDocument.Change {
    fileprivate var json: JSONValue {
        let steps = path.map { step in
            switch step {
            case .member(let name): JSONValue.string(name)
            case .element(let index): JSONValue.int(index)
            }
        }
        return .object(
            JSONObject([
                ("path", .array(steps)), ("decoderBytes", .int(decoderBytes)),
                ("coded", .int(isCoded ? 1 : 0)),
            ]))
    }
}

/// Why an object is no compressed document, with the place.
public struct CompressionReadingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where, and what was expected.
    public let description: String

    init(_ description: String) { self.description = description }
}

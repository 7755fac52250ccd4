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
        object["dictionary"] = .array(
            rules.map { rule in
                .object(
                    JSONObject([
                        ("symbol", .string(String(rule.symbol))), ("phrase", .string(rule.phrase)),
                        ("turn", .int(rule.turn)),
                    ]))
            })
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
            rules: try reader.list("dictionary") { element throws(CompressionReadingError) in
                CompressionRule(
                    symbol: try element.scalar("symbol"), phrase: try element.text("phrase"),
                    turn: try element.number("turn"))
            },
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

/// An object that is read member by member.
private struct CompressedObject {
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

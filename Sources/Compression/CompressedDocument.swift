internal import ContextModel
public import StrictJSON
public import Tokenization

/// A conversation or a text compressed, with all that is needed to have it back.
public struct CompressedDocument: Hashable, Sendable {
    /// What was compressed, its coded texts in place: a conversation, or a text alone.
    public var content: JSONValue
    /// Whether it is a text alone.
    public var isText: Bool
    /// The rules, oldest first.
    public var rules: [CompressionRule]
    /// The symbol before symbols that mean themselves; nil without rules.
    public var escape: Unicode.Scalar?
    /// All decoder texts, in the order in which they are sent.
    public var decoder = ""
    /// Where coded texts and decoder texts stand; all other texts are as they came.
    public var changes: [Change] = []
    /// The encoding whose tokens are counted.
    public var encoding: Encoding
    /// Tokens of the texts as they came, those that are not touched included.
    public var originalTokens = 0
    /// Tokens of the texts as they are now, decoder texts apart.
    public var compressedTokens = 0
    /// Tokens of the decoder texts.
    public var decoderTokens = 0

    /// A text that is not as it came.
    public struct Change: Hashable, Sendable {
        /// The way to the text.
        public var path: [JSONPath.Step]
        /// How many bytes of decoder text stand before it.
        public var decoderBytes: Int
        /// Whether the rest is to be expanded.
        public var isCoded: Bool

        /// A change.
        public init(path: [JSONPath.Step], decoderBytes: Int, isCoded: Bool) {
            self.path = path
            self.decoderBytes = decoderBytes
            self.isCoded = isCoded
        }
    }

    /// A document that was written down.
    public init(
        content: JSONValue, isText: Bool, rules: [CompressionRule], escape: Unicode.Scalar?,
        changes: [Change], encoding: Encoding
    ) {
        self.content = content
        self.isText = isText
        self.rules = rules
        self.escape = escape
        self.changes = changes
        self.encoding = encoding
    }

    /// Compresses a conversation turn by turn, or as one turn where conversations keep no dictionary
    /// (`enabled`); hands in each turn's figures as it is done. Linear, see `TurnCompressor`.
    public init(
        _ conversation: ConversationJSON, _ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet,
        _ settings: CompressionSettings, watching watch: (TurnFigures) -> Void = { _ in }
    ) {
        self.init(
            content: conversation.value, isText: false, rules: [], escape: nil, changes: [],
            encoding: tokenizer.encoding)
        let turns =
            settings.isEnabled ? conversation.turns : [Array(conversation.turns.joined())]
        add(turns, ConversationCompressor(tokenizer, alphabet, settings), watch)
    }

    /// Compresses a text that is no conversation, as one turn.
    public init(
        text: String, _ tokenizer: Tokenizer, _ alphabet: SymbolAlphabet,
        _ settings: CompressionSettings, watching watch: (TurnFigures) -> Void = { _ in }
    ) {
        self.init(
            content: .string(text), isText: true, rules: [], escape: nil, changes: [],
            encoding: tokenizer.encoding)
        var settings = settings
        settings.contents = Set(TextKind.allCases)
        let own = CompressibleText(text, kind: .toolOutput, mayCarryDecoder: true)
        add(
            [[ConversationJSON.Place(path: [], text: own)]],
            ConversationCompressor(tokenizer, alphabet, settings), watch)
    }

    private mutating func add(
        _ turns: [[ConversationJSON.Place]], _ compressor: ConversationCompressor,
        _ watch: (TurnFigures) -> Void
    ) {
        var compressor = compressor
        for places in turns {
            let texts = compressor.add(places.map(\.text))
            if let figures = compressor.figures { watch(figures) }
            for (place, text) in zip(places, texts) where text.decoderBytes > 0 || text.isCoded {
                _ = content.replaceText(at: place.path, with: text.text)
                decoder += String(decoding: text.text.utf8.prefix(text.decoderBytes), as: UTF8.self)
                changes.append(
                    Change(
                        path: place.path, decoderBytes: text.decoderBytes, isCoded: text.isCoded))
            }
        }
        rules = compressor.dictionary.rules
        escape = compressor.dictionary.escape
        originalTokens = compressor.figures?.original ?? 0
        compressedTokens = compressor.figures?.compressed ?? 0
        decoderTokens = compressor.figures?.decoder ?? 0
    }

    /// What was compressed. The alphabet must be of the document's encoding; a rule or a change that
    /// cannot be is refused, and texts that become more bytes than given, all together: a document of
    /// a foreign hand may stand for ten thousand times its size.
    public func expanded(
        _ alphabet: SymbolAlphabet, atMost bytes: Int = .max
    ) throws(CompressionError) -> JSONValue {
        var left = bytes
        let dictionary = try CompressionDictionary(alphabet, rules: rules, escape: escape)
        let expander = Expander(dictionary)
        var content = content
        var told = ""
        for change in changes {
            guard case .string(let text)? = content.value(at: change.path),
                text.utf8.count >= change.decoderBytes
            else { throw .noText(JSONPath.text(change.path)) }
            told += String(decoding: text.utf8.prefix(change.decoderBytes), as: UTF8.self)
            let coded = CompressedText(
                text: text, decoderBytes: change.decoderBytes, isCoded: change.isCoded)
            guard let whole = coded.expanded(with: expander, atMost: left) else {
                throw .tooLong(bytes)
            }
            left -= whole.utf8.count
            _ = content.replaceText(at: change.path, with: whole)
        }
        guard isTold(by: told) else { throw .decoder }
        return content
    }

    /// Whether decoder texts are the document's own and tell its rules, oldest first. Linear.
    func isTold(by text: String) -> Bool {
        guard text.hasSameBytes(as: decoder), rules.isEmpty == decoder.isEmpty else { return false }
        var rest = Array(decoder.utf8)[...]
        for rule in rules {
            let line = Array(DecoderText.line(rule).utf8)
            // Symbols are of several bytes, which only begin where one begins: few places are compared.
            guard let start = rest.indices.first(where: { rest[$0...].starts(with: line) }) else {
                return false
            }
            rest = rest[(start + line.count)...]
        }
        return true
    }
}

/// Why a compressed document cannot be expanded.
public enum CompressionError: Error, Hashable, Sendable {
    /// A symbol is none of the encoding's, or has two meanings.
    case symbol(String)
    /// The decoder texts are not those of the dictionary.
    case decoder
    /// There is no text, or too short a one, at a place.
    case noText(String)
    /// The texts have more bytes than so many.
    case tooLong(Int)
}

extension CompressionError: CustomStringConvertible {
    /// What is wrong, and what was expected.
    public var description: String {
        switch self {
        case .symbol(let symbol):
            "dictionary: '\(symbol)': expected a symbol of the encoding, each once"
        case .decoder: "decoder: expected the texts that tell the dictionary's rules"
        case .tooLong(let bytes): "expands to more than \(bytes) bytes"
        case .noText(let place): "changes: \(place): expected a text there, decoder text included"
        }
    }
}

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

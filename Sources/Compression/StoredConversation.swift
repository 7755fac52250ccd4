internal import ContextModel
internal import StrictJSON
internal import Tokenization

/// A conversation's compression as it is written down: the hash of each message that was seen, what was
/// made of it, the rules and the last turns' figures. The messages themselves are the client's.
struct StoredConversation {
    /// A message that was seen.
    struct Seen {
        /// The hash of what it says.
        let digest: ContentDigest
        /// Its texts as they were sent; empty where they were sent as they came.
        let texts: [CompressedText]
    }

    let messages: [Seen]
    let dictionary: CompressionDictionary
    let isActive: Bool
    let recent: [TurnFigures]

    /// What is written down of a history.
    init(_ history: CompressedHistory, hasher: any ContentHasher) {
        messages = zip(history.originals, history.texts).map { message, texts in
            Seen(digest: message.substanceDigest(hasher), texts: texts)
        }
        dictionary = history.compressor.dictionary
        isActive = history.compressor.isActive
        recent = history.compressor.recent
    }

    /// The history that a request continues, as it would be had it never been written down; nil where
    /// the request does not continue it. Each text is expanded again: what does not give the message
    /// back is not used. Linear.
    func history(
        for messages: [Message], from initial: CompressedHistory, hasher: any ContentHasher
    ) -> CompressedHistory? {
        guard messages.count >= self.messages.count else { return nil }
        let expander = Expander(dictionary)
        var originals: [Message] = []
        var sent: [Message] = []
        for (message, seen) in zip(messages, self.messages) {
            guard let pair = seen.pair(message, expander, hasher) else { return nil }
            originals.append(pair.original)
            sent.append(pair.sent)
        }
        var history = initial
        var compressor = initial.compressor
        compressor.resume(dictionary, isActive: isActive, recent: recent)
        history.resume(
            compressor, originals: originals, sent: sent, texts: self.messages.map(\.texts))
        return history
    }
}

extension StoredConversation.Seen {
    /// The message as it came and as it was sent, if the one given is either.
    fileprivate func pair(
        _ message: Message, _ expander: Expander, _ hasher: any ContentHasher
    ) -> (original: Message, sent: Message)? {
        let isOriginal = message.substanceDigest(hasher) == digest
        if texts.isEmpty { return isOriginal ? (message, message) : nil }
        guard message.compressibleTexts.count == texts.count else { return nil }
        let expanded = message.replacingTexts(with: texts.map { $0.expanded(with: expander) })
        guard isOriginal || expanded.substanceDigest(hasher) == digest else { return nil }
        let sent = message.replacingTexts(with: texts.map(\.text))
        guard isOriginal else {
            return sent.parts.saysTheSame(as: message.parts) ? (expanded, message) : nil
        }
        return expanded.parts.saysTheSame(as: message.parts) ? (message, sent) : nil
    }
}

extension Message {
    /// The hash of role and parts, without the fields by which a client may write the same otherwise from
    /// one request to the next (`cache_control`).
    fileprivate func substanceDigest(_ hasher: any ContentHasher) -> ContentDigest {
        hasher.digest(of: Message(role, parts: parts.map(\.substance)))
    }
}

extension ContentPart {
    fileprivate var substance: ContentPart {
        switch self {
        case .text(let part): .text(TextPart(part.text))
        case .reasoning(let part): .reasoning(TextPart(part.text))
        case .toolCall(let call):
            .toolCall(ToolCall(id: call.id, name: call.name, arguments: call.arguments))
        case .toolResult(let result):
            .toolResult(
                ToolResult(
                    callID: result.callID, name: result.name,
                    content: result.content.map(\.substance)))
        case .image, .opaque: self
        }
    }
}

// MARK: - As bytes

extension StoredConversation {
    /// Raised with each change of what is written: other versions are not read.
    private static let version = 1

    /// The conversation as the bytes of one JSON object. Linear.
    var bytes: [UInt8] {
        var object = JSONObject()
        object["version"] = .int(Self.version)
        object["encoding"] = .string(dictionary.alphabet.encoding.rawValue)
        object["messages"] = .array(messages.map(\.json))
        object["rules"] = .array(dictionary.rules.map(\.json))
        if let escape = dictionary.escape { object["escape"] = .string(String(escape)) }
        object["isEscapeTold"] = .bool(dictionary.isEscapeTold)
        object["turns"] = .int(dictionary.turns)
        object["literal"] = .string(dictionary.literalSymbols)
        object["isActive"] = .bool(isActive)
        object["recent"] = .array(recent.map(\.json))
        var bytes: [UInt8] = []
        JSONValue.object(object).write(to: &bytes)
        return bytes
    }

    /// A conversation that was written down; nil if the bytes are none, of another version or encoding,
    /// or have what cannot be.
    init?(_ bytes: [UInt8], _ alphabet: SymbolAlphabet) {
        let value = bytes.withUnsafeBytes { try? JSONValue(parsing: $0) }
        guard let object = value?.object else { return nil }
        do {
            try self.init(CompressedObject(object, ""), alphabet)
        } catch { return nil }
    }

    private init(_ reader: CompressedObject, _ alphabet: SymbolAlphabet) throws {
        guard try reader.number("version") == Self.version,
            try reader.text("encoding") == alphabet.encoding.rawValue
        else { throw CompressionReadingError("another version or encoding") }
        var dictionary = try CompressionDictionary(
            alphabet, rules: try reader.list("rules", CompressionRule.init),
            escape: reader.object["escape"] == nil ? nil : try reader.scalar("escape"))
        guard dictionary.rules.isEmpty || dictionary.escape != nil else {
            throw CompressionReadingError("rules without an escape")
        }
        dictionary.isEscapeTold = try reader.truth("isEscapeTold")
        dictionary.turns = try reader.number("turns")
        dictionary.note(literals: try reader.text("literal"))
        self.dictionary = dictionary
        messages = try reader.list("messages", Seen.init)
        isActive = try reader.truth("isActive")
        recent = try reader.list("recent", TurnFigures.init)
        guard messages.isEmpty || !recent.isEmpty else {
            throw CompressionReadingError("messages without a turn")
        }
    }
}

extension StoredConversation.Seen {
    fileprivate var json: JSONValue {
        var object = JSONObject([("digest", .string(digest.hexadecimal))])
        if !texts.isEmpty {
            object["texts"] = .array(
                texts.map { text in
                    .object(
                        JSONObject([
                            ("text", .string(text.text)), ("decoderBytes", .int(text.decoderBytes)),
                            ("isCoded", .bool(text.isCoded)),
                        ]))
                })
        }
        return .object(object)
    }

    fileprivate init(_ reader: CompressedObject) throws(CompressionReadingError) {
        digest = try reader.digest("digest")
        guard reader.object["texts"] != nil else {
            texts = []
            return
        }
        texts = try reader.list("texts") { element throws(CompressionReadingError) in
            CompressedText(
                text: try element.text("text"), decoderBytes: try element.number("decoderBytes"),
                isCoded: try element.truth("isCoded"))
        }
    }
}

extension TurnFigures {
    private static var numbers: [(name: String, path: WritableKeyPath<TurnFigures, Int>)] {
        [
            ("turn", \.turn), ("original", \.original), ("compressed", \.compressed),
            ("decoder", \.decoder), ("originalCharacters", \.originalCharacters),
            ("compressedCharacters", \.compressedCharacters), ("bytes", \.bytes),
            ("rules", \.rules), ("newOriginal", \.newOriginal), ("newSent", \.newSent),
            ("newRules", \.newRules), ("triedPhrases", \.triedPhrases),
        ]
    }

    fileprivate var json: JSONValue {
        var object = JSONObject(Self.numbers.map { ($0.name, .int(self[keyPath: $0.path])) })
        object["trend"] = .string(trend.rawValue)
        object["isActive"] = .bool(isActive)
        object["change"] = .string(change.rawValue)
        return .object(object)
    }

    fileprivate init(_ reader: CompressedObject) throws(CompressionReadingError) {
        self.init()
        for (name, path) in Self.numbers { self[keyPath: path] = try reader.number(name) }
        guard let trend = EfficiencyTrend(rawValue: try reader.text("trend")),
            let change = RuleChange(rawValue: try reader.text("change")), turn > 0,
            // Sums of later turns must not overflow.
            Self.numbers.allSatisfy({ self[keyPath: $0.path] < 1 << 53 })
        else { throw CompressionReadingError("figures that cannot be") }
        self.trend = trend
        self.change = change
        isActive = try reader.truth("isActive")
    }
}

internal import Compression
internal import ContextModel
internal import Corpus
internal import Statistics
internal import StrictJSON
internal import TestSupport
internal import Tokenization
import WireFormats

/// One random conversation compressed under random settings and expanded again, held to what must be true of
/// all: it comes back, its tokens are those of its texts, it never grows, and what was sent stays as it was.
package struct RandomCompression: Sendable {
    private let history: Conversation
    private let settings: CompressionSettings

    private static let tokenizer = Tokenizer(.cl100kBase)
    private static let alphabet = SymbolAlphabet(tokenizer)

    /// The compression of a seed.
    package init(seed: UInt64) {
        var random = SeededGenerator(seed: seed, name: "compression")
        let format = random.choose(WireFormat.allCases)
        var generator = HistoryGenerator(
            seed: random.next(), format: format, legal: random.next(below: 4) > 0)
        var messages = generator.next()
        // Most histories say nothing twice: some come again, as files do that are read again.
        if random.next(below: 2) == 0 { messages += messages }
        history = Conversation(
            messages: messages, format: format,
            extra: JSONObject([("model", .string("m")), ("seed", .int(Int(seed % 1_000)))]))
        var settings = CompressionSettings()
        settings.contents = Set(TextKind.allCases.filter { _ in random.next(below: 3) > 0 })
        settings.limits.minimumCharacters = random.choose([0, 0, 50, 200])
        settings.isForced = random.next(below: 2) == 0
        self.settings = settings
    }

    /// What is wrong with it, in words; empty if all is well.
    package func failures() -> [String] {
        let text = history.encoded.compactText
        var failures = failuresAsText(String(text.prefix(4_000)))
        guard let value = try? JSONValue(parsing: text) else {
            return failures + ["the generator made no JSON"]
        }
        guard let conversation = ConversationJSON(value) else { return failures }
        let document = CompressedDocument(
            conversation, Self.tokenizer, Self.alphabet, settings)
        failures += failuresOfReturn(document, original: text)
        failures += failuresOfCounts(document, conversation)
        failures += failuresOfPrefix(document, conversation)
        return failures
    }

    /// Any text comes back byte for byte, that of a conversation, cut anywhere, too.
    private func failuresAsText(_ text: String) -> [String] {
        let document = CompressedDocument(
            text: text, Self.tokenizer, Self.alphabet, settings)
        guard case .string(let back)? = back(document) else { return ["a text is not read back"] }
        return back.utf8.elementsEqual(text.utf8) ? [] : ["a text comes back as another"]
    }

    private func failuresOfReturn(
        _ document: CompressedDocument, original: String
    ) -> [String] {
        guard let back = back(document) else { return ["the conversation is not read back"] }
        // `messages` is taken out of its object and put back at its end: the values are what counts.
        return back == (try? JSONValue(parsing: original))
            ? [] : ["the conversation comes back as another"]
    }

    /// What is read of what was printed.
    private func back(_ document: CompressedDocument) -> JSONValue? {
        let printed = document.json.compactText
        guard let value = try? JSONValue(parsing: printed),
            let read = try? CompressedDocument(value)
        else { return nil }
        return try? read.expanded(Self.alphabet)
    }

    private func failuresOfCounts(
        _ document: CompressedDocument, _ conversation: ConversationJSON
    ) -> [String] {
        var (original, compressed, decoder) = (0, 0, 0)
        let changes = Dictionary(
            document.changes.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        for place in conversation.turns.joined() {
            let text = place.text.text
            original += count(text)
            guard let change = changes[place.path],
                case .string(let sent)? = document.content.value(at: place.path)
            else {
                compressed += count(text)
                continue
            }
            let bytes = Array(sent.utf8)
            decoder += count(String(decoding: bytes.prefix(change.decoderBytes), as: UTF8.self))
            compressed += count(
                String(decoding: bytes.dropFirst(change.decoderBytes), as: UTF8.self))
        }
        var failures: [String] = []
        func check(_ name: String, _ said: Int, _ counted: Int) {
            if said != counted { failures.append("\(name) \(said), recounted \(counted)") }
        }
        check("originalTokens", document.originalTokens, original)
        check("compressedTokens", document.compressedTokens, compressed)
        check("decoderTokens", document.decoderTokens, decoder)
        if compressed + decoder > original {
            failures.append("\(original) tokens became \(compressed) + \(decoder)")
        }
        return failures
    }

    private func count(_ text: String) -> Int { Self.tokenizer.count(text).value }

    /// A conversation that ends earlier is compressed as the longer one is up to there: what was sent stays.
    private func failuresOfPrefix(
        _ document: CompressedDocument, _ conversation: ConversationJSON
    ) -> [String] {
        guard case .object(var object) = conversation.value,
            case .array(let messages)? = object["messages"],
            case .array(let sent)? = document.content["messages"]
        else { return ["a request has no messages"] }
        let roles = messages.map { $0["role"]?.string }
        let ends = roles.indices.dropFirst().filter {
            roles[$0] == "assistant" && roles[$0 - 1] != "assistant"
        }
        guard !ends.isEmpty else { return [] }
        let end = ends[ends.count / 2]
        object["messages"] = .array(Array(messages[..<end]))
        guard let shorter = ConversationJSON(.object(object)) else { return ["no conversation"] }
        let before = CompressedDocument(shorter, Self.tokenizer, Self.alphabet, settings)
        guard case .array(let sentBefore)? = before.content["messages"] else {
            return ["the shorter request has no messages"]
        }
        return Array(sent[..<end]) == sentBefore ? [] : ["what was sent changed after \(end)"]
    }
}

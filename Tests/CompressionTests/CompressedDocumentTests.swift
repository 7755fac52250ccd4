import Compression
import StrictJSON
import TestSupport
import Testing

/// Conversations and texts as documents, there and back.
@Suite struct CompressedDocumentTests {
    private let settings = CompressionSettings()

    private func document(_ json: JSONValue) throws -> CompressedDocument {
        let conversation = try #require(ConversationJSON(json))
        return CompressedDocument(conversation, Shared.tokenizer, Shared.alphabet, settings)
    }

    /// Written down, read again and expanded.
    private func back(_ document: CompressedDocument) throws -> JSONValue {
        let text = document.json.compactText
        return try CompressedDocument(try JSONValue(parsing: text)).expanded(Shared.alphabet)
    }

    private let line = "GET /api/v2/orders/{id}/positions returned 500 for customer 4711. "

    @Test func `a conversation comes back with its values as written`() throws {
        let repeated = String(repeating: line, count: 8)
        let json = try JSONValue(
            parsing: """
                {"model":"m","temperature":0.10,"system":[{"type":"text","text":"\(repeated)"}],"messages":[
                {"role":"user","content":"\(repeated)","weight":1e2},
                {"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function",
                "function":{"name":"f","arguments":"{\\"q\\": \\"\(line)\\"}"}}]},
                {"role":"tool","tool_call_id":"1","content":"\(repeated)尔 튼 \(line)"},
                {"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}},
                {"type":"tool_result","tool_use_id":"2","content":[{"type":"text","text":"\(repeated)"}]}]}]}
                """)
        let document = try document(json)
        #expect(document.compressedTokens + document.decoderTokens < document.originalTokens)
        #expect(document.rules.count >= 1 && !document.decoder.isEmpty)
        let written = document.json
        #expect(written.object?["messages"] != nil)
        let restored = try back(document)
        #expect(restored == json)
        #expect(restored.compactText.contains("0.10") && restored.compactText.contains("1e2"))
    }

    @Test(arguments: [
        "", "a", "尔尔튼", "Symbols stand for the text after \"=\":\n尔=x\n",
        "e\u{301}\r\n\u{FEFF} \u{0}",
    ])
    func `a text comes back byte for byte`(_ seed: String) throws {
        for text in [seed, String(repeating: seed + " and the same again, ", count: 40)] {
            let document = CompressedDocument(
                text: text, Shared.tokenizer, Shared.alphabet, settings)
            guard case .string(let restored) = try back(document) else {
                Issue.record("no text")
                continue
            }
            #expect(restored.utf8.elementsEqual(text.utf8))
            #expect(document.compressedTokens + document.decoderTokens <= document.originalTokens)
        }
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `random conversations come back`(_ seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let words = [
            "尔", "튼", "ダ", "=", "\n", "path/to/file.swift:12", " the", " same", "```\n", "{", "}",
        ]
        let phrases = (0..<4).map { _ in
            (0..<6).map { _ in random.choose(words) }.joined()
        }
        let messages = (0..<12).map { index in
            let text = (0..<20).map { _ in
                random.below(3) == 0 ? random.choose(words) : random.choose(phrases)
            }.joined()
            return JSONValue.object(
                JSONObject([
                    ("role", .string(index % 2 == 0 ? "user" : "assistant")),
                    ("content", .string(text)),
                ]))
        }
        let json = JSONValue.array(messages)
        let document = try document(json)
        #expect(document.compressedTokens + document.decoderTokens <= document.originalTokens)
        #expect(try back(document).compactText == json.compactText)
    }

    @Test(arguments: ["1", "{}", "[]", #"{"messages":[]}"#, #"{"messages":[1]}"#, #"[{"a":1}]"#])
    func `what is no conversation is none`(_ text: String) throws {
        #expect(ConversationJSON(try JSONValue(parsing: text)) == nil)
    }

    @Test(arguments: [
        ("[]", "the document: expected an object"),
        (#"{"encoding":"x"}"#, "encoding: expected cl100k_base or o200k_base, found 'x'"),
        (#"{"encoding":"o200k_base"}"#, "expected 'messages' or 'text'"),
        (
            #"{"encoding":"o200k_base","text":"","dictionary":[{"symbol":"ab"}]}"#,
            "dictionary[0].symbol: expected one character"
        ),
        (
            #"{"encoding":"o200k_base","text":"","dictionary":[],"changes":[{"path":[1.5]}]}"#,
            "changes[0].path: expected whole numbers"
        ),
    ])
    func `what is no document is refused with the place`(_ text: String, _ words: String) throws {
        let json = try JSONValue(parsing: text)
        let error = #expect(throws: CompressionReadingError.self) { try CompressedDocument(json) }
        #expect(error?.description == words)
    }

    @Test func `a document whose rules were changed is refused`() throws {
        var document = CompressedDocument(
            text: String(repeating: line, count: 9), Shared.tokenizer, Shared.alphabet, settings)
        let whole = document
        document.rules = []
        #expect(throws: CompressionError.decoder) { try document.expanded(Shared.alphabet) }
        document = whole
        document.changes[0].decoderBytes -= 1
        #expect(throws: CompressionError.decoder) { try document.expanded(Shared.alphabet) }
        document = whole
        document.decoder += "x"
        #expect(throws: CompressionError.decoder) { try document.expanded(Shared.alphabet) }
    }

    @Test func `texts expand to as many bytes as are allowed, all together, and no more`() throws {
        let text = String(repeating: line, count: 9)
        let document = CompressedDocument(
            text: text, Shared.tokenizer, Shared.alphabet, settings)
        let size = text.utf8.count
        #expect(try document.expanded(Shared.alphabet, atMost: size) == .string(text))
        for most in [0, 1, size / 2, size - 1] {
            #expect(throws: CompressionError.tooLong(most)) {
                try document.expanded(Shared.alphabet, atMost: most)
            }
        }
        // A symbol of many bytes, many times.
        var bomb = document
        let symbol = String(try #require(document.rules.first).symbol)
        let told = document.decoder + String(repeating: symbol, count: 1_000_000)
        bomb.content = .string(told)
        #expect(throws: CompressionError.tooLong(1_000)) {
            try bomb.expanded(Shared.alphabet, atMost: 1_000)
        }
        // One whose first character alone is too much, though it is short as it is written.
        bomb.content = .string(document.decoder + symbol)
        #expect(symbol.utf8.count < 10)
        #expect(throws: CompressionError.tooLong(10)) {
            try bomb.expanded(Shared.alphabet, atMost: 10)
        }
    }

    @Test func `what several texts may expand to is bounded together`() throws {
        let text = String(repeating: line, count: 9)
        let message = #"{"role":"user","content":"\#(text)"}"#
        let messages = try JSONValue(parsing: "[\(message),\(message),\(message)]")
        let document = try document(messages)
        #expect(document.changes.count == 3)
        let size = 3 * text.utf8.count
        #expect(try document.expanded(Shared.alphabet, atMost: size) == messages)
        #expect(throws: CompressionError.tooLong(size - 1)) {
            try document.expanded(Shared.alphabet, atMost: size - 1)
        }
    }

    @Test func `a dictionary that cannot be is refused`() throws {
        var document = CompressedDocument(
            text: String(repeating: line, count: 9), Shared.tokenizer, Shared.alphabet, settings)
        let rule = try #require(document.rules.first)
        document.rules.append(rule)
        #expect(throws: CompressionError.symbol(String(rule.symbol))) {
            try document.expanded(Shared.alphabet)
        }
        document.rules.removeLast()
        #expect(throws: Never.self) { try document.expanded(Shared.alphabet) }
        document.changes.append(
            CompressedDocument.Change(path: [.element(3)], decoderBytes: 0, isCoded: true))
        #expect(throws: CompressionError.noText("[3]")) {
            try document.expanded(Shared.alphabet)
        }
    }
}

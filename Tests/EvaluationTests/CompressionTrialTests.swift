import ContextModel
import Corpus
import Evaluation
import Testing
import Tokenization

/// What a replay measures of compression, and settings files with comments.
@Suite struct CompressionTrialTests {
    /// Ten turns that repeat phrases of their own, with a request after each of the user's.
    private var transcript: Transcript {
        let texts = (0..<20).map { index in
            (0..<12).map { line in
                "the report number \(index) of the same controller says line \(line)\n"
            }.joined()
        }
        return SmallTalk.transcript(texts, requests: (0..<10).map { 2 * $0 + 1 })
    }

    private static let tokenizer = Tokenizer(.cl100kBase)

    private func result(
        _ mode: String, counter: String = "cl100k_base"
    ) async throws -> CellResult {
        var environment = MeasurementEnvironment.words()
        if counter == "cl100k_base" { environment.counter = { _ in Self.tokenizer } }
        return try await CorpusReplayer([transcript], environment: environment)
            .run(
                cell(["management": "off", "compression.mode": mode], mode: .stateless), key: "k")
    }

    private func measured(
        _ mode: String, counter: String = "cl100k_base"
    ) async throws -> [String: MeasuredValue] {
        let result = try await result(mode, counter: counter)
        return Dictionary(
            result.measurements.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }
        )
    }

    private func integer(_ value: MeasuredValue?) -> Int64? {
        guard case .integer(let value) = value else { return nil }
        return value
    }

    @Test func `a conversation's dictionary keeps its symbols and its prefix`() async throws {
        let found = try await measured("conversation")
        let original = try #require(integer(found["compression.tokens.original"]))
        let compressed = try #require(integer(found["compression.tokens.compressed"]))
        let decoder = try #require(integer(found["compression.tokens.decoder"]))
        #expect(compressed + decoder < original && decoder > 0)
        // What compression does to texts is what is saved: nothing else changes.
        #expect(integer(found["tokens.saved"]) == original - compressed - decoder)
        #expect(
            integer(found["tokens.sent"]).map { $0 + original - compressed - decoder }
                == integer(found["tokens.recorded"]))
        #expect(found["compression.prefix.kept"] == .integer(9))
        #expect(found["compression.prefix.compared"] == .integer(9))
        #expect(found["compression.phrases.kept"] == found["compression.phrases.compared"])
        let nets = found.filter { $0.key.hasPrefix("compression.net.") }.compactMap {
            integer($0.value)
        }
        #expect(nets.count == 7 && nets.reduce(0, +) == 10)
        #expect(found["compression.net.negative"] == .integer(0))
        let (new, all) = (
            integer(found["compression.bytes.new"]), integer(found["compression.bytes.all"])
        )
        #expect(try #require(new) * 3 < #require(all))
        guard case .real(let rules)? = found["compression.turn.10.rules"] else {
            Issue.record("no tenth turn")
            return
        }
        #expect(rules >= 3)
    }

    /// The cell's figures of turns are made apart from the record's sums; both are of the one
    /// conversation.
    @Test func `the record of a conversation has its turns`() async throws {
        let result = try await result("conversation")
        let record = try #require(result.conversations.first)
        func part(_ label: String) throws -> Int64 {
            try #require(record.value(of: .compressionTurns, label: label))
        }
        let measured = Dictionary(
            result.measurements.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }
        )
        for turn in 1...7 {
            #expect(try part("0\(turn).count") == 1)
            let rules = measured["compression.turn.0\(turn).rules"]
            #expect(try rules == .real(Double(part("0\(turn).rules"))))
            let sent = try part("0\(turn).compressed") + part("0\(turn).decoder")
            let net = 1 - Double(sent) / Double(try part("0\(turn).original"))
            let found = try #require(measured["compression.turn.0\(turn).net"]?.number)
            #expect(abs(found - net) < 2e-6)
        }
        for figure in ["original", "compressed", "decoder", "rules", "count"] {
            let early = try (1...5).map { try part("0\($0).\(figure)") }
            #expect(try part("01-05.\(figure)") == early.reduce(0, +))
        }
        // Ten requests are no long conversation.
        #expect(try part("15-.count") == 0 && part("15-.original") == 0)
        #expect(
            record.value(of: .compressionPhrases, label: "kept")
                == integer(measured["compression.phrases.kept"]))
    }

    @Test func `a dictionary for each request keeps neither`() async throws {
        let found = try await measured("request")
        #expect(found["compression.prefix.kept"] != found["compression.prefix.compared"])
        #expect(found["compression.net.negative"] == .integer(0))
    }

    @Test func `without compression there is nothing to measure`() async throws {
        #expect(try await measured("off")["compression.tokens.original"] == nil)
    }

    @Test func `an estimate is no counter to compress with`() async throws {
        await #expect(throws: TrialError.self) {
            try await measured("conversation", counter: "words")
        }
    }

    @Test(arguments: [
        ("{\"a\": 1} // end", "{\"a\": 1}       "),
        ("/* x\n*/{\"a//\": \"/* \\\" // */\"}", "    \n  {\"a//\": \"/* \\\" // */\"}"),
        ("{} /* open", "{}        "), ("// only", "       "),
        ("{\"a\": \"\\\\\"} // b", "{\"a\": \"\\\\\"}     "),
    ])
    func `comments become spaces, strings stay`(_ text: String, _ expected: String) {
        let bytes = SettingsFile.withoutComments(Array(text.utf8))
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }
}

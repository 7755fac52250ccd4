import Compression
import StrictJSON
import TestSupport
import Testing
import Tokenization

/// A model's answer in events, expanded while it arrives.
@Suite struct AnswerStreamTests {
    let dictionary: CompressionDictionary
    let symbols: [String]
    let escape: String
    let unused: String

    init() throws {
        var dictionary = Shared.dictionary
        let texts = [
            String(repeating: "\n\tprint(\"a b\\n\", value)", count: 12),
            String(repeating: "{\"path\": \"src/main.py\", \"line\": 12}\n", count: 12),
        ]
        _ = Shared.compressor.compress(texts, with: &dictionary)
        self.dictionary = dictionary
        symbols = dictionary.rules.map { String(Character($0.symbol)) }
        escape = String(Character(try #require(dictionary.escape)))
        unused = String(Character(try #require(Shared.alphabet.symbols.last)))
        try #require(symbols.count > 1)
    }

    /// A random answer: words, symbols, escapes, symbols without a meaning.
    private func text(_ random: inout SplitMix) -> String {
        let pieces = symbols + [escape, unused, " a word", "\n", "é", "\"", "\\", "日本"]
        return (0..<random.below(12)).map { _ in pieces[random.below(pieces.count)] }.joined()
    }

    /// A text in random parts, none inside a character.
    private func parts(_ text: String, _ random: inout SplitMix) -> [String] {
        var parts = [""]
        for scalar in text.unicodeScalars {
            if random.below(3) == 0 { parts.append("") }
            parts[parts.count - 1].unicodeScalars.append(scalar)
        }
        return parts
    }

    private func json(_ text: String) throws -> JSONValue {
        try Array(text.utf8).withUnsafeBytes { try JSONValue(parsing: $0) }
    }

    private func quoted(_ text: String) -> String { JSONValue.string(text).compactText }

    /// What a whole text of arguments is expanded.
    private func expandedArguments(_ text: String) -> String {
        var stream = StreamingExpander(dictionary, form: .json)
        return stream.expand(text) + stream.finish()
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `a Chat Completions stream says the whole answer expanded`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let content = [text(&random), text(&random)]
        let arguments = [quoted(text(&random)), quoted(text(&random))]
        var streams: [[String]] = []
        for choice in 0...1 {
            streams.append(
                parts(content[choice], &random).map {
                    #"{"choices":[{"index":\#(choice),"delta":{"content":\#(quoted($0))},"#
                        + #""finish_reason":null}]}"#
                })
        }
        for call in 0...1 {
            streams.append(
                parts(arguments[call], &random).map {
                    #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":\#(call),"function":"#
                        + #"{"arguments":\#(quoted($0))}}]},"finish_reason":null}]}"#
                })
        }
        var answer = AnswerStream(dictionary)
        var events: [JSONValue] = []
        while streams.contains(where: { !$0.isEmpty }) {
            let index = random.below(streams.count)
            guard !streams[index].isEmpty else { continue }
            events += answer.expand(try json(streams[index].removeFirst()))
        }
        for choice in 0...1 {
            events += answer.expand(
                try json(
                    #"{"choices":[{"index":\#(choice),"delta":{},"finish_reason":"stop"}]}"#))
        }
        #expect(answer.finish().isEmpty)
        var said = ["", ""]
        var called = ["", ""]
        var hasEnded = [false, false]
        for choice in events.flatMap({ $0["choices"]?.array ?? [] }) {
            let index = try #require(choice["index"]?.number?.int)
            let delta = try #require(choice["delta"])
            #expect(!hasEnded[index] || delta.object?.isEmpty == true)
            said[index] += delta["content"]?.string ?? ""
            for call in delta["tool_calls"]?.array ?? [] {
                let number = try #require(call["index"]?.number?.int)
                called[number] += call["function"]?["arguments"]?.string ?? ""
            }
            if choice["finish_reason"]?.isNull == false { hasEnded[index] = true }
        }
        #expect(said == content.map { Expander(dictionary).expand($0) })
        #expect(called == arguments.map(expandedArguments) && hasEnded == [true, true])
        for text in called { _ = try json(text) }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `an Anthropic stream says the whole answer expanded`(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let (content, arguments) = (text(&random), quoted(text(&random)))
        let thought = symbols[0] + escape
        var lines = [
            #"{"type":"message_start","message":{"content":[]}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"#
                + quoted(thought) + "}}",
            #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}"#,
        ]
        lines += parts(content, &random).map {
            #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"#
                + quoted($0) + "}}"
        }
        lines.append(#"{"type":"content_block_stop","index":1}"#)
        lines += parts(arguments, &random).map {
            #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","#
                + #""partial_json":\#(quoted($0))}}"#
        }
        lines += [#"{"type":"content_block_stop","index":2}"#, #"{"type":"message_stop"}"#]
        var answer = AnswerStream(dictionary)
        let events = try lines.flatMap { answer.expand(try json($0)) }
        let deltas = events.compactMap { $0["delta"] }
        #expect(deltas.compactMap { $0["thinking"]?.string } == [thought])
        #expect(
            deltas.compactMap { $0["text"]?.string }.joined()
                == Expander(dictionary).expand(content))
        #expect(
            deltas.compactMap { $0["partial_json"]?.string }.joined()
                == expandedArguments(arguments))
        // What is held back comes before its block ends.
        let stop = try #require(
            events.firstIndex {
                $0["type"]?.string == "content_block_stop" && $0["index"]?.number?.int == 1
            })
        #expect(!events[stop...].contains { $0["delta"]?["text"] != nil })
        #expect(answer.finish().isEmpty)
    }

    @Test func `what ends with an escape comes before its end, with the last event's own delta`()
        throws
    {
        var answer = AnswerStream(dictionary)
        let events = answer.expand(
            try json(
                #"{"id":"x","choices":[{"index":0,"delta":{"content":"so \#(escape)"},"#
                    + #""finish_reason":"stop"}]}"#))
        #expect(
            events.map(\.compactText) == [
                #"{"id":"x","choices":[{"index":0,"delta":{"content":"so "},"finish_reason":null},"#
                    + #"{"index":0,"delta":{"content":"\#(escape)"},"finish_reason":null}]}"#,
                #"{"id":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
            ])
        let other = try json(#"{"type":"ping"}"#)
        #expect(answer.expand(other) == [other] && answer.expand(.null) == [.null])
    }

    @Test func `a symbol in the model's own words stays, and what breaks off loses nothing`()
        throws
    {
        var answer = AnswerStream(dictionary)
        let own = "\(unused) \(escape)\(symbols[0]) \(escape)"
        let events = answer.expand(
            try json(#"{"choices":[{"index":0,"delta":{"content":"\#(own)"}}]}"#))
        let rest = answer.finish()
        let text = (events + rest).compactMap {
            $0["choices"]?.array?.first?["delta"]?["content"]?.string
        }
        #expect(text == ["\(unused) \(symbols[0]) ", escape])
    }
}

import Compression
import Testing
import Tokenization

@Suite struct ExpanderTests {
    let dictionary: CompressionDictionary
    let symbol: String
    let escape: String
    let phrase: String
    let unused: String

    init() throws {
        var dictionary = Shared.dictionary
        let quoted = String(repeating: "\n\tprint(\"a b\\n\", value)", count: 12)
        _ = Shared.compressor.compress([quoted], with: &dictionary)
        let rule = try #require(dictionary.rules.first)
        self.dictionary = dictionary
        symbol = String(Character(rule.symbol))
        phrase = rule.phrase
        escape = String(Character(try #require(dictionary.escape)))
        unused = String(Character(try #require(Shared.alphabet.symbols.last)))
    }

    /// Texts as a model may write them.
    private var coded: [String] {
        [
            "", "plain", symbol, "a\(symbol)b\(symbol)", escape + symbol, escape + escape + symbol,
            escape, escape + "x" + symbol, "é\(symbol)\(unused)\(escape)\(unused)", symbol + escape,
            escape + escape + escape + symbol, "👩‍👩‍👧‍👦\(symbol)日本",
        ]
    }

    @Test func `symbols become phrases, escaped ones themselves, others stay`() {
        let expander = Expander(dictionary)
        #expect(expander.expand("a\(symbol)b") == "a\(phrase)b")
        #expect(expander.expand(escape + symbol) == symbol)
        #expect(expander.expand(escape + escape + symbol) == escape + phrase)
        #expect(expander.expand(unused + "x") == unused + "x")
        #expect(expander.expand(escape + "x") == escape + "x")
        #expect(expander.expand(escape + unused) == escape + unused)
        #expect(expander.expand("x" + escape) == "x" + escape)
    }

    @Test func `deltas cut at any two places give the same`() {
        for text in coded {
            let bytes = Array(text.utf8)
            let whole = Expander(dictionary).expand(text)
            for first in 0...bytes.count {
                for second in first...bytes.count {
                    var stream = StreamingExpander(dictionary)
                    var output = stream.expand(utf8: bytes[..<first])
                    output += stream.expand(utf8: bytes[first..<second])
                    output += stream.expand(utf8: bytes[second...])
                    let rest = stream.finish()
                    #expect(String(decoding: output, as: UTF8.self) + rest == whole)
                }
            }
        }
    }

    @Test func `no more is held back than a character or an escape`() {
        for text in coded {
            var stream = StreamingExpander(dictionary)
            for byte in text.utf8 {
                let output = stream.expand(utf8: [byte])
                #expect(String(validating: output, as: UTF8.self) != nil)
                #expect(stream.heldBytes <= 3 + escape.utf8.count)
            }
            let rest = stream.finish()
            #expect(rest.isEmpty || (rest == escape && text.hasSuffix(escape)))
        }
    }

    @Test func `bytes that are no text pass as they are`() {
        var stream = StreamingExpander(dictionary)
        var output = stream.expand(utf8: [0xFF, 0xE3, 0x41, 0xC0, 0x80, 0xF0, 0x9F])
        output += Array(stream.finish().utf8)
        #expect(output.prefix(5) == [0xFF, 0xE3, 0x41, 0xC0, 0x80])
    }

    @Test func `in JSON a phrase is written as a string has it`() throws {
        let expected = phrase.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n").replacing("\t", with: "\\t")
        let code = String(try #require(symbol.unicodeScalars.first).value, radix: 16)
        let padded = "\\u" + String(repeating: "0", count: 4 - code.count) + code
        let cases = [
            ("{\"code\":\"\(symbol)\"}", "{\"code\":\"\(expected)\"}"),
            ("\"\(padded)\"", "\"\(expected)\""),
            ("\"\\\\\(padded.dropFirst())\"", "\"\\\\\(padded.dropFirst())\""),
            ("\"\(escape)\(padded)\"", "\"\(padded)\""), ("\"\\n\\\"\"", "\"\\n\\\"\""),
            ("\\u00zz", "\\u00zz"), ("\\u12", "\\u12"),
        ]
        for (text, whole) in cases {
            for cut in 0...text.utf8.count {
                var stream = StreamingExpander(dictionary, form: .json)
                var output = stream.expand(utf8: Array(text.utf8.prefix(cut)))
                output += stream.expand(utf8: Array(text.utf8.dropFirst(cut)))
                output += Array(stream.finish().utf8)
                #expect(String(decoding: output, as: UTF8.self) == whole)
            }
        }
    }
}

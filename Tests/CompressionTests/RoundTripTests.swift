import Compression
import ContextModel
import TestSupport
import Testing
import Tokenization

@Suite struct RoundTripTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `random turns come back, cost no more, and are counted as sent`(seed: UInt64) {
        var texts = NastyTexts(seed: seed)
        var dictionary = Shared.dictionary
        var sent: [(original: String, segment: CompressedSegment)] = []
        for turn in 0..<6 {
            var new = texts.turn()
            // What was sent before, decoder texts and coded texts alike, is ordinary text when it comes.
            if turn > 2, let last = sent.last { new.append(last.segment.text) }
            let rules = dictionary.rules
            let result = Shared.compressor.compress(new, with: &dictionary)
            #expect(Array(dictionary.rules.prefix(rules.count)) == rules)
            #expect(Array(dictionary.rules.dropFirst(rules.count)) == result.newRules)
            check(result, of: new)
            sent += zip(new, result.segments).map { ($0, $1) }
            texts = NastyTexts(seed: seed &* 31 &+ UInt64(turn))
        }
        let expander = Expander(dictionary)
        for (original, segment) in sent { #expect(expander.expand(segment) == original) }
    }

    private func check(_ turn: CompressedTurn, of texts: [String]) {
        #expect(turn.savedTokens >= 0)
        #expect(turn.segments.count == texts.count)
        #expect(turn.decoderTokens == Shared.tokenizer.count(turn.decoderText).value)
        #expect(turn.originalTokens == texts.reduce(0) { $0 + Shared.tokenizer.count($1).value })
        #expect(turn.compressedTokens == turn.segments.reduce(0) { $0 + $1.tokens })
        for (text, segment) in zip(texts, turn.segments) {
            #expect(segment.tokens == Shared.tokenizer.count(segment.text).value)
            #expect(segment.originalTokens == Shared.tokenizer.count(text).value)
            #expect(segment.tokens <= segment.originalTokens)
        }
        #expect(turn.newRules.isEmpty || turn.savedTokens > 0)
    }

    @Test func `decoder text as a later turn comes back`() {
        var dictionary = Shared.dictionary
        let first = Shared.compressor.compress([Shared.code], with: &dictionary)
        #expect(!first.decoderText.isEmpty)
        let quoted = [first.decoderText, first.segments[0].text, Shared.code]
        let second = Shared.compressor.compress(quoted, with: &dictionary)
        #expect(second.segments.map(Expander(dictionary).expand) == quoted)
        #expect(Expander(dictionary).expand(first.segments[0]) == Shared.code)
        #expect(second.savedTokens > 0)
    }

    @Test func `a literal symbol in a text that compresses is escaped and told of once`() throws {
        var dictionary = Shared.dictionary
        _ = Shared.compressor.compress([Shared.code], with: &dictionary)
        let symbol = String(Character(try #require(dictionary.rules.first).symbol))
        let escape = String(Character(try #require(dictionary.escape)))
        let text = Shared.code + symbol + escape + Shared.code
        let turn = Shared.compressor.compress([text], with: &dictionary)
        #expect(!turn.segments[0].isVerbatim)
        #expect(turn.segments[0].text.contains(escape + symbol + escape + escape))
        #expect(turn.decoderText.contains("A symbol after \(escape)"))
        #expect(Expander(dictionary).expand(turn.segments[0].text) == text)
        let again = Shared.compressor.compress([text], with: &dictionary)
        #expect(!again.decoderText.contains("A symbol after"))
    }

    @Test func `a text of symbols alone is sent verbatim`() throws {
        var dictionary = Shared.dictionary
        _ = Shared.compressor.compress([Shared.code], with: &dictionary)
        let text = dictionary.rules.map { String(Character($0.symbol)) }.joined()
        let turn = Shared.compressor.compress([text], with: &dictionary, addsRules: false)
        #expect(turn.segments[0].isVerbatim && turn.segments[0].text == text)
        #expect(Expander(dictionary).expand(turn.segments[0]) == text)
        #expect(turn.savedTokens == 0)
    }

    @Test func `nothing is nothing`() {
        var dictionary = Shared.dictionary
        let turn = Shared.compressor.compress(["", ""], with: &dictionary)
        #expect(turn.segments.map(\.text) == ["", ""] && turn.decoderText.isEmpty)
        #expect(Shared.compressor.compress([], with: &dictionary).segments.isEmpty)
        #expect(dictionary.turns == 2)
    }
}

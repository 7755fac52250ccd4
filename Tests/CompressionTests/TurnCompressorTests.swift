import Compression
import Testing
import Tokenization

@Suite struct TurnCompressorTests {
    @Test func `a phrase keeps its symbol and costs its rule once`() throws {
        var dictionary = Shared.dictionary
        let first = Shared.compressor.compress([Shared.code], with: &dictionary)
        let second = Shared.compressor.compress([Shared.code], with: &dictionary)
        #expect(!first.newRules.isEmpty && second.savedTokens > first.savedTokens)
        #expect(first.newRules.allSatisfy { dictionary.phrase(of: $0.symbol) == $0.phrase })
        #expect(Set(dictionary.rules.map(\.symbol)).count == dictionary.rules.count)
        #expect(first.newRules.allSatisfy { $0.turn == 0 })
    }

    @Test func `a phrase has no symbol and the decoder text can be read back`() {
        var dictionary = Shared.dictionary
        _ = Shared.compressor.compress([Shared.code], with: &dictionary)
        let more = Shared.code.replacing("self", with: "this")
        let turn = Shared.compressor.compress([more], with: &dictionary)
        let symbols = Set(dictionary.rules.map(\.symbol))
        for rule in dictionary.rules {
            #expect(rule.phrase.unicodeScalars.allSatisfy { !symbols.contains($0) })
        }
        var read: [String] = []
        for scalar in turn.decoderText.unicodeScalars {
            if symbols.contains(scalar) { read.append("") }
            if !read.isEmpty { read[read.count - 1].unicodeScalars.append(scalar) }
        }
        #expect(read == turn.newRules.map { "\(Character($0.symbol))=\($0.phrase)\n" })
    }

    @Test func `symbols that a text has are never given out`() {
        var dictionary = Shared.dictionary
        let taken = Shared.alphabet.symbols.prefix(5)
        let text = taken.map { String(Character($0)) }.joined() + Shared.code
        let turn = Shared.compressor.compress([text], with: &dictionary)
        #expect(!turn.newRules.isEmpty)
        #expect(dictionary.rules.allSatisfy { !taken.contains($0.symbol) })
        #expect(Expander(dictionary).expand(turn.segments[0].text) == text)
    }

    @Test func `short texts bring no rules but use those there are`() {
        let compressor = TurnCompressor(
            Shared.tokenizer, limits: CompressionLimits(minimumCharacters: 1000))
        var dictionary = Shared.dictionary
        let short = String(Shared.code.prefix(999))
        #expect(compressor.compress([short], with: &dictionary).newRules.isEmpty)
        #expect(!compressor.compress([Shared.code], with: &dictionary).newRules.isEmpty)
        let later = compressor.compress([short], with: &dictionary)
        #expect(later.newRules.isEmpty && later.savedTokens > 0 && later.decoderText.isEmpty)
    }

    @Test func `limits hold`() {
        let limits = CompressionLimits(
            minimumCharacters: 0, maximumRulesPerTurn: 3, maximumRules: 4, maximumDecoderTokens: 60)
        let compressor = TurnCompressor(Shared.tokenizer, limits: limits)
        var dictionary = Shared.dictionary
        for turn in 0..<4 {
            let text = Shared.code.replacing("value", with: "word\(turn) and item\(turn)")
            let result = compressor.compress([text], with: &dictionary)
            #expect(result.newRules.count <= 3 && result.decoderTokens <= 60)
        }
        #expect(dictionary.rules.count == 4)
    }

    @Test func `told to add no rules it adds none`() {
        var dictionary = Shared.dictionary
        let turn = Shared.compressor.compress(
            [Shared.code], with: &dictionary, addsRules: false)
        #expect(turn.newRules.isEmpty && turn.segments[0].text == Shared.code)
    }

    @Test func `the same turns give the same`() {
        var (left, right) = (Shared.dictionary, Shared.dictionary)
        for texts in [[Shared.code], ["x", Shared.code.uppercased()], [Shared.code]] {
            let first = Shared.compressor.compress(texts, with: &left)
            #expect(first == Shared.compressor.compress(texts, with: &right))
        }
    }

    @Test func `the baseline starts from nothing each time`() {
        let baseline = PerRequestCompressor(Shared.tokenizer, Shared.alphabet)
        let first = baseline.compress([Shared.code])
        let second = baseline.compress(["More.", Shared.code])
        #expect(first.turn.decoderTokens > 0 && second.turn.decoderTokens > 0)
        #expect(second.turn.segments.map(Expander(second.dictionary).expand).last == Shared.code)
    }

    @Test func `the documented arithmetic gains where tokens are lost`() {
        // 1,000 characters of 250 tokens become 800 of 260: four characters saved for each symbol.
        let documented = DocumentedArithmetic(
            originalCharacters: 1000, compressedCharacters: 800, decoderTokens: 25,
            originalTokens: 250)
        #expect(documented.compressionRatio == 0.2 && documented.overheadRatio == 0.1)
        #expect(documented.netEfficiency == 0.1)
        let empty = DocumentedArithmetic(
            originalCharacters: 0, compressedCharacters: 0, decoderTokens: 9, originalTokens: 0)
        #expect(empty.netEfficiency == 0)
    }
}

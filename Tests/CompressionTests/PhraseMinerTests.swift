import Compression
import ContextModel
import TestSupport
import Testing
import Tokenization

@Suite struct PhraseMinerTests {
    private static let words = [" the", " cat", " sat", " on", "\n", " a", " mat", "."]

    private func text(_ random: inout SplitMix, _ count: Int, _ kinds: Int) -> String {
        (0..<count).map { _ in Self.words[random.below(kinds)] }.joined()
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `the first phrase gains as much as any, counted naively`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let texts = (0..<1 + random.below(3)).map { _ in
            text(&random, random.below(60), 2 + Int(seed % 7))
        }
        let naive = NaiveMiner(texts)
        let phrases = PhraseMiner(Shared.tokenizer).phrases(in: texts)
        #expect(phrases.first.map(naive.gain) ?? 0 == naive.bestGain)
        if let first = phrases.first { #expect(first.uses == naive.uses(of: first.text)) }
    }

    @Test func `occurrences in a run do not overlap`() throws {
        let run = String(repeating: " tick tock", count: 33)
        let limits = CompressionLimits(maximumPhrasePieces: 4)
        let phrase = try #require(
            PhraseMiner(Shared.tokenizer, limits: limits).phrases(in: [run]).first)
        #expect(phrase.uses == NaiveMiner([run]).uses(of: phrase.text))
        #expect(phrase.text.utf8.count * phrase.uses <= run.utf8.count)
    }

    @Test func `no phrase crosses from one text to the next`() {
        let texts = Array(repeating: [" alpha beta gamma", " delta epsilon zeta"], count: 9)
            .flatMap(\.self)
        let phrases = PhraseMiner(Shared.tokenizer).phrases(in: texts)
        #expect(!phrases.isEmpty)
        for phrase in phrases { #expect(texts.contains { $0.contains(phrase.text) }) }
    }

    @Test func `what does not repeat has no phrases`() {
        #expect(PhraseMiner(Shared.tokenizer).phrases(in: [" one two three four"]).isEmpty)
        #expect(PhraseMiner(Shared.tokenizer).phrases(in: []).isEmpty)
        #expect(PhraseMiner(Shared.tokenizer).phrases(in: ["", "x", ""]).isEmpty)
    }

    @Test func `later passes go on where the first one ended`() {
        var limits = CompressionLimits()
        let all = PhraseMiner(Shared.tokenizer, limits: limits).phrases(in: [Shared.code])
        limits.miningPasses = 1
        let first = PhraseMiner(Shared.tokenizer, limits: limits).phrases(in: [Shared.code])
        #expect(!first.isEmpty && Array(all.prefix(first.count)) == first)
    }

    @Test func `a long run is mined within the limits`() {
        let run = String(repeating: "ha ", count: 3000)
        let phrases = PhraseMiner(Shared.tokenizer).phrases(in: [run])
        #expect(phrases.count >= 1 && phrases.allSatisfy { $0.tokens <= 128 })
    }
}

/// Every phrase of whole pieces, counted by searching.
private struct NaiveMiner {
    let texts: [[String]]

    init(_ texts: [String]) {
        self.texts = texts.map { text in
            var place = 0
            let bytes = Array(text.utf8)
            return bytes.withUnsafeBytes { Shared.tokenizer.pieces(utf8: $0) }.map { piece in
                defer { place += Int(piece.length) }
                return String(decoding: bytes[place..<place + Int(piece.length)], as: UTF8.self)
            }
        }
    }

    func uses(of phrase: String) -> Int { texts.reduce(0) { $0 + uses(of: phrase, in: $1) } }

    private func uses(of phrase: String, in pieces: [String]) -> Int {
        var (uses, start) = (0, 0)
        while start < pieces.count {
            var (end, text) = (start, "")
            while end < pieces.count, text.utf8.count < phrase.utf8.count {
                text += pieces[end]
                end += 1
            }
            uses += text == phrase ? 1 : 0
            start = text == phrase ? end : start + 1
        }
        return uses
    }

    func gain(_ phrase: MinedPhrase) -> Int { gain(phrase.text) }

    private func gain(_ phrase: String) -> Int {
        let tokens = Shared.tokenizer.count(phrase).value
        return uses(of: phrase) * (tokens - 1) - (tokens + 3)
    }

    var bestGain: Int {
        var phrases: Set<String> = []
        for pieces in texts {
            for start in pieces.indices {
                for end in start..<min(pieces.count, start + 24) {
                    phrases.insert(pieces[start...end].joined())
                }
            }
        }
        return phrases.reduce(0) { max($0, gain($1)) }
    }
}

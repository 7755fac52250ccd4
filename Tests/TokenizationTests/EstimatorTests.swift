import ContextModel
import Testing
import Tokenization

@Suite struct EstimatorTests {
    @Test(arguments: [
        ("", 0, 0, 0), ("abc", 0, 0, 0), ("abcd", 1, 1, 1), ("abcdefg", 1, 1, 2),
        ("twenty characters in", 5, 5, 5), (String(repeating: "x", count: 1000), 250, 263, 285),
    ])
    func `the quotient is rounded down`(text: String, four: Int, eight: Int, half: Int) {
        #expect(Estimator.fourCharacters.count(text) == TokenCount(four))
        #expect(Estimator.threeEightTenthsCharacters.count(text) == TokenCount(eight))
        #expect(Estimator.threeAndHalfCharacters.count(text) == TokenCount(half))
    }

    @Test func `a character is a code point, not a byte, UTF-16 unit or grapheme`() {
        // One grapheme, four code points, six UTF-16 units, fifteen bytes.
        let technologist = "\u{1F469}\u{1F3FD}\u{200D}\u{1F4BB}"
        #expect(Estimator.fourCharacters.count(technologist) == TokenCount(1))
        #expect(Estimator.fourCharacters.count("e\u{301}e\u{301}") == TokenCount(1))
        #expect(Estimator.fourCharacters.count("\r\n\r\n") == TokenCount(1))
    }

    @Test(arguments: Estimator.allCases)
    func `integers give what the originals' floating-point division gives`(estimator: Estimator) {
        let ratio = Double(estimator.name.dropFirst("characters/".count)) ?? 0
        let differing = (0..<50_000).filter {
            estimator.count(characters: $0).value != Int(Double($0) / ratio)
        }
        #expect(differing == [])
    }

    @Test(arguments: [
        ("ORCHESTRATOR", "characters/3.5"), ("REASONING", "characters/3.8"),
        ("CODING", "characters/3.8"), ("GENERAL", "characters/3.5"), ("FAST", "characters/3.5"),
        ("CEREBRAS", "characters/4"), ("fast", "characters/4"),
    ])
    func `a tier has the ratio of its model family`(tier: String, name: String) {
        #expect(Estimator(tier: tier).name == name)
    }

    @Test func `an estimator says that it is none of the exact counters`() {
        #expect(Estimator.allCases.map(\.isExact) == [false, false, false])
        #expect(Set(Estimator.allCases.map(\.name)).count == Estimator.allCases.count)
    }
}

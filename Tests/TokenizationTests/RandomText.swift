import TestSupport

/// Seeded texts over an alphabet in which nearly every pair of neighbours is an edge case.
struct RandomText {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    mutating func next(below bound: Int) -> Int { random.below(bound) }

    mutating func text(elements: Int) -> String {
        (0..<elements).map { _ in Self.alphabet[next(below: Self.alphabet.count)] }.joined()
    }

    /// Stretches of one kind between nasty ones: block borders fall into every kind.
    mutating func stretches(_ count: Int) -> String {
        (0..<count).map { _ in
            switch next(below: 4) {
            case 0: return text(elements: 1 + next(below: 9))
            case 1: return word(1 + next(below: 90))
            case 2: return String(repeating: Self.alphabet[next(below: 22)], count: next(below: 80))
            default: return word(1 + next(below: 9)) + " " + word(1 + next(below: 9))
            }
        }.joined()
    }

    /// Lowercase ASCII letters.
    mutating func word(_ length: Int) -> String {
        String(decoding: (0..<length).map { _ in UInt8(97 + next(below: 26)) }, as: UTF8.self)
    }

    private static let alphabet = [
        "a", "s", "S", "\u{17F}", "T", "l", "L", "'", " ", "\n", "\r", "\t", "1", "!", "/", "-",
        "\u{A0}", "\u{3000}", "\u{85}", "\u{301}", "\u{4E2D}", "\u{E9}", "\u{C9}", "\u{663}",
        "\u{B2}", "\u{903}", "\u{20DD}", "\u{1C5}", "\u{2B0}", "\u{5D0}", "\u{1F600}", "\u{200D}",
        "\u{378}", "\u{10D40}", "\u{1C89}", "\u{88F}", "\u{16EA0}", "\u{E0100}", "\u{0}", "\u{1D}",
        "\u{2028}", "\u{180E}", "\u{FEFF}", "\u{2019}", "'s", "'LL", "'\u{17F}", "re", "<|", "  ",
        "   ", "\r\n", " \n", "123", "4567", "the", " The", "\u{928}\u{94D}", "\u{1F1E9}",
    ]
}

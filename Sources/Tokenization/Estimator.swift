import ContextModel

/// A token count guessed from a text's length: characters divided by a fixed ratio, rounded down.
///
/// The baseline that exact counting is measured against. A character is a Unicode code point, as
/// in Python's `len`, in which the estimators of the seed documents are written; the quotient is
/// truncated, as their `int(characters / ratio)` does. So an empty text has no tokens, and neither
/// has a text shorter than the ratio. What a message costs beyond its text is not estimated here.
public struct Estimator: TokenCounter, Hashable {
    /// `characters/` and the ratio: `characters/3.5`.
    public let name: String
    /// The ratio in tenths of a character for each token.
    private let tenthsOfCharacter: Int

    /// Four characters a token: the usual rule of thumb, and what seed document 002 falls back to
    /// ("uses character-based estimation"). Also the ratio of unnamed tiers in seed document 004.
    public static let fourCharacters = Self(name: "characters/4", tenthsOfCharacter: 40)

    /// 3.5 characters a token: the tiers `ORCHESTRATOR`, `GENERAL` and `FAST` of seed document 004.
    public static let threeAndHalfCharacters = Self(name: "characters/3.5", tenthsOfCharacter: 35)

    /// 3.8 characters a token: the tiers `REASONING` and `CODING` of seed document 004.
    public static let threeEightTenthsCharacters = Self(
        name: "characters/3.8", tenthsOfCharacter: 38)

    /// The estimator of a model tier of seed document 004, whose token budget divides by the ratio of
    /// the tier's model family: Anthropic 3.5, DeepSeek 3.8, Qwen 3.5, any other 4.0.
    public init(tier: String) {
        switch tier {
        case "ORCHESTRATOR", "GENERAL", "FAST": self = .threeAndHalfCharacters
        case "REASONING", "CODING": self = .threeEightTenthsCharacters
        default: self = .fourCharacters
        }
    }

    private init(name: String, tenthsOfCharacter: Int) {
        self.name = name
        self.tenthsOfCharacter = tenthsOfCharacter
    }

    /// No: an estimate.
    public var isExact: Bool { false }

    /// The text's code points over the ratio, rounded down; linear in the text.
    public func count(_ text: String) -> TokenCount {
        var text = text
        return text.withUTF8 { count(characters: Self.codePoints(in: $0)) }
    }

    /// The bytes that begin a code point.
    private static func codePoints(in utf8: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        for byte in utf8 where byte & 0xC0 != 0x80 { count &+= 1 }
        return count
    }

    /// The tokens estimated for that many code points.
    public func count(characters: Int) -> TokenCount {
        TokenCount(characters * 10 / tenthsOfCharacter)
    }
}

extension Estimator: CaseIterable {
    /// Every ratio once, from the fewest tokens to the most.
    public static let allCases = [
        fourCharacters, threeEightTenthsCharacters, threeAndHalfCharacters,
    ]
}

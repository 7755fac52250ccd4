package import ContextModel

/// A context limit as matrices write it: a number of tokens, or a share of each conversation's size.
///
/// A share keeps a limit meaningful on corpora whose conversations differ in length by orders of
/// magnitude: 30 % of the final size overflows every conversation at the same relative point.
package enum ContextLimit: Hashable, Sendable {
    /// A number of tokens, from 1 to 1,000,000,000.
    case absolute(Int)
    /// A share of the conversation's final size, up to 1000 %.
    case relative(Share)

    /// What a text must be to read as a limit.
    package static let expected =
        "tokens from 1 to 1000000000 (8000, 8_000 or 8k), or a share of the conversation's final "
        + "size up to 1000% (30% or 12.5%, at most 4 decimal places)"

    /// The largest number of tokens.
    static let largest = 1_000_000_000

    /// Reads `8000`, `8_000`, `8k` (8000), `30%` or `12.5%`; nil for anything else.
    package init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let share = Self.percent(text.dropLast()) else { return nil }
            self = .relative(share)
        } else {
            guard let tokens = Self.tokens(text) else { return nil }
            self = .absolute(tokens)
        }
    }

    /// The limit in whole tokens for a conversation whose last request has that many tokens: rounded
    /// down, at least 1.
    package func resolved(finalSize: Int) -> Int {
        switch self {
        case .absolute(let tokens): return tokens
        case .relative(let share):
            // No conversation is larger than this, and the product stays within 64 bits.
            let size = min(max(finalSize, 0), 100 * Self.largest)
            return min(max(share.of(size), 1), Self.largest)
        }
    }

    private static func tokens(_ text: String) -> Int? {
        let isThousands = text.hasSuffix("k")
        let parts = text.dropLast(isThousands ? 1 : 0)
            .split(separator: "_", omittingEmptySubsequences: false)
        guard parts.dropFirst().allSatisfy({ $0.count == 3 }), parts.allSatisfy(\.isDigits),
            parts.count == 1 || parts[0].count <= 3, let number = Int(parts.joined()),
            (1...largest / (isThousands ? 1000 : 1)).contains(number)
        else { return nil }
        return number * (isThousands ? 1000 : 1)
    }

    private static func percent(_ text: Substring) -> Share? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy(\.isDigits), let whole = Int(parts[0]),
            whole <= 1000
        else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.count <= 4,
            let places = Int(fraction + String(repeating: "0", count: 4 - fraction.count))
        else { return nil }
        let millionths = whole * 10_000 + places
        return (1...10_000_000).contains(millionths) ? Share(millionths: millionths) : nil
    }
}

extension ContextLimit: CustomStringConvertible {
    /// The one text of the limit, which reads back as the same limit: `8000`, `30%`, `12.5%`.
    package var description: String {
        switch self {
        case .absolute(let tokens): return String(tokens)
        case .relative(let share):
            return Self.percentText(share) + "%"
        }
    }

    /// A share in percent, exactly: `30`, `12.5`.
    package static func percentText(_ share: Share) -> String {
        share.millionths.decimalText(places: 4)
    }
}

extension Substring {
    /// Whether there is something and all of it is ASCII digits.
    var isDigits: Bool { !isEmpty && utf8.allSatisfy { (48...57).contains($0) } }
}

/// A number of tokens, kept apart from other integers.
public struct TokenCount: Hashable, Comparable, Sendable {
    /// The number; never negative where it measures text, possibly negative as a difference.
    public var value: Int

    /// That many tokens.
    public init(_ value: Int) { self.value = value }

    /// Whether the left count is smaller.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

extension TokenCount: AdditiveArithmetic {
    /// No tokens.
    public static var zero: Self { Self(0) }

    /// The sum.
    public static func + (left: Self, right: Self) -> Self { Self(left.value + right.value) }

    /// The difference.
    public static func - (left: Self, right: Self) -> Self { Self(left.value - right.value) }
}

extension TokenCount: CustomStringConvertible {
    /// The bare number.
    public var description: String { String(value) }
}

/// Something that says how many tokens a text has: an exact encoding or an estimator.
///
/// A counter is total (every text has a count) and deterministic. It may use bounded internal caches,
/// so counting is cheap to repeat; whether counts are exact is part of its identity.
public protocol TokenCounter: Sendable {
    /// The counter's name in settings, reports and results: `cl100k_base`, `characters/4`.
    var name: String { get }

    /// Whether the counts are those of a published tokenisation, not estimates.
    var isExact: Bool { get }

    /// The number of tokens of a text, special-token strings being ordinary text.
    func count(_ text: String) -> TokenCount
}

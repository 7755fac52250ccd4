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

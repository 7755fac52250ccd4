/// An amount of money, exact: whole picodollars (10⁻¹² US dollars).
///
/// A price per million tokens with at most six decimal places is a whole number of picodollars for one
/// token, so sums of tokens times prices never round. 128 bits hold any number of tokens.
public struct Money: Hashable, Sendable {
    /// The amount in picodollars.
    public var picodollars: Int128

    /// An amount in picodollars.
    public init(picodollars: Int128) { self.picodollars = picodollars }

    /// Nothing.
    public static let zero = Money(picodollars: 0)

    /// The amount in whole nanodollars, halves away from zero: the one place where money is rounded.
    public var nanodollars: Int { Int(clamping: rounded) }

    fileprivate var rounded: Int128 { (picodollars + (picodollars < 0 ? -500 : 500)) / 1_000 }

    /// A sum.
    public static func + (left: Self, right: Self) -> Self {
        Money(picodollars: left.picodollars + right.picodollars)
    }

    /// Adds an amount.
    public static func += (left: inout Self, right: Self) { left = left + right }
}

extension Money: Comparable {
    /// Whether an amount is less than another.
    public static func < (left: Self, right: Self) -> Bool {
        left.picodollars < right.picodollars
    }
}

extension Money: CustomStringConvertible {
    /// US dollars with nine decimal places: `$0.008960000`.
    public var description: String {
        let amount = rounded
        let (whole, rest) = amount.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        let places = String("\(1_000_000_000 + rest)".dropFirst())
        return "\(amount < 0 ? "-" : "")$\(whole).\(places)"
    }
}

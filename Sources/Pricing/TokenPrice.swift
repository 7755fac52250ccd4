public import ContextModel

/// What a token costs, exact: whole picodollars, which are millionths of a dollar per million
/// tokens.
public struct TokenPrice: Hashable, Sendable {
    /// Picodollars for one token.
    public let picodollars: Int

    /// The dearest token that is believed: a cent, or 10,000 dollars for a million tokens.
    public static let most = TokenPrice(uncheckedPicodollars: 10_000_000_000)

    private init(uncheckedPicodollars picodollars: Int) { self.picodollars = picodollars }

    /// A price from nothing to `most`; nil for any other.
    public init?(picodollars: Int) {
        guard (0...Self.most.picodollars).contains(picodollars) else { return nil }
        self.picodollars = picodollars
    }

    /// A price as US dollars per million tokens in decimal, `2.50` or `1e-1`: at most six decimal
    /// places; nil for any other text.
    public init?(dollarsPerMillion text: String) { self.init(text, scale: 6) }

    /// A price as US dollars per token, `2.5e-06`: at most twelve decimal places; nil for any
    /// other.
    public init?(dollarsPerToken text: String) { self.init(text, scale: 12) }

    private init?(_ text: String, scale: Int) {
        guard let decimal = Decimal(text), let value = decimal.integer(scale: scale) else {
            return nil
        }
        self.init(picodollars: value)
    }

    /// Such a share of this price, in whole picodollars, fractions rounded up: a multiplier
    /// of a published price never makes it too little.
    func scaled(by share: Share) -> TokenPrice {
        let product = Int128(picodollars) * Int128(share.millionths)
        return TokenPrice(uncheckedPicodollars: Int((product + 999_999) / 1_000_000))
    }

    /// US dollars per million tokens, without needless zeros.
    public var dollarsPerMillion: String { picodollars.decimalText(places: 6) }

    /// What so many tokens cost.
    public static func * (tokens: TokenCount, price: TokenPrice) -> Money {
        Money(picodollars: Int128(tokens.value) * Int128(price.picodollars))
    }
}

/// A decimal number without sign, as JSON writes it: digits and a power of ten.
private struct Decimal {
    private var digits: [Int] = []
    private var exponent = 0

    init?(_ text: String) {
        let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return nil }
        if parts.count == 2 {
            let power = parts[1].hasPrefix("+") ? parts[1].dropFirst() : parts[1]
            guard let power = Int(power), abs(power) <= 100 else { return nil }
            exponent = power
        }
        let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, halves.allSatisfy({ !$0.isEmpty }), parts[0].utf8.count <= 100
        else { return nil }
        for byte in halves.joined().utf8 {
            guard (0x30...0x39).contains(byte) else { return nil }
            digits.append(Int(byte) - 0x30)
        }
        if halves.count == 2 { exponent -= halves[1].utf8.count }
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
    }

    /// The number times ten to the power of `scale`, if that is a whole number of 64 bits.
    func integer(scale: Int) -> Int? {
        guard !digits.isEmpty else { return 0 }
        let shift = exponent + scale
        guard shift >= 0 else { return nil }
        var value = 0
        for digit in digits + [Int](repeating: 0, count: shift) {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            guard !overflows, product <= Int.max - digit else { return nil }
            value = product + digit
        }
        return value
    }
}

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

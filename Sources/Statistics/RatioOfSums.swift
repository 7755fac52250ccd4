/// A ratio over many items as the ratio of their sums, so that big items weigh what they are.
///
/// The mean of the items' own ratios would let a hundred tiny conversations outvote a long one.
public struct RatioOfSums: Hashable, Sendable {
    /// The sum of the upper parts.
    public private(set) var numerator: Int128
    /// The sum of the lower parts.
    public private(set) var denominator: Int128

    /// The ratio over no items yet.
    public init() {
        numerator = 0
        denominator = 0
    }

    /// Nothing, of one: what a ratio that is compared with no other is compared with.
    public static let nothing = RatioOfSums(0, of: 1)

    /// The ratio over one item.
    public init(_ numerator: Int, of denominator: Int) {
        self.init()
        add(numerator, of: denominator)
    }

    /// Adds an item.
    public mutating func add(_ numerator: Int, of denominator: Int) {
        self.numerator += Int128(numerator)
        self.denominator += Int128(denominator)
    }

    /// Adds all items of another ratio.
    public mutating func merge(_ other: Self) {
        numerator += other.numerator
        denominator += other.denominator
    }

    /// Takes away all items of another ratio, which were added before.
    mutating func remove(_ other: Self) {
        numerator -= other.numerator
        denominator -= other.denominator
    }

    /// The ratio, or nil while the denominator is zero.
    public var value: Double? {
        denominator == 0 ? nil : Double(numerator) / Double(denominator)
    }
}

/// A share of a whole, exact: whole parts per million. Where something is lost it may be negative, and
/// where a bound is one of growth, beyond the whole.
///
/// Written with at most six decimal places (`0.25`), shown in percent (`25 %`).
public struct Share: Hashable, Comparable, Sendable {
    /// The parts of a million.
    public let millionths: Int

    /// That many parts of a million.
    public init(millionths: Int) { self.millionths = millionths }

    /// A part of a whole, rounded towards zero; none of an empty whole. The part times a million must fit
    /// an `Int`.
    public init(_ part: Int, of whole: Int) {
        millionths = whole == 0 ? 0 : part * 1_000_000 / whole
    }

    /// Nothing of it.
    public static let zero = Share(millionths: 0)
    /// The whole.
    public static let all = Share(millionths: 1_000_000)

    /// What is left of the whole.
    public var rest: Share { Share(millionths: 1_000_000 - millionths) }

    /// So much of a count, rounded towards zero.
    public func of(_ count: Int) -> Int { Int(Int128(count) * Int128(millionths) / 1_000_000) }

    /// So much of another share, rounded towards zero.
    public func of(_ share: Share) -> Share { Share(millionths: of(share.millionths)) }

    /// Whether the left share is smaller.
    public static func < (left: Self, right: Self) -> Bool { left.millionths < right.millionths }
}

/// Shares in the making of their mean.
public struct MeanShare: Hashable, Sendable {
    /// The sum of their millionths.
    public private(set) var sum = 0
    /// How many there are.
    public private(set) var count = 0

    /// None yet.
    public init() {}

    /// Their mean, rounded towards zero; nil without any.
    public var mean: Share? { count == 0 ? nil : Share(millionths: sum / count) }

    /// Adds one.
    public mutating func add(_ share: Share) {
        sum += share.millionths
        count += 1
    }

    /// Adds others.
    public static func += (left: inout Self, right: Self) {
        left.sum += right.sum
        left.count += right.count
    }
}

extension Share: CustomStringConvertible {
    /// In whole percent, rounded half up: `25 %`.
    public var description: String {
        "\(millionths / 10_000 + (millionths % 10_000 >= 5_000 ? 1 : 0)) %"
    }
}

extension Share {
    /// The shortest decimal, exact; of a share that is not negative.
    package var decimal: String { millionths.decimalText(places: 6) }

    /// The share of a text of the form `1` or `0.25`, with at most six places; nil for any other.
    package init?(decimal text: some StringProtocol) {
        let pieces = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(pieces.count), let whole = Self.digits(pieces[0], upTo: 9) else {
            return nil
        }
        var fraction = 0
        if pieces.count == 2 {
            guard let places = Self.digits(pieces[1], upTo: 6) else { return nil }
            fraction = (pieces[1].count..<6).reduce(places) { value, _ in value * 10 }
        }
        self.init(millionths: whole * 1_000_000 + fraction)
    }

    private static func digits(_ text: some Collection<UInt8>, upTo limit: Int) -> Int? {
        guard (1...limit).contains(text.count), text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

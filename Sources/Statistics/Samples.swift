/// A bag of integer samples in ascending order, with the statistics that can be read off exactly.
///
/// Samples merge without loss, so a quantile of several runs is that of all their samples together;
/// quantiles themselves are never averaged.
public struct Samples: Hashable, Sendable {
    /// The samples, smallest first.
    public let sorted: [Int64]

    /// The samples of a sequence, in any order. O(n log n).
    public init(_ values: some Sequence<Int64>) { sorted = values.sorted() }

    /// No samples.
    public init() { sorted = [] }

    /// How many samples there are.
    public var count: Int { sorted.count }

    /// The smallest sample, or nil if there is none.
    public var minimum: Int64? { sorted.first }

    /// The largest sample, or nil if there is none.
    public var maximum: Int64? { sorted.last }

    /// The sum, which cannot overflow. O(n).
    public var sum: Int128 { sorted.reduce(into: 0) { $0 += Int128($1) } }

    /// The arithmetic mean, or nil if there is no sample. O(n).
    public var mean: Double? { sorted.isEmpty ? nil : Double(sum) / Double(count) }

    /// The middle sample, or the mean of the two middle ones; nil if there is none.
    ///
    /// Unlike `value(at: .p50)` it is for few values, where taking the lower of the two middle ones
    /// would be a bias.
    public var median: Double? {
        guard let last = sorted.indices.last else { return nil }
        let lower = sorted[last / 2]
        let upper = sorted[last - last / 2]
        return lower == upper ? Double(lower) : (Double(lower) + Double(upper)) / 2
    }

    /// The samples of both. O(n).
    public func merged(with other: Self) -> Self {
        var merged: [Int64] = []
        merged.reserveCapacity(count + other.count)
        var rest = other.sorted[...]
        for sample in sorted {
            while let first = rest.first, first < sample { merged.append(rest.removeFirst()) }
            merged.append(sample)
        }
        return Self(ascending: merged + rest)
    }

    private init(ascending: [Int64]) { sorted = ascending }
}

package import Statistics

/// Whether one method is better than another, over clusters that both were measured on.
package struct PairedVerdict: Hashable, Sendable {
    /// What can be said.
    package enum Verdict: String, Hashable, Sendable {
        /// The interval lies above 0.
        case better
        /// The interval lies below 0.
        case worse
        /// The interval holds 0.
        case unclear = "no clear difference"
        /// Too few clusters for any verdict.
        case tooFew = "n too small"
    }

    /// The fewest clusters for a verdict.
    package static let fewest = 20

    /// How many clusters there are.
    package let clusters: Int
    /// The probability that the interval is made for.
    package let confidence: Double
    /// The difference, nil where one method has no ratio.
    package let difference: RatioDifference?

    /// The verdict on a method and the one it is compared with.
    package init(
        _ head: [RatioOfSums], against base: [RatioOfSums], by bootstrap: PairedClusterBootstrap
    ) {
        precondition(head.count == base.count, "both were measured on the same clusters")
        clusters = head.count
        confidence = bootstrap.confidence
        difference = bootstrap.difference(
            over: zip(head, base).map { PairedClusterBootstrap.Cluster(head: $0, base: $1) })
    }

    /// What can be said.
    package var verdict: Verdict {
        guard clusters >= Self.fewest, let interval = difference?.interval else { return .tooFew }
        if interval.lowerBound > 0 { return .better }
        return interval.upperBound < 0 ? .worse : .unclear
    }
}

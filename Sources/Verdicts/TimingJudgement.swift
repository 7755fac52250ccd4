internal import Statistics

/// What is said about one series of times, and how sure that is.
package struct TimingJudgement: Hashable, Sendable {
    /// The series.
    package let series: String
    /// The smallest relative change that matters.
    package let threshold: Double
    /// What is said.
    package private(set) var verdict = Verdict.inconclusive
    /// Why nothing is said, where the verdict is invalid.
    package private(set) var reason: String?
    /// How many blocks it rests on.
    package private(set) var blocks = 0
    /// The relative change, head against base: 0.05 is five percent more; nil without blocks.
    package private(set) var change: Double?
    /// The 99 % interval of the change; nil for too few blocks.
    package private(set) var interval: ClosedRange<Double>?
    /// The p-value of the signed-rank test at the look that it stopped at.
    package private(set) var pValue = 1.0
    /// What the base seems to differ from itself by.
    package private(set) var noise: Double?
    /// The smallest relative change that would have been found four times in five.
    package private(set) var detectable: Double?
    /// How many blocks it would take to find a change as large as the threshold, four times in five.
    package private(set) var blocksNeeded: Int?

    init(series: String, threshold: Double) {
        self.series = series
        self.threshold = threshold
    }

    /// Whether the base differs from itself by so much that the verdict is a hint and no more.
    package var isAdvisory: Bool { (noise?.magnitude ?? 0) > threshold / 2 }

    /// Whether no later look changes the verdict.
    var isDecided: Bool { verdict != .inconclusive }

    mutating func setNoise(_ effects: [Double]) {
        noise = HodgesLehmann(effects).map { Self.relative($0.estimate) }
    }

    mutating func refuse(_ reason: String, _ blocks: Int) {
        verdict = .invalid
        self.reason = reason
        self.blocks = blocks
    }

    /// One look at the effects so far.
    mutating func look(
        at effects: [Double], bound: Double, last: Double, lessIsBetter: Bool
    ) {
        guard let shift = rest(on: effects, last: last), let change else { return }
        let deviate = SignedRankTest.deviate(ofPValue: pValue)
        if deviate >= bound, change.magnitude > threshold {
            verdict = (change > 0) == lessIsBetter ? .regressed : .improved
        } else if let ninety = shift.interval(confidence: 0.9),
            Self.relative(ninety.lowerBound) > -threshold,
            Self.relative(ninety.upperBound) < threshold
        {
            verdict = .equivalent
        }
    }

    /// Takes the figures from some effects, without a verdict, and returns their shift. `last` is the
    /// bound of the last look.
    @discardableResult mutating func rest(on effects: [Double], last: Double) -> HodgesLehmann? {
        blocks = effects.count
        pValue = SignedRankTest(effects).pValue
        guard let shift = HodgesLehmann(effects) else { return nil }
        change = Self.relative(shift.estimate)
        interval = shift.interval(confidence: 0.99).map {
            Self.relative($0.lowerBound)...Self.relative($0.upperBound)
        }
        setPower(effects, last)
        return shift
    }

    /// Takes back that it moved: too likely by chance among so many series.
    mutating func withdraw() {
        if verdict.isMoved { verdict = .inconclusive }
    }

    /// Takes back that it moved, since a second experiment did not show it.
    mutating func retract() {
        verdict = .inconclusive
        reason = "not confirmed by a second experiment"
    }

    /// What could have been seen: normal approximation with the spread of the interquartile range and
    /// the signed-rank test's efficiency 3⁄π; 0.842 is the deviate of four in five.
    private mutating func setPower(_ effects: [Double], _ last: Double) {
        guard effects.count >= TimingJudge.fewestBlocks else { return }
        let quartiles = [0.25, 0.75].map { Quantile.interpolated(at: $0, of: effects) }
        let spread = (quartiles[1] - quartiles[0]) / 1.349
        let unit = (last + 0.842) * spread / (3 / Double.pi).squareRoot()
        let smallest = unit / Double(effects.count).squareRoot()
        detectable = Self.relative(smallest)
        let ratio = unit / ElementaryFunctions.logarithm(1 + threshold)
        blocksNeeded = max(TimingJudge.fewestBlocks, Int(min(ratio * ratio, 1e9).rounded(.up)))
    }

    /// A logarithm of a ratio as a relative change.
    private static func relative(_ logarithm: Double) -> Double {
        ElementaryFunctions.exponential(logarithm) - 1
    }
}

extension TimingJudgement {
    /// Whether a second experiment, of blocks that had no part in the first, shows the same: a shift in
    /// the same direction, significant at 5 %, of at least half the threshold.
    package func isConfirmed(by second: Self) -> Bool {
        guard let change, let other = second.change else { return false }
        return (change > 0) == (other > 0) && second.pValue <= 0.05
            && other.magnitude >= threshold / 2
    }
}

package import Statistics

/// Judges times by blocks: when to stop looking, and what to say then.
///
/// The effect of a block is ln(head ⁄ base); blocks are looked at together after `looks` of them. A
/// series has *moved* at the first look at which the deviate of its signed-rank test crosses the
/// O'Brien–Fleming bound of that look, and its Hodges–Lehmann estimate is beyond the threshold. The
/// p-values of the looks at which series stopped go through Benjamini–Hochberg at the end.
package struct TimingJudge: Hashable, Sendable {
    /// The smallest relative change that matters.
    package let threshold: Double
    /// When is looked, and what must be crossed then.
    package let bounds: GroupSequentialBounds
    /// The largest share of wrong ones among the series said to have moved.
    package let falseRate: Double
    /// Whether less is better.
    package let lessIsBetter: Bool
    /// Whether outputs must be the same in both arms; configurations may give others on purpose.
    package let comparesOutputs: Bool

    /// The fewest valid blocks that anything is said about.
    package static let fewestBlocks = 8
    /// How many blocks there are at most where nothing else is said.
    package static let standardBlocks = 48

    /// A judge of changes beyond a threshold: 2 % for CPU time, 5 % for wall time. It looks after half,
    /// three quarters and all of so many blocks; all looks together err with probability `alpha`.
    package init(
        threshold: Double = 0.02, blocks: Int = Self.standardBlocks, alpha: Double = 0.01,
        falseRate: Double = 0.05, lessIsBetter: Bool = true, comparesOutputs: Bool = true
    ) {
        precondition(threshold > 0 && threshold < 1, "a threshold is a share")
        self.threshold = threshold
        bounds = GroupSequentialBounds(
            looks: [blocks / 2, blocks * 3 / 4, blocks], alpha: alpha)
        self.falseRate = falseRate
        self.lessIsBetter = lessIsBetter
        self.comparesOutputs = comparesOutputs
    }

    /// Whether more blocks could change what is said: there is a look to come, and a series is neither
    /// moved nor shown to be the same.
    package func wantsMore(_ blocks: [Block]) -> Bool {
        let valid = blocks.count(where: \.isValid)
        guard let last = bounds.looks.last, valid < last else { return false }
        // Where most blocks are spoilt, going on would be for ever.
        guard blocks.count < 2 * last else { return false }
        guard bounds.looks.contains(valid), blocks.last?.isValid == true else { return true }
        return judgements(blocks).contains { $0.verdict == .inconclusive }
    }

    /// What can be said about every series, sorted by name.
    package func judgements(_ blocks: [Block]) -> [TimingJudgement] {
        let valid = blocks.filter(\.isValid)
        // A series that one arm lacks gets a judgement, too.
        let names = Set(blocks.flatMap { $0.base.values.keys })
            .union(blocks.flatMap { $0.head.values.keys }).sorted()
        var judgements = names.map { judgement(on: $0, valid) }
        let adjusted = BenjaminiHochberg.adjusted(judgements.map(\.pValue))
        for index in judgements.indices where adjusted[index] > falseRate {
            judgements[index].withdraw()
        }
        return judgements
    }

    /// Whether a second experiment needs more blocks; it is over at the first look.
    package func wantsMoreToConfirm(_ blocks: [Block]) -> Bool {
        blocks.count(where: \.isValid) < bounds.looks[0] && blocks.count < 2 * bounds.looks[0]
    }

    /// What is left of a first experiment's judgements after a second one: a series moved if both say
    /// so.
    package func confirmed(
        _ judgements: [TimingJudgement], by second: [Block]
    ) -> [TimingJudgement] {
        let others = self.judgements(second)
        return judgements.map { judgement in
            guard judgement.verdict.isMoved else { return judgement }
            let other = others.first { $0.series == judgement.series }
            if let other, judgement.isConfirmed(by: other) { return judgement }
            var judgement = judgement
            judgement.retract()
            return judgement
        }
    }

    private func judgement(on series: String, _ blocks: [Block]) -> TimingJudgement {
        let complete = blocks.filter { block in
            [block.base, block.head, block.again].allSatisfy { ($0.values[series] ?? 0) > 0 }
        }
        var judgement = TimingJudgement(series: series, threshold: threshold)
        judgement.setNoise(effects(complete, series) { $0.again })
        if let side = lackingSide(series, blocks) {
            judgement.refuse("the \(side) has no such series", 0)
            return judgement
        }
        guard complete.count >= Self.fewestBlocks else {
            judgement.refuse(
                "\(complete.count) valid blocks, \(Self.fewestBlocks) are needed", complete.count)
            return judgement
        }
        if comparesOutputs,
            complete.contains(where: { $0.base.outputs[series] != $0.head.outputs[series] })
        {
            judgement.refuse("the outputs differ", complete.count)
            return judgement
        }
        let effects = effects(complete, series) { $0.head }
        for (look, bound) in zip(bounds.looks, bounds.bounds) where look <= effects.count {
            judgement.look(
                at: Array(effects.prefix(look)), bound: bound, last: bounds.last,
                lessIsBetter: lessIsBetter)
            if judgement.isDecided { return judgement }
        }
        if !bounds.looks.contains(effects.count) { judgement.rest(on: effects, last: bounds.last) }
        return judgement
    }

    /// The arm that has no value of a series in any block; nil if both have some.
    private func lackingSide(_ series: String, _ blocks: [Block]) -> String? {
        if blocks.isEmpty { return nil }
        if blocks.allSatisfy({ $0.base.values[series] == nil }) { return "base" }
        return blocks.allSatisfy { $0.head.values[series] == nil } ? "judged arm" : nil
    }

    private func effects(
        _ blocks: [Block], _ series: String, _ arm: (Block) -> ArmSample
    ) -> [Double] {
        blocks.compactMap { block in
            guard let base = block.base.values[series], let other = arm(block).values[series]
            else { return nil }
            return ElementaryFunctions.logarithm(other / base)
        }
    }
}

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

/// What can be said about a difference between two arms.
package enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// Worse, beyond the threshold, and beyond doubt.
    case regressed
    /// Better, beyond the threshold, and beyond doubt.
    case improved
    /// The same, to within the threshold.
    case equivalent
    /// Neither could be shown with what was measured.
    case inconclusive
    /// There is nothing to compare: the outputs differ, or too few blocks are fit for use.
    case invalid

    /// Whether something is said to have moved.
    package var isMoved: Bool { self == .regressed || self == .improved }
}

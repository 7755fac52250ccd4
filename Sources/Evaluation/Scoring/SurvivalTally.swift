package import Statistics

/// The outcomes of identifiers that were shortened away and used later, in weights: a later message
/// that uses an identifier weighs one.
///
/// It says what stands in the context, to the letter: an upper bound of what a model recalls.
package struct SurvivalTally: Hashable, Sendable {
    /// What became of an identifier.
    package enum Outcome: Int, Hashable, Sendable, CaseIterable {
        /// It stands in the context.
        case visible
        /// It does not, but it was in a tool's result, and all identifiers in the arguments of that
        /// call stand in the context: the call can be made again.
        case recoverable
        /// Neither.
        case lost
    }

    /// How many messages before the request the identifier was first seen; the last message is 1 ago.
    package enum Age: Int, Hashable, Sendable, CaseIterable {
        /// Fewer than 10.
        case recent
        /// 10 to 50.
        case middle
        /// More than 50.
        case old

        /// The age of that many messages.
        package init(messagesAgo count: Int) {
            self = count < 10 ? .recent : count <= 50 ? .middle : .old
        }
    }

    private static let outcomes = Outcome.allCases.count
    private static let cells = IdentifierClass.allCases.count * Age.allCases.count * outcomes
    private var weights = [Int](repeating: 0, count: cells)

    /// How many identifiers were judged, each counted once a request; those untouched are not.
    package private(set) var identifiers = 0

    /// The weight of identifiers used later whose first message the context holds unchanged: no
    /// part of the survival, since nothing was done to them.
    package private(set) var untouched = 0

    /// Nothing judged yet.
    package init() {}

    /// The weight with an outcome, of one class and age or of all.
    package func weight(
        _ outcome: Outcome, of kind: IdentifierClass? = nil, _ age: Age? = nil
    ) -> Int {
        var sum = 0
        for own in IdentifierClass.allCases where kind == nil || own == kind {
            for time in Age.allCases where age == nil || time == age {
                sum += weights[Self.cell(own, time, outcome)]
            }
        }
        return sum
    }

    /// The share of the weight that is visible, of one class and age or of all.
    package func survival(of kind: IdentifierClass? = nil, _ age: Age? = nil) -> RatioOfSums {
        share(of: [.visible], kind, age)
    }

    /// The share of the weight that is visible or recoverable, of one class and age or of all.
    package func reach(of kind: IdentifierClass? = nil, _ age: Age? = nil) -> RatioOfSums {
        share(of: [.visible, .recoverable], kind, age)
    }

    /// The share that is visible of all weight used later, wherever it was first seen.
    ///
    /// `survival` speaks of what was shortened away, which is not the same for two contexts; this
    /// has the same denominator for all contexts of a request, and so is what compares methods.
    package var retention: RatioOfSums {
        var ratio = survival()
        ratio.add(untouched, of: untouched)
        return ratio
    }

    private func share(
        of outcomes: [Outcome], _ kind: IdentifierClass?, _ age: Age?
    ) -> RatioOfSums {
        var ratio = RatioOfSums()
        for outcome in Outcome.allCases {
            let weight = weight(outcome, of: kind, age)
            ratio.add(outcomes.contains(outcome) ? weight : 0, of: weight)
        }
        return ratio
    }

    /// Adds an identifier of a weight.
    mutating func add(_ weight: Int, _ kind: IdentifierClass, _ age: Age, _ outcome: Outcome) {
        weights[Self.cell(kind, age, outcome)] += weight
        identifiers += 1
    }

    /// Adds the weight of an identifier whose first message is unchanged.
    mutating func add(untouched weight: Int) { untouched += weight }

    /// Adds all that another tally holds.
    package static func += (left: inout Self, right: Self) {
        for (cell, weight) in right.weights.enumerated() { left.weights[cell] += weight }
        left.identifiers += right.identifiers
        left.untouched += right.untouched
    }

    private static func cell(_ kind: IdentifierClass, _ age: Age, _ outcome: Outcome) -> Int {
        (kind.rawValue * Age.allCases.count + age.rawValue) * outcomes + outcome.rawValue
    }
}

package import Statistics

/// What became of the references of recorded answers, and what it would cost to fetch the missing
/// ones again; sums that add up over requests, sessions and conversations.
///
/// It says what stands in the context, to the letter: an upper bound of what a model recalls.
package struct ReferenceTally: Hashable, Sendable {
    /// What became of a reference in the context that was sent for the answer.
    package enum Outcome: Int, Hashable, Sendable, CaseIterable {
        /// The identifier stands in a message of the context.
        case visible
        /// It does not, but a placeholder of the context carries the content hash of a removed
        /// message that holds it, so a recall tool can resolve it.
        case recoverable
        /// Neither. A call that could be repeated is lost, too; what it costs is in the forecast.
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

    private static let ages = Age.allCases.count
    private static let outcomes = Outcome.allCases.count
    private static let cells = IdentifierClass.allCases.count * ages * outcomes
    private var counts = [Int](repeating: 0, count: cells)

    /// Messages that a recall tool would put back.
    package private(set) var recalls = FetchSums()
    /// Messages that repeated calls would put back.
    package private(set) var refetches = FetchSums()
    /// References, not visible, that no tool result ever held: what the user or the model alone said
    /// cannot be fetched, and is in no cost.
    package private(set) var unfetchable = 0

    /// Nothing judged yet.
    package init() {}

    /// How many references were judged, of one class and age or of all: the same for every policy.
    package func needed(of kind: IdentifierClass? = nil, _ age: Age? = nil) -> Int {
        Outcome.allCases.reduce(0) { $0 + count($1, of: kind, age) }
    }

    /// How many references have an outcome, of one class and age or of all.
    package func count(
        _ outcome: Outcome, of kind: IdentifierClass? = nil, _ age: Age? = nil
    ) -> Int {
        var sum = 0
        for own in IdentifierClass.allCases where kind == nil || own == kind {
            for time in Age.allCases where age == nil || time == age {
                sum += counts[Self.cell(Self.row(own, time), outcome)]
            }
        }
        return sum
    }

    /// The share of the references that are lost, of one class and age or of all.
    package func lost(
        of kind: IdentifierClass? = nil, _ age: Age? = nil
    ) -> RatioOfSums {
        RatioOfSums(count(.lost, of: kind, age), of: needed(of: kind, age))
    }

    /// Adds all that another tally holds.
    package static func += (left: inout Self, right: Self) {
        for (cell, count) in right.counts.enumerated() { left.counts[cell] += count }
        left.recalls += right.recalls
        left.refetches += right.refetches
        left.unfetchable += right.unfetchable
    }

    mutating func add(_ outcome: Outcome, row: Int32) {
        counts[Self.cell(Int(row), outcome)] += 1
    }

    mutating func add(_ fetch: Fetch) {
        switch fetch.kind {
        case .recall: recalls.add(fetch)
        case .refetch: refetches.add(fetch)
        }
    }

    mutating func addUnfetchable() { unfetchable += 1 }

    /// The row of a class and an age.
    static func row(_ kind: IdentifierClass, _ age: Age) -> Int {
        kind.rawValue * ages + age.rawValue
    }

    private static func cell(_ row: Int, _ outcome: Outcome) -> Int {
        row * outcomes + outcome.rawValue
    }
}

/// What the forecast says is fetched again: one extra request that puts one message back.
package struct Fetch: Hashable, Sendable {
    /// How a removed message comes back.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A recall tool resolves the content hash in a placeholder.
        case recall
        /// The call that produced the message is made again.
        case refetch
    }

    /// How the message comes back.
    package let kind: Kind
    /// The prompt in force, which the extra request sends again, at the price of a cache read.
    package let prefixTokens: Int
    /// The tokens of the message that is put back.
    package let messageTokens: Int
}

/// Fetches of one kind, summed.
package struct FetchSums: Hashable, Sendable {
    /// The extra requests: one a message.
    package private(set) var requests = 0
    /// The tokens of the prompts that these requests send again.
    package private(set) var prefixTokens = 0
    /// The tokens of the messages that are put back.
    package private(set) var messageTokens = 0

    /// No fetches yet.
    package init() {}

    mutating func add(_ fetch: Fetch) {
        requests += 1
        prefixTokens += fetch.prefixTokens
        messageTokens += fetch.messageTokens
    }

    static func += (left: inout Self, right: Self) {
        left.requests += right.requests
        left.prefixTokens += right.prefixTokens
        left.messageTokens += right.messageTokens
    }
}

/// What became of the references of one answer.
package struct ReferenceVerdict: Hashable, Sendable {
    /// Nothing judged.
    package init() {}

    /// How many of the references that are not visible cannot be fetched.
    package internal(set) var unfetchable = 0
    /// What would be fetched again, in the order of need.
    package internal(set) var fetches: [Fetch] = []

    /// What became of each, by the number of its identifier: those that recorded messages show first.
    package private(set) var outcomes: [Outcome] = []

    /// What became of one reference.
    package struct Outcome: Hashable, Sendable {
        /// The number that `ReferenceScorer.identifier` knows.
        package let identifier: Int32
        /// What became of it.
        package let outcome: ReferenceTally.Outcome
    }

    /// References that stand in the context.
    package var visible: Int { count(.visible) }
    /// References that a recall tool can resolve.
    package var recoverable: Int { count(.recoverable) }
    /// References that are neither.
    package var lost: Int { count(.lost) }
    /// All references of the answer.
    package var needed: Int { outcomes.count }

    private func count(_ outcome: ReferenceTally.Outcome) -> Int {
        outcomes.count { $0.outcome == outcome }
    }

    mutating func add(_ outcome: ReferenceTally.Outcome, of identifier: Int32) {
        outcomes.append(Outcome(identifier: identifier, outcome: outcome))
    }
}

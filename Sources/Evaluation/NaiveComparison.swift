internal import ContextModel

/// References that contexts show, beside two methods that take no thought and keep as many tokens: the
/// first and last messages, and random ones.
///
/// Judging a naive method takes longer than replaying, so a few requests of each conversation are
/// compared, evenly spread.
struct NaiveComparison {
    /// References of the answers compared.
    private(set) var needed = 0
    /// Of those, the ones that the policy's context shows.
    private(set) var own = 0
    /// Those that the first and last messages show.
    private(set) var headTail = 0
    /// Those that random messages show.
    private(set) var random = 0

    /// How many requests of a conversation are compared: enough to see its course, few enough that a
    /// run takes no longer for it.
    private static let mostRequests = 8

    /// The requests to compare, of so many: evenly spread, the last one included.
    static func sample(of count: Int) -> Set<Int> {
        guard count > 0 else { return [] }
        return Set((1...mostRequests).map { max(count * $0 / mostRequests - 1, 0) })
    }

    /// Compares a request whose context has so many tokens.
    mutating func add(
        _ recorded: RecordedConversation, request: Int, size: Int, _ verdict: ReferenceVerdict,
        seed: UInt64
    ) {
        guard verdict.needed > 0 else { return }
        needed += verdict.needed
        own += verdict.visible
        let count = recorded.requests[request]
        let messages = Array(recorded.messages[..<count])
        let costs = recorded.tokens[..<count].map { TokenCount($0) }
        func visible(_ method: some NaiveBaseline) -> Int {
            let positions = method.keptPositions(
                of: messages, costs: costs, budget: TokenCount(size))
            return recorded.scorer.judgeKept(request: request, positions: positions).visible
        }
        headTail += visible(HeadTailBaseline())
        random += visible(RandomBaseline(seed: seed))
    }

    static func += (left: inout Self, right: Self) {
        left.needed += right.needed
        left.own += right.own
        left.headTail += right.headTail
        left.random += right.random
    }

    /// The labels of the parts.
    static let labels = ["needed", "own", "headtail", "random"]

    /// The counts by their labels.
    var parts: [(label: String, count: Int)] {
        zip(Self.labels, [needed, own, headTail, random]).map { (label: $0, count: $1) }
    }

    /// The measurements.
    var measurements: [Measurement] {
        parts.map { Measurement(.referencesNaive, label: $0.label, .integer(Int64($0.count))) }
    }
}

import Caching
public import ContextModel

/// The cost of a conversation that grows at its end and is cut at its end.
///
/// Appending costs the new message only, truncating nothing but the removal; the total is O(1).
public struct RunningCount: Sendable {
    /// The messages counted so far. Fields that count nothing (`extra`) may be those of an earlier,
    /// otherwise equal message.
    public private(set) var messages: [Message] = []
    /// What counting was asked for and what it did.
    public private(set) var work = CountingWork()
    /// What every request costs besides its messages: tool definitions and the opening of the reply.
    public var fixed: CostBreakdown
    /// What each message counted so far costs.
    public private(set) var each: [CostBreakdown] = []
    private var totals: [CostBreakdown] = []
    private let costs: MessageCosts
    /// The slice last synchronised with, held so that its storage cannot change unnoticed. It begins
    /// with all messages counted, or is empty.
    private var source: ArraySlice<Message> = []

    /// The running count of an empty conversation with fixed costs (tool definitions, the reply).
    public init(costs: MessageCosts, fixed: CostBreakdown? = nil) {
        self.costs = costs
        self.fixed = fixed ?? costs.reply
    }

    /// What a request with all messages counted so far costs.
    public var cost: CostBreakdown {
        var cost = totals.last ?? CostBreakdown()
        cost += fixed
        return cost
    }

    /// Adds a message. The memo is asked first, if there is one.
    public mutating func append(_ message: Message, memo: CountMemo?) {
        source = []
        count(message, memo: memo)
    }

    /// Removes all messages from a position on. O(removed).
    public mutating func truncate(to count: Int) {
        guard count < messages.count else { return }
        messages.removeSubrange(max(count, 0)...)
        each.removeSubrange(max(count, 0)...)
        totals.removeSubrange(max(count, 0)...)
    }

    /// Makes the count that of other messages, counting only what follows the common beginning.
    ///
    /// O(new messages) where the slice begins at the same place of the same array as the one of the
    /// last call, as the requests of a replay do; else O(messages) comparisons, each O(1) where the two
    /// messages share storage.
    public mutating func synchronise(with others: ArraySlice<Message>, memo: CountMemo?) {
        let common = commonCount(with: others)
        work.reused += common
        truncate(to: common)
        for message in others.dropFirst(common) { count(message, memo: memo) }
        source = others
    }

    /// Makes the count that of other messages. O(messages) comparisons, or O(new messages) for an
    /// array that shares its storage with the slice of the last call.
    public mutating func synchronise(with others: [Message], memo: CountMemo?) {
        synchronise(with: others[...], memo: memo)
    }

    private mutating func count(_ message: Message, memo: CountMemo?) {
        var total = totals.last ?? CostBreakdown()
        let answer = memo?.answer(for: message, by: costs)
        let cost = answer?.cost ?? costs.cost(of: message)
        total += cost
        messages.append(message)
        each.append(cost)
        totals.append(total)
        work.note(answer)
    }

    private func commonCount(with others: ArraySlice<Message>) -> Int {
        if source.startsWhere(others) {
            return min(messages.count, others.count)
        }
        let end = min(messages.count, others.count)
        let offset = others.startIndex
        return (0..<end).first { !messages[$0].costsTheSame(as: others[offset + $0]) } ?? end
    }
}

extension ArraySlice {
    /// Whether both slices begin at the same element of the same storage, so that the shorter is the
    /// beginning of the longer. O(1).
    fileprivate func startsWhere(_ other: Self) -> Bool {
        guard !isEmpty, !other.isEmpty else { return false }
        return withUnsafeBufferPointer { own in
            other.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress }
        }
    }
}

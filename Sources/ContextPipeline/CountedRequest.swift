public import ContextModel
public import TokenAccounting

/// A request whose messages are counted: whatever is asked about it next counts none of them again.
public struct CountedRequest: Sendable {
    /// The messages, their pictures described as far as they can be.
    public let messages: ArraySlice<Message>
    /// What each message costs.
    public let each: [CostBreakdown]
    /// What the request costs besides its messages: tool definitions and the opening of the reply.
    public let fixed: CostBreakdown
    /// What the whole request costs.
    public let cost: CostBreakdown
    /// How the counts of its messages were found.
    public let work: CountingWork

    /// A request whose sum is known.
    init(
        messages: ArraySlice<Message>, each: [CostBreakdown], fixed: CostBreakdown,
        cost: CostBreakdown, work: CountingWork
    ) {
        self.messages = messages
        self.each = each
        self.fixed = fixed
        self.cost = cost
        self.work = work
    }

    /// A request that nothing was asked about. O(messages).
    init(messages: ArraySlice<Message>, each: [CostBreakdown], fixed: CostBreakdown) {
        var cost = fixed
        for message in each { cost += message }
        self.init(
            messages: messages, each: each, fixed: fixed, cost: cost, work: CountingWork())
    }

    /// The request as stages see it; placeholders and pinned messages are given by position. O(messages).
    func draft(_ placeholders: [Int: Placeholder], pinned: Set<Int> = []) -> Draft {
        let items = messages.enumerated().map { index, message in
            Draft.Item(
                message, tokens: each[index].total, source: .original(index),
                isPinned: pinned.contains(index), placeholder: placeholders[index])
        }
        return Draft(items, fixed: fixed.total)
    }

    /// What the request costs, in tokens.
    public var tokens: TokenCount { cost.total }
}

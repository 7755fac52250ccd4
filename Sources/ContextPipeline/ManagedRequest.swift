public import ContextModel
public import TokenAccounting

/// A request that something may have to be done about.
struct ManagedRequest {
    let counted: CountedRequest
    let risk: RiskAssessment
    let options: RequestOptions
    let scope: CacheScope
    /// The messages that stand for others, by position.
    let placeholders: [Int: Placeholder]

    var messages: ArraySlice<Message> { counted.messages }

    /// The request as it came in.
    var draft: Draft { counted.draft(placeholders, pinned: options.pinned) }

    /// The positions of messages that belong to no chunk: system messages, what is pinned, and what
    /// stands for messages condensed before.
    var kept: Set<Int> {
        var kept = options.pinned
        for (index, message) in messages.enumerated()
        where message.role == .system || placeholders[index] != nil {
            kept.insert(index)
        }
        return kept
    }

    /// The conversation's identity within its scope: the session's, else the first 100 characters that
    /// the user said (doc 001), which stay the same from turn to turn.
    var conversation: String {
        if let session = options.session { return "\(scope.name)\nsession \(session)" }
        let first = messages.enumerated().first { index, message in
            message.role == .user && placeholders[index] == nil
        }
        let text = first?.element.texts.joined(separator: "\n") ?? ""
        return "\(scope.name)\nuser \(text.prefix(100))"
    }

    /// A draft made from this request, with what each of its messages costs: only new messages are
    /// counted.
    func counted(_ draft: Draft, by costs: MessageCosts) -> CountedRequest {
        let each = draft.items.map { item in
            if case .original(let index) = item.source { return counted.each[index] }
            return costs.cost(of: item.message)
        }
        return CountedRequest(messages: draft.messages[...], each: each, fixed: counted.fixed)
    }
}

extension OverflowBreakdown {
    /// What a request that is too large is spent on. O(items).
    init(_ draft: Draft, _ risk: RiskAssessment) {
        self.init(
            fixed: draft.fixed, system: .zero, lastUserTurn: .zero, finalAtom: .zero, pinned: .zero,
            rest: .zero, missing: draft.tokens + risk.reservedOutput - risk.limit)
        let turn = draft.lastUserTurn
        let final = MessageAtoms(draft.messages).ranges.last ?? 0..<0
        let pending = Set(draft.pendingCalls)
        for (index, item) in draft.items.enumerated() {
            if item.message.role == .system {
                system += item.tokens
            } else if index == turn {
                lastUserTurn += item.tokens
            } else if final.contains(index) || pending.contains(index) {
                finalAtom += item.tokens
            } else if item.isPinned {
                pinned += item.tokens
            } else {
                rest += item.tokens
            }
        }
    }
}

/// A request as the steps of its policy leave it, before compression: the context that a client keeps.
struct ManagedContext {
    /// The messages, counted.
    private(set) var counted: CountedRequest
    /// What the stages did; empty where none had anything to do.
    private(set) var trace: [StageTrace]
    /// What was done.
    private(set) var action: ContextAction
    /// The messages with where they come from; nil where nothing was tried.
    private(set) var draft: Draft?

    /// The messages of the conversation that its summaries stand for.
    private(set) var messagesCondensed: Int

    /// A request that nothing was done about.
    init(unchanged request: CountedRequest, _ placeholders: [Int: Placeholder] = [:]) {
        counted = request
        messagesCondensed = placeholders.values.reduce(0) {
            $1.kind == .summary ? $0 + $1.count : $0
        }
        trace = []
        action = .monitorOnly
    }

    /// What a run made from a request.
    init(_ run: StageRun, _ request: ManagedRequest, _ costs: MessageCosts) {
        trace = run.trace
        action = run.action
        draft = run.draft
        messagesCondensed = run.draft.items.reduce(0) { $1.isSummary ? $0 + $1.standsFor : $0 }
        let isChanged = run.trace.contains { $0.isCommitted }
        counted = isChanged ? request.counted(run.draft, by: costs) : request.counted
        assert(counted.tokens == run.draft.tokens, "the trace ends where a recount does")
    }

    /// Whether the messages differ from those that came in.
    var isChanged: Bool { trace.contains { $0.isCommitted } }

    /// This context, managed once more as a request of its own.
    func followed(by next: Self) -> Self {
        var last = next
        last.trace = trace + next.trace
        return last
    }
}

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

/// A request that is too long for a summariser, as several that are not.
///
/// Messages go to the parts in order; a message that is too long alone is cut into texts. Cuts may part
/// tool calls from results here: a summariser reads its messages as text.
struct RequestParts {
    private(set) var requests: [SummaryRequest] = []

    init(_ request: SummaryRequest, limit: TokenCount, counter: any TokenCounter) {
        // What is rendered around the texts has to fit, too.
        let room = max(limit.value * 3 / 4, 1)
        var parts: [[Message]] = []
        var used = room + 1
        for message in request.messages.flatMap({ Self.pieces(of: $0, room: room, counter) }) {
            let tokens = message.texts.reduce(0) { $0 + counter.count($1).value } + 8
            if used + tokens > room || parts.isEmpty {
                parts.append([])
                used = 0
            }
            parts[parts.count - 1].append(message)
            used += tokens
        }
        let budget = TokenCount(max(request.budget.value / max(parts.count, 1), 8))
        requests = parts.map {
            SummaryRequest($0, focus: request.focus, budget: budget, style: request.style)
        }
    }

    /// The message itself, or its text in pieces of at most so many tokens, about.
    private static func pieces(
        of message: Message, room: Int, _ counter: any TokenCounter
    ) -> [Message] {
        let tokens = message.texts.reduce(0) { $0 + counter.count($1).value }
        guard tokens > room else { return [message] }
        let text = message.texts.joined(separator: "\n")
        let count = (tokens + room / 2) / max(room / 2, 1)
        let length = max(text.count / count, 1)
        var pieces: [Message] = []
        var rest = text[...]
        while !rest.isEmpty {
            pieces.append(
                Message(message.role == .tool ? .user : message.role, String(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return pieces
    }
}

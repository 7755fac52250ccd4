/// One strategy for shortening a request: a value with two functions that do no IO and never wait.
///
/// The runner calls `plan`, has the plan's requests answered (from caches, by a summariser, or by the
/// deterministic fallback) and calls `apply`; then again with the new draft, a bounded number of
/// rounds, until there is nothing left to plan. What a stage has to remember from one request of a
/// conversation to the next it keeps in itself: each session owns its copy.
public protocol Stage: Sendable {
    /// The stage's name in traces and reports.
    var name: String { get }

    /// What to keep, drop and condense; nil where there is nothing to do.
    mutating func plan(_ draft: Draft, for goal: StageGoal) -> StagePlan?

    /// The draft that the plan and the answers to its requests make, in the order of the requests.
    func apply(_ plan: StagePlan, _ summaries: [Summary], to draft: Draft, for goal: StageGoal)
        -> Draft
}

extension Stage {
    /// What the plan says, piece by piece: the default of every stage.
    public func apply(
        _ plan: StagePlan, _ summaries: [Summary], to draft: Draft, for goal: StageGoal
    ) -> Draft {
        plan.applied(summaries, to: draft, for: goal)
    }
}

/// What a stage should reach, and what it can measure with.
public struct StageGoal: Sendable {
    /// The most tokens that the request should have, messages and all.
    public var target: TokenCount
    /// What a message costs, as the draft's items were counted.
    public var cost: @Sendable (Message) -> TokenCount
    /// The format that the request is sent in.
    public var format: WireFormat
    /// Hashes content.
    public var hasher: any ContentHasher

    /// A goal.
    public init(
        target: TokenCount, format: WireFormat, hasher: any ContentHasher,
        cost: @escaping @Sendable (Message) -> TokenCount
    ) {
        self.target = target
        self.format = format
        self.hasher = hasher
        self.cost = cost
    }
}

/// What a stage wants done with a draft.
public struct StagePlan: Sendable {
    /// What becomes of some neighbouring items of a draft.
    public enum Piece: Sendable {
        /// They stay.
        case keep(Range<Int>)
        /// They go, without a word.
        case drop(Range<Int>)
        /// They go, and a message tells so.
        case mark(Range<Int>)
        /// They become one summary: the answers to those requests, in order.
        case condense(Range<Int>, requests: Range<Int>)
        /// One item becomes another message.
        case rewrite(Int, Message)
    }

    /// What becomes of the items: in order, covering all of them.
    public var pieces: [Piece]
    /// What is asked of the summariser.
    public var requests: [PlannedRequest]
    /// Why, in a few words for the trace.
    public var reason: String

    /// A plan.
    public init(pieces: [Piece], requests: [PlannedRequest] = [], reason: String) {
        self.pieces = pieces
        self.requests = requests
        self.reason = reason
    }

    /// A plan in which runs of items become a summary each, by its own requests, and all others stay.
    /// The runs stand in order and do not touch. O(requests).
    public init(
        condensing runs: [(items: Range<Int>, requests: [PlannedRequest])], of draft: Draft,
        reason: String
    ) {
        self.init(pieces: [], reason: reason)
        var next = 0
        for run in runs {
            if run.items.lowerBound > next { pieces.append(.keep(next..<run.items.lowerBound)) }
            let first = requests.count
            requests += run.requests
            pieces.append(.condense(run.items, requests: first..<requests.count))
            next = run.items.upperBound
        }
        if next < draft.items.count { pieces.append(.keep(next..<draft.items.count)) }
    }
}

/// A request of a plan, with the identity under which its answer is remembered.
public struct PlannedRequest: Sendable {
    /// What is asked.
    public var request: SummaryRequest
    /// The digest of the content and of everything in the stage's settings that shapes the answer.
    public var key: ContentDigest
    /// The slot of the conversation whose chunk it is of; nil if it is of no chunk.
    public var slot: Int?
    /// The digest of the chunk alone, however it is summarised; the key, if it is of no chunk.
    public var content: ContentDigest
    /// What the messages cost.
    public var sourceTokens: TokenCount

    /// A planned request.
    public init(
        _ request: SummaryRequest, key: ContentDigest,
        chunk: (slot: Int, content: ContentDigest)? = nil,
        sourceTokens: TokenCount
    ) {
        self.request = request
        self.key = key
        slot = chunk?.slot
        content = chunk?.content ?? key
        self.sourceTokens = sourceTokens
    }
}

/// An answer as a stage gets it: guarded, and within its budget.
public struct Summary: Hashable, Sendable {
    /// Where an answer comes from.
    public enum Origin: Hashable, Sendable {
        /// The summariser, now.
        case uncached
        /// A cache.
        case cached
        /// The deterministic fallback, with the reason.
        case degraded(String)
    }

    /// The text.
    public var text: String
    /// What the text costs, alone.
    public var tokens: TokenCount
    /// Where it comes from.
    public var origin: Origin
    /// The share of weighted facts that it keeps, times the factor for its length.
    public var quality: Share

    /// A summary.
    public init(
        _ text: String, tokens: TokenCount, origin: Origin, quality: Share
    ) {
        self.text = text
        self.tokens = tokens
        self.origin = origin
        self.quality = quality
    }
}

extension StagePlan {
    /// The draft after the plan. A summary or a marker that would cost as much as what it stands for is
    /// not put in: the messages stay. O(items).
    public func applied(_ summaries: [Summary], to draft: Draft, for goal: StageGoal) -> Draft {
        let turn = draft.lastUserTurn ?? draft.items.count
        let isThinking = goal.format == .anthropicMessages && draft.thinks(after: turn)
        // Where a call waits for its result, nothing may be said in the user's name before that.
        let waiting = draft.pendingCalls.first ?? draft.items.count
        var items: [Draft.Item] = []
        items.reserveCapacity(draft.items.count)
        for piece in pieces {
            switch piece {
            case .keep(let range): items += draft.items[range]
            case .drop: break
            case .rewrite(let index, let message):
                items.append(draft.items[index].rewritten(as: message, goal))
            case .mark(let range), .condense(let range, _):
                let text = text(piece, summaries, standingFor: draft.count(of: range))
                let start = range.lowerBound
                let isAssistant = start > turn && (!isThinking || start > waiting)
                let message = Message(isAssistant ? .assistant : .user, text)
                let item = Draft.Item(
                    message, tokens: goal.cost(message),
                    source: piece.isSummary
                        ? .summary(draft.count(of: range)) : .marker(draft.count(of: range)))
                items += item.tokens < draft.tokens(of: range) ? [item] : draft.items[range]
            }
        }
        return Draft(items, fixed: draft.fixed)
    }

    private func text(_ piece: Piece, _ summaries: [Summary], standingFor count: Int) -> String {
        guard case .condense(_, let requests) = piece else {
            return PlaceholderText.marker(of: count)
        }
        let texts = summaries[requests].lazy.map(\.text).filter { !$0.isEmpty }
        let text = texts.joined(separator: "\n")
        return text.isEmpty
            ? PlaceholderText.marker(of: count) : PlaceholderText.summary(of: count, text)
    }
}

extension StagePlan.Piece {
    fileprivate var isSummary: Bool { if case .condense = self { true } else { false } }
}

extension Draft.Item {
    fileprivate func rewritten(as message: Message, _ goal: StageGoal) -> Self {
        var item = self
        item.message = message
        item.tokens = goal.cost(message)
        if case .original(let index) = source { item.source = .rewritten(index) }
        return item.tokens < tokens ? item : self
    }

    /// Whether it is a summary, made now or sent back by the client.
    public var isSummary: Bool { placeholder?.kind == .summary }

    /// Whether it stands for other messages: a summary, or a note that they are gone.
    public var isPlaceholder: Bool { placeholder != nil }

    /// How many messages of the conversation it stands for.
    public var standsFor: Int { placeholder?.count ?? 1 }
}

extension Draft {
    /// The position of the last message in which the user says something, summaries and bare tool
    /// results apart. O(items).
    public var lastUserTurn: Int? {
        for index in items.indices.reversed() where items[index].message.role == .user {
            let item = items[index]
            if !item.isPlaceholder, item.message.saysSomething { return index }
        }
        return nil
    }

    /// The positions of messages since the user's last turn whose calls have no result yet: it may
    /// still come, and would be without its call. In order. O(parts since then).
    public var pendingCalls: [Int] {
        var open: [String: Int] = [:]
        for index in items.indices.dropFirst(lastUserTurn.map { $0 + 1 } ?? 0) {
            for part in items[index].message.parts {
                switch part {
                case .toolCall(let call): if let id = call.id { open[id] = index }
                case .toolResult(let result): if let id = result.callID { open[id] = nil }
                case .text, .reasoning, .image, .opaque: break
                }
            }
        }
        return Set(open.values).sorted()
    }

    /// How many messages of the conversation some items stand for. O(range).
    fileprivate func count(of range: Range<Int>) -> Int {
        var count = 0
        for index in range { count += items[index].standsFor }
        return count
    }

    /// Whether the model thinks after a position: a turn of the assistant that has thinking has to
    /// begin with it (Anthropic, "Extended thinking"), so nothing may be put before it in the
    /// assistant's name. Parts of unknown kind may be thinking, too.
    fileprivate func thinks(after position: Int) -> Bool {
        for index in items.indices where index > position {
            guard items[index].message.role == .assistant else { continue }
            if items[index].message.parts.contains(where: { $0.mayBeThinking }) { return true }
        }
        return false
    }
}

extension ContentPart {
    fileprivate var mayBeThinking: Bool {
        switch self {
        case .reasoning, .opaque: true
        case .text, .image, .toolCall, .toolResult: false
        }
    }
}

extension Message {
    /// Whether it is more than bare tool results. Nothing at all is said, too: it is the user's turn.
    fileprivate var saysSomething: Bool {
        parts.isEmpty || !parts.allSatisfy { if case .toolResult = $0 { true } else { false } }
    }
}

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

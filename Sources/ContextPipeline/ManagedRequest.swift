import ContextModel
import TokenAccounting

/// A request that something is to be done about.
struct ManagedRequest {
    let messages: ArraySlice<Message>
    /// What each message costs.
    let costs: [CostBreakdown]
    let fixed: CostBreakdown
    let risk: RiskAssessment
    let terms: RequestTerms

    /// The request as it came in.
    var draft: Draft {
        let items = messages.enumerated().map { index, message in
            Draft.Item(
                message, tokens: costs[index].total, source: .original(index),
                isPinned: terms.pinned.contains(index))
        }
        return Draft(items, fixed: fixed.total)
    }

    /// The positions of messages that belong to no chunk: system messages, what is pinned, and what
    /// stands for messages condensed before.
    var kept: Set<Int> {
        var kept = terms.pinned
        for (index, message) in messages.enumerated()
        where message.role == .system || StandIn.isOne(message) {
            kept.insert(index)
        }
        return kept
    }

    /// The conversation's identity: the session's, else the first 100 characters that the user said
    /// (doc 001), which stay the same from turn to turn.
    var conversation: String {
        if let session = terms.session { return "session " + session }
        let first = messages.first { $0.role == .user && !StandIn.isOne($0) }
        let text = first?.texts.joined(separator: "\n") ?? ""
        return "user " + String(text.prefix(100))
    }

    /// What a draft made of this request costs.
    func cost(of draft: Draft, _ costs: MessageCosts) -> CostBreakdown {
        var cost = fixed
        for item in draft.items {
            if case .original(let index) = item.source {
                cost += self.costs[index]
            } else {
                cost += costs.cost(of: item.message)
            }
        }
        return cost
    }
}

extension Shortfall {
    /// What of a view has to stay.
    init(_ request: ManagedRequest, _ draft: Draft) {
        fixed = draft.fixed
        let tokens = { (positions: [Int]) in
            positions.reduce(TokenCount.zero) { $0 + draft.items[$1].tokens }
        }
        let items = draft.items.indices
        let turn = draft.lastUserTurn
        let final = MessageAtoms(draft.messages).ranges.last ?? 0..<0
        system = tokens(items.filter { draft.items[$0].message.role == .system })
        pinned = tokens(items.filter { draft.items[$0].isPinned })
        lastUserTurn = tokens(items.filter { $0 == turn })
        finalAtom = tokens(final.filter { $0 != turn })
        missing = draft.tokens + request.risk.reservedOutput - request.risk.limit
    }
}

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
    /// What a view that is too large is spent on. O(items).
    init(_ draft: Draft, _ risk: RiskAssessment) {
        self.init(
            fixed: draft.fixed, system: .zero, lastUserTurn: .zero, finalAtom: .zero, pinned: .zero,
            rest: .zero, missing: draft.tokens + risk.reservedOutput - risk.limit)
        let turn = draft.lastUserTurn
        let final = MessageAtoms(draft.messages).ranges.last ?? 0..<0
        for (index, item) in draft.items.enumerated() {
            if item.message.role == .system {
                system += item.tokens
            } else if index == turn {
                lastUserTurn += item.tokens
            } else if final.contains(index) {
                finalAtom += item.tokens
            } else if item.isPinned {
                pinned += item.tokens
            } else {
                rest += item.tokens
            }
        }
    }
}

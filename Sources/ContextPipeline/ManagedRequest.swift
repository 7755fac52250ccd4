import ContextModel
import TokenAccounting

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

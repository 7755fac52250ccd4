package import ContextModel

/// What a message costs in tests: its words and signs, and four beside.
package func testCost(_ message: Message) -> TokenCount {
    let counter = WordTestCounter()
    return message.parts.reduce(TokenCount(4)) { $0 + cost(of: $1, counter) }
}

private func cost(of part: ContentPart, _ counter: WordTestCounter) -> TokenCount {
    switch part {
    case .text(let part), .reasoning(let part): counter.count(part.text)
    case .image: TokenCount(85)
    case .toolCall(let call): counter.count(call.name) + counter.count(call.arguments.text)
    case .toolResult(let result): result.content.reduce(.zero) { $0 + cost(of: $1, counter) }
    case .opaque(let value): counter.count("\(value)")
    }
}

/// The draft of a history as it came in; the pipeline made the messages in some places.
package func draft(
    _ messages: [Message], pinned: Set<Int> = [], made: Set<Int> = []
) -> Draft {
    Draft(
        messages.enumerated().map { index, message in
            Draft.Item(
                message, tokens: testCost(message), source: .original(index),
                isPinned: pinned.contains(index),
                placeholder: made.contains(index) ? PlaceholderText.claim(of: message) : nil)
        }, fixed: TokenCount(3))
}

/// The draft of a request in which a client sends back what was made of an earlier one.
package func draft(sentBack before: Draft) -> Draft {
    let made = before.items.indices.filter { before.items[$0].isPlaceholder }
    return draft(before.messages, made: Set(made))
}

/// The draft of a history in the notation of `history`.
package func draft(
    _ notation: String, pinned: Set<Int> = [], made: Set<Int> = []
) -> Draft {
    draft(history(notation), pinned: pinned, made: made)
}

/// A goal in the tokens of `testCost`.
package func goal(_ target: TokenCount, format: WireFormat = .chatCompletions) -> StageGoal {
    StageGoal(target: target, format: format, hasher: PlainTestHasher(), cost: testCost)
}

/// What a stage makes of a draft if each summary is one word; nil if it plans nothing.
package func result(of stage: some Stage, on draft: Draft, target: Int) -> Draft? {
    var stage = stage
    let goal = goal(TokenCount(target))
    guard let plan = stage.plan(draft, for: goal) else { return nil }
    let summaries = plan.requests.map { _ in
        Summary("gist", tokens: TokenCount(1), origin: .uncached, quality: Share(millionths: 1))
    }
    return stage.apply(plan, summaries, to: draft, for: goal)
}

/// A draft's roles, a letter each, capitals for summaries.
package func letters(_ draft: Draft?) -> String? {
    draft?.items.map { item in
        let letter = String(item.message.role.rawValue.first ?? "?")
        return item.isSummary ? letter.uppercased() : letter
    }.joined()
}

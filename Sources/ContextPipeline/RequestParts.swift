import ContextModel

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

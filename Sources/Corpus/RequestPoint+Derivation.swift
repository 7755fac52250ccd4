internal import ContextModel

extension [RequestPoint] {
    /// The requests of a recorded model: each assistant message was produced by one request, which
    /// is everything before it. An assistant greeting before anyone spoke makes none.
    static func answered(_ messages: [Message]) -> Self {
        var hasInput = false
        var points: Self = []
        for (index, message) in messages.enumerated() {
            if message.role == .assistant, hasInput {
                points.append(RequestPoint(messageCount: index))
            }
            if message.role == .user || message.role == .tool { hasInput = true }
        }
        return points
    }

    /// The requests of a recording in a wire format: those that were answered, or, if it holds the
    /// user's turns alone, one synthetic request after each of them.
    static func answeredOrAsked(_ messages: [Message]) -> Self {
        guard !messages.contains(where: { $0.role == .assistant }) else {
            return answered(messages)
        }
        return messages.indices.filter { messages[$0].role == .user }.map {
            RequestPoint(messageCount: $0 + 1, isSynthetic: true)
        }
    }

    /// A dialogue of people: one synthetic request before every turn but the first, of the next
    /// speaker; before the first there is nothing to send.
    static func betweenTurns(_ messages: [Message]) -> Self {
        messages.indices.dropFirst().map { RequestPoint(messageCount: $0, isSynthetic: true) }
    }
}

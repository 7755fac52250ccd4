internal import ContextModel

/// Finds the messages of a history that a context holds unchanged.
///
/// Both are walked in order. A context that is made by keeping, dropping and inserting shares the
/// storage of the messages it keeps, so most comparisons are of two addresses. A message that is not
/// the next of the history is sought among those of the same size.
struct UnchangedMessages: Sendable {
    private let messages: [Message]
    /// The positions of the messages of each size, ascending.
    private var positions: [Int: [Int]] = [:]

    init(of messages: [Message]) {
        self.messages = messages
        for (index, message) in messages.enumerated() {
            positions[message.contentSize, default: []].append(index)
        }
    }

    /// Which of the first `count` messages the context holds unchanged and in order, and the
    /// positions in the context of the messages that are none of them. O(context) while storage is
    /// shared.
    func match(_ context: [Message], first count: Int) -> (kept: [Bool], new: [Int]) {
        var kept = [Bool](repeating: false, count: count)
        var new: [Int] = []
        var next = 0
        for (position, message) in context.enumerated() {
            if let index = index(of: message, in: next..<count) {
                kept[index] = true
                next = index + 1
            } else {
                new.append(position)
            }
        }
        return (kept, new)
    }

    /// The first message of a range that is the given one.
    private func index(of message: Message, in range: Range<Int>) -> Int? {
        guard let next = range.first else { return nil }
        if message.isSame(as: messages[next]) { return next }
        guard let candidates = positions[message.contentSize] else { return nil }
        var low = 0
        var high = candidates.count
        while low < high {
            let middle = (low + high) / 2
            if candidates[middle] < next { low = middle + 1 } else { high = middle }
        }
        return candidates[low...].lazy.prefix { $0 < range.upperBound }
            .first { message.isSame(as: messages[$0]) }
    }
}

extension Message {
    /// Bytes of text, as far as they can be told without reading any. O(parts).
    fileprivate var contentSize: Int { parts.reduce(parts.count) { $0 + $1.contentSize } }

    /// Whether both say the same: role and parts, to the byte; fields kept for export do not count.
    fileprivate func isSame(as other: Message) -> Bool {
        role == other.role && parts.saysTheSame(as: other.parts)
    }
}

extension ContentPart {
    fileprivate var contentSize: Int {
        switch self {
        case .text(let text), .reasoning(let text): text.text.utf8.count
        case .image(let image): image.description?.utf8.count ?? 0
        case .toolCall(let call): call.name.utf8.count
        case .toolResult(let result): result.content.reduce(0) { $0 + $1.contentSize }
        case .opaque: 0
        }
    }
}

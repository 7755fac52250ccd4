/// The ranges of a history that no cut may part: a message, or tool calls with all their results.
///
/// An atom begins with a message that calls tools and goes on to the last message that answers one of
/// its calls, however many messages stand between, or, where results carry no identifiers, through the
/// results that follow at once. Atoms that would overlap are one. A result without a call belongs to
/// the atom before it. Calls that are still pending are an atom like any other.
public struct MessageAtoms: Hashable, Sendable {
    /// The atoms, in order, covering all messages without gaps.
    public private(set) var ranges: [Range<Int>] = []

    /// The atoms of a history. O(parts), amortised.
    public init(_ messages: some Sequence<Message>) {
        var callers: [String: Int] = [:]
        for (index, message) in messages.enumerated() {
            var start = index
            var hasResult = message.role == .tool
            for part in message.parts {
                guard case .toolResult(let result) = part else { continue }
                hasResult = true
                if let caller = result.callID.flatMap({ callers[$0] }) {
                    start = min(start, caller)
                }
            }
            if hasResult, start == index { start = max(index - 1, 0) }
            while let last = ranges.last, last.upperBound > start {
                start = min(start, last.lowerBound)
                ranges.removeLast()
            }
            ranges.append(start..<index + 1)
            for id in message.toolCalls.compactMap(\.id) { callers[id] = index }
        }
    }

    /// The position in `ranges` of the atom that holds a message. O(log atoms).
    public func atom(of message: Int) -> Int {
        var low = 0
        var high = ranges.count - 1
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound > message { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

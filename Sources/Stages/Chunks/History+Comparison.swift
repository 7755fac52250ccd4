internal import ContextModel

extension ArraySlice<Message> {
    /// How many messages from the front and from the back, not overlapping, are the same in both.
    func common(with other: Self) -> (front: Int, back: Int) {
        let otherCount = other.count
        let shorter = Swift.min(count, otherCount)
        if startsWhere(other) { return (shorter, 0) }
        return withUnsafeBufferPointer { own in
            other.withUnsafeBufferPointer { other in
                guard let own = own.baseAddress, let other = other.baseAddress else {
                    return (0, 0)
                }
                var front = 0
                while front < shorter, (own + front).isIdentical(to: other + front) { front += 1 }
                let (ownEnd, otherEnd) = (own + (count - 1), other + (otherCount - 1))
                var back = 0
                while back < shorter - front, (ownEnd - back).isIdentical(to: otherEnd - back) {
                    back += 1
                }
                return (front, back)
            }
        }
    }

    /// The place of the first call whose result may still come: an unanswered one with few messages
    /// after it.
    var firstAwaitedCall: Int? {
        var answered: Set<String> = []
        var first: Int?
        for index in indices.suffix(callPatience).reversed() {
            let message = self[index]
            if message.toolCalls.contains(where: { $0.id.map { !answered.contains($0) } ?? false })
            {
                first = index - startIndex
            }
            for id in message.toolCalls.compactMap(\.id) { answered.remove(id) }
            answered.formUnion(message.toolResults.compactMap(\.callID))
        }
        return first
    }

    /// Whether both begin at the same element of the same storage, so that the shorter is the
    /// beginning of the longer.
    private func startsWhere(_ other: Self) -> Bool {
        guard !isEmpty, !other.isEmpty else { return false }
        return withUnsafeBufferPointer { own in
            other.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress }
        }
    }
}

/// After how many messages a call without a result is given up. A result that comes later still makes
/// one atom of all between, though those chunks were sealed: tool pairs are never parted.
private let callPatience = 32

/// The ranges of a history that no cut may part: a message, or tool calls with all their results.
///
/// An atom begins with a message that calls tools and goes on to the last message that answers one of
/// its calls, however many messages stand between, or, where results carry no identifiers, through the
/// results that follow at once. Atoms that would overlap are one. A result without a call belongs to
/// the atom before it. Calls that are still pending are an atom like any other.
///
/// A value that grows and shrinks at its end with the history; two are equal if their ranges are.
public struct MessageAtoms: Sendable {
    /// A call that later results may refer to.
    private struct Call {
        let id: String
        let message: Int
        /// The message of an earlier call of the same identifier.
        let shadowed: Int?
    }

    /// The atoms, in order, covering all messages without gaps.
    public private(set) var ranges: [Range<Int>] = []
    /// For each message the first one it cannot be parted from.
    private var starts: [Int] = []
    private var callers: [String: Int] = [:]
    private var calls: [Call] = []

    /// The atoms of a history. O(parts), amortised.
    public init(_ messages: some Sequence<Message> = []) {
        for message in messages { append(message) }
    }

    /// Adds the next message. O(parts), amortised.
    public mutating func append(_ message: Message) {
        let index = starts.count
        var start = index
        var hasResult = message.role == .tool
        for part in message.parts {
            guard case .toolResult(let result) = part else { continue }
            hasResult = true
            if let caller = result.callID.flatMap({ callers[$0] }) { start = min(start, caller) }
        }
        if hasResult, start == index { start = max(index - 1, 0) }
        starts.append(start)
        join(index, from: start)
        for id in message.toolCalls.compactMap(\.id) {
            let shadowed = callers.updateValue(index, forKey: id)
            calls.append(Call(id: id, message: index, shadowed: shadowed))
        }
    }

    /// Removes all messages from a position on. O(removed, and the atom that is cut).
    public mutating func truncate(to count: Int) {
        guard count < starts.count else { return }
        while let last = ranges.last, last.upperBound > count { ranges.removeLast() }
        starts.removeSubrange(count...)
        while let call = calls.last, call.message >= count {
            callers[call.id] = call.shadowed
            calls.removeLast()
        }
        for index in (ranges.last?.upperBound ?? 0)..<count { join(index, from: starts[index]) }
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

    /// Makes one atom of a message and of all that it cannot be parted from.
    private mutating func join(_ index: Int, from first: Int) {
        var start = first
        while let last = ranges.last, last.upperBound > start {
            start = min(start, last.lowerBound)
            ranges.removeLast()
        }
        ranges.append(start..<index + 1)
    }
}

extension MessageAtoms: Hashable {
    /// Whether both part a history at the same places.
    public static func == (left: Self, right: Self) -> Bool { left.ranges == right.ranges }

    /// Hashes the ranges.
    public func hash(into hasher: inout Hasher) { hasher.combine(ranges) }
}

/// The atoms of a draft that a stage may touch, and those it may not.
///
/// Never touched: system messages, what is pinned, the user's last turn, the final atom (a tool exchange
/// in progress), calls that wait for their results, and the last few messages. An atom is untouchable
/// if one of its messages is.
public struct CondensableAtoms: Sendable {
    /// All atoms, as ranges of items.
    public let atoms: [Range<Int>]
    /// The positions in `atoms` of those that may be touched, in order.
    public let open: [Int]
    /// Those of `open` that stand for nothing condensed before, in order.
    public let unsummarised: [Int]

    /// The atoms of a draft of which the last `kept` messages stay. O(items).
    public init(_ draft: Draft, kept: Int) {
        atoms = MessageAtoms(draft.items.lazy.map(\.message)).ranges
        let lastTurn = draft.lastUserTurn
        let pending = Set(draft.pendingCalls)
        let recent = draft.items.count - kept
        var open: [Int] = []
        for (index, atom) in atoms.dropLast().enumerated() where atom.upperBound <= recent {
            let isTouchable = atom.allSatisfy { position in
                !draft.items[position].isPinned && draft.items[position].message.role != .system
                    && position != lastTurn && !pending.contains(position)
            }
            if isTouchable { open.append(index) }
        }
        self.open = open
        unsummarised = open.filter { [atoms] index in
            atoms[index].count > 1 || !draft.items[atoms[index].lowerBound].isPlaceholder
        }
    }

    /// The items of some atoms, given by their positions in order, neighbours joined. O(positions).
    public func runs(of positions: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for position in positions {
            let atom = atoms[position]
            if let last = runs.last, last.upperBound == atom.lowerBound {
                runs[runs.count - 1] = last.lowerBound..<atom.upperBound
            } else {
                runs.append(atom)
            }
        }
        return runs
    }
}

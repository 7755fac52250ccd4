internal import ContextModel

/// A provider's prompt cache for one conversation, simulated: all prefixes that are still alive,
/// not only the last request's.
///
/// The client is a careful one. Under a rule of markers it marks, as far as the rule allows so
/// many, the end of the newest message, the end of what stands first in every request (tools and
/// system messages) and the end of what the request has in common with the one before. A prefix is
/// read only where an earlier request had a marker, and below the minimum nothing is written. Since
/// the newest message is marked, no token lies behind the last marker.
///
/// Simplified: what other conversations keep warm is not seen, so the first request reads nothing;
/// a model's answer is cached with the request that sends it back, as at Anthropic (OpenAI and
/// DeepSeek keep it at once); a place that a marker looks back over is a message.
public struct PromptCache: Sendable {
    private let schedule: PriceSchedule
    private var tree = PrefixTree()
    /// When each request was sent; the tree knows requests by their place in this list.
    private var times: [Duration] = []
    /// The first request that is still alive.
    private var oldest: Int32 = 0
    private var last: Prompt?
    /// The nodes of the last prompt: of its tools, then of each message.
    private var path: [Int32] = []
    private let bound: Int

    /// An empty cache.
    public init(_ schedule: PriceSchedule) { self.init(schedule, bound: 1 << 20) }

    /// An empty cache that holds about so many messages: beyond, it forgets the oldest requests, so
    /// that memory is bounded in any conversation. A million take 24 MB, and hold the requests of
    /// an hour with 8,000 messages each.
    package init(_ schedule: PriceSchedule, bound: Int) {
        self.schedule = schedule
        self.bound = bound
    }

    /// Sends the next request, and returns how its tokens are charged. A time before the last
    /// request's counts as the same time. O(messages).
    public mutating func send(_ prompt: Prompt) -> PromptUsage {
        guard schedule.rule.match != .never else {
            return schedule.usage(of: prompt.total, cached: 0)
        }
        begin(prompt)
        let common = last.map { sharedCount($0, prompt) } ?? 0
        path = tree.path(of: prompt, after: last == nil ? [] : path.prefix(common))
        let place = find(prompt, common: max(common - 1, 0))
        last = prompt
        let cached = place.map { prompt.tokens(upTo: $0) } ?? 0
        return schedule.usage(of: prompt.total, cached: cached)
    }

    /// Advances the clock, and makes room.
    private mutating func begin(_ prompt: Prompt) {
        let now = max(prompt.time, times.last ?? prompt.time)
        while oldest < times.count, now - times[Int(oldest)] > schedule.rule.lifetime {
            oldest += 1
        }
        // Four times the prompt, so that the newest one always fits.
        let most = max(bound, 4 * (prompt.numbers.count + 1))
        if tree.count > most {
            tree.prune(from: oldest, to: newest + 1, most: most / 2)
            if let last { path = tree.path(of: last, after: []) }
        }
        times.append(now)
    }

    /// How many nodes two prompts share: tools count as the first.
    private func sharedCount(_ left: Prompt, _ right: Prompt) -> Int {
        left.fixed == right.fixed ? 1 + commonCount(left.numbers[...], right.numbers[...]) : 0
    }

    /// After how many messages the longest prefix that is found ends; nil if none is. Keeps what
    /// the request writes.
    private mutating func find(_ prompt: Prompt, common: Int) -> Int? {
        switch schedule.rule.match {
        case .never: return nil
        case .longestPrefix:
            let shared = aliveCount
            touch(from: schedule.rule.refreshesOnRead ? 0 : shared)
            return shared == 0 ? nil : shared - 1
        case .markers(let lookBack, let most):
            let places = markers(of: prompt, common: common, most: most)
            let read = places.compactMap { find(from: $0, over: lookBack ?? .max) }.max()
            keep(places + (read.map { [$0] } ?? []))
            return read
        case .units:
            let shared = aliveCount
            let read = path.lastIndex { isAlive(tree[$0].kept) }
            // Where requests part, a unit begins to be kept; a later request finds it.
            keep([max(shared - 1, 0), path.count - 1] + (read.map { [$0] } ?? []))
            return read
        }
    }

    /// The careful client's markers, by the count of messages before each.
    private func markers(of prompt: Prompt, common: Int, most: Int) -> [Int] {
        let wanted = [prompt.numbers.count, prompt.system, common].prefix(most)
        return wanted.filter { prompt.tokens(upTo: $0) >= max(schedule.rule.minimum, 1) }
    }

    /// The last place that is kept of some before a marker, itself included.
    private func find(from marker: Int, over places: Int) -> Int? {
        let first = marker - min(places - 1, marker)
        return (first...marker).last { isAlive(tree[path[$0]].kept) }
    }

    /// Keeps the prefixes up to some places; those that are kept already live on only if the rule
    /// refreshes them.
    private mutating func keep(_ places: [Int]) {
        for node in places.map({ path[$0] }) {
            if schedule.rule.refreshesOnRead || !isAlive(tree[node].kept) {
                tree[node].kept = newest
            }
        }
        touch(from: 0)
    }

    /// Notes that the newest request ran through its nodes from a place on.
    private mutating func touch(from place: Int) {
        for node in path.dropFirst(place) { tree[node].sent = newest }
    }

    /// How many of the newest request's nodes, from the first on, a live request ran through.
    private var aliveCount: Int { path.firstIndex { !isAlive(tree[$0].sent) } ?? path.count }

    private var newest: Int32 { Int32(times.count - 1) }

    private func isAlive(_ request: Int32) -> Bool { request >= oldest }
}

/// A request as the provider's cache sees it: tools stand first, then messages by number.
public struct Prompt: Hashable, Sendable {
    /// Equal messages have equal numbers, within a conversation.
    public var numbers: [Int32]
    /// The tokens up to the end of each message; those of the first include `fixed`.
    public var ends: [Int]
    /// The tokens before the first message: tools and what opens a conversation.
    public var fixed: Int
    /// How many of the first messages are system messages.
    public var system: Int
    /// When it is sent.
    public var time: Duration

    /// A prompt of as many messages as it has ends.
    public init(numbers: [Int32], ends: [Int], fixed: Int, system: Int, time: Duration) {
        precondition(numbers.count == ends.count, "each message has a number and an end")
        precondition(system <= numbers.count, "system messages are among the messages")
        self.numbers = numbers
        self.ends = ends
        self.fixed = fixed
        self.system = system
        self.time = time
    }

    /// The tokens of all of it.
    public var total: Int { ends.last ?? fixed }

    /// The tokens up to the end of its first messages, tools included.
    func tokens(upTo count: Int) -> Int { count == 0 ? fixed : ends[count - 1] }
}

/// The prompts that were sent as a tree: a node for each message after those before it, so that
/// equal prefixes are the same nodes. A node of the first level stands for the tools, by their
/// tokens.
struct PrefixTree: Sendable {
    struct Node: Sendable {
        let number: Int32
        let parent: Int32
        var child: Int32 = -1
        var sibling: Int32 = -1
        /// The last request that ran through here; -1 before any did.
        var sent: Int32 = -1
        /// The last request that kept the prefix which ends here; -1 if none did.
        var kept: Int32 = -1
    }

    /// The root, which stands for nothing, and the others: parents before children.
    private var nodes = [Node(number: 0, parent: -1)]

    /// How many nodes there are.
    var count: Int { nodes.count }

    subscript(index: Int32) -> Node {
        get { nodes[Int(index)] }
        _modify { yield &nodes[Int(index)] }
    }

    /// The nodes of a prompt, of which the first are known; those that are missing are made.
    mutating func path(of prompt: Prompt, after known: ArraySlice<Int32>) -> [Int32] {
        var path = Array(known)
        path.reserveCapacity(prompt.numbers.count + 1)
        if path.isEmpty { path.append(child(of: 0, Int32(clamping: prompt.fixed))) }
        for number in prompt.numbers.dropFirst(path.count - 1) {
            path.append(child(of: path[path.count - 1], number))
        }
        return path
    }

    private mutating func child(of parent: Int32, _ number: Int32) -> Int32 {
        var index = self[parent].child
        while index >= 0, self[index].number != number { index = self[index].sibling }
        return index >= 0 ? index : add(Node(number: number, parent: parent))
    }

    private mutating func add(_ node: Node) -> Int32 {
        let index = Int32(nodes.count)
        nodes.append(node)
        nodes[Int(index)].sibling = self[node.parent].child
        self[node.parent].child = index
        return index
    }

    /// Forgets what no request since the first has sent; then the older half of the requests, again
    /// and again, until at most so many nodes are left or only the last request is.
    mutating func prune(from first: Int32, to end: Int32, most: Int) {
        var oldest = first
        retain(oldest)
        while count > most, oldest < end - 1 {
            oldest += (end - oldest) / 2
            retain(oldest)
        }
    }

    private mutating func retain(_ oldest: Int32) {
        var places = [Int32](repeating: -1, count: nodes.count)
        places[0] = 0
        var left = PrefixTree()
        for (index, node) in nodes.enumerated().dropFirst() {
            let parent = places[Int(node.parent)]
            guard parent >= 0, node.sent >= oldest else { continue }
            var copy = Node(number: node.number, parent: parent)
            (copy.sent, copy.kept) = (node.sent, node.kept)
            places[index] = left.add(copy)
        }
        self = left
    }
}

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

/// A dictionary in the order of use, bounded in entries and in the sum of costs: what was used least
/// recently goes first. All operations are O(1) amortised, but for those that go through all entries.
struct RecencyMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Node: Sendable {
        let key: Key
        var value: Value?
        var cost: Int
        var older: Int
        var newer: Int
    }

    let entries: Int
    let bytes: Int
    /// The sum of the costs of what is held.
    private(set) var cost = 0
    private var places: [Key: Int] = [:]
    private var nodes: [Node] = []
    private var free: [Int] = []
    private var newest = -1
    private var oldest = -1

    init(entries: Int, bytes: Int = .max) {
        self.entries = entries
        self.bytes = bytes
    }

    var count: Int { places.count }

    /// The keys, most recently used first. O(entries).
    var keys: [Key] {
        var keys: [Key] = []
        var place = newest
        while place >= 0 {
            keys.append(nodes[place].key)
            place = nodes[place].older
        }
        return keys
    }

    /// The value of a key; looking does not count as use.
    func peek(_ key: Key) -> Value? { places[key].flatMap { nodes[$0].value } }

    /// The place of a key, good until the next change of what is held.
    func place(of key: Key) -> Int? { places[key] }

    /// Reads of the value in a place, which is not copied for it.
    func read<Result>(_ place: Int, _ body: (borrowing Value?) -> Result) -> Result {
        body(nodes[place].value)
    }

    /// Changes the value in a place, which keeps its cost and its age.
    mutating func change<Result>(
        _ place: Int, _ body: (inout Value?) -> Result
    ) -> Result { body(&nodes[place].value) }

    /// Makes what is in a place the most recently used.
    mutating func touch(_ place: Int) {
        guard place != newest else { return }
        unlink(place)
        link(place)
    }

    /// Holds a value as the most recently used; returns how many others had to go, or nil if it is
    /// larger than the bounds and is not held.
    @discardableResult
    mutating func set(_ value: Value, for key: Key, cost: Int) -> Int? {
        remove(key)
        guard entries > 0, cost <= bytes else { return nil }
        var evicted = 0
        while count >= entries || self.cost > bytes - cost, oldest >= 0 {
            remove(nodes[oldest].key)
            evicted += 1
        }
        insert(Node(key: key, value: value, cost: cost, older: -1, newer: -1))
        return evicted
    }

    @discardableResult
    mutating func remove(_ key: Key) -> Bool {
        guard let place = places.removeValue(forKey: key) else { return false }
        unlink(place)
        cost -= nodes[place].cost
        nodes[place].value = nil
        free.append(place)
        return true
    }

    private mutating func insert(_ node: Node) {
        let place: Int
        if let reused = free.popLast() {
            place = reused
            nodes[place] = node
        } else {
            place = nodes.count
            nodes.append(node)
        }
        places[node.key] = place
        cost += node.cost
        link(place)
    }

    private mutating func link(_ place: Int) {
        nodes[place].older = newest
        nodes[place].newer = -1
        if newest >= 0 { nodes[newest].newer = place }
        newest = place
        if oldest < 0 { oldest = place }
    }

    private mutating func unlink(_ place: Int) {
        let (older, newer) = (nodes[place].older, nodes[place].newer)
        if older >= 0 { nodes[older].newer = newer } else { oldest = newer }
        if newer >= 0 { nodes[newer].older = older } else { newest = older }
    }
}

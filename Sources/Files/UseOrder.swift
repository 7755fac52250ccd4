internal import ContextModel

/// Which record was used when, and which one is the oldest.
///
/// A heap that is cleaned lazily: a use adds an entry and leaves the earlier one of the same key, which
/// is skipped when it comes up. Operations are O(log n), amortised.
struct UseOrder: Sendable {
    /// The last use of a record.
    struct Use: Sendable {
        var time: Int64
        var size: Int
    }

    private(set) var bytes = 0
    private var uses: [ContentDigest: Use] = [:]
    private var heap: [Entry] = []

    var count: Int { uses.count }

    /// The keys, sorted. O(n log n).
    var keys: [ContentDigest] { uses.keys.sorted() }

    /// Notes a use; the latest one counts, and the size that came with the last call.
    mutating func note(_ key: ContentDigest, at time: Int64, size: Int) {
        let before = uses[key]
        bytes += size - (before?.size ?? 0)
        let latest = max(time, before?.time ?? time)
        uses[key] = Use(time: latest, size: size)
        if latest != before?.time { push(Entry(time: latest, key: key)) }
        if heap.count > 2 * uses.count + 64 { rebuild() }
    }

    /// Forgets a key.
    mutating func remove(_ key: ContentDigest) {
        guard let use = uses.removeValue(forKey: key) else { return }
        bytes -= use.size
    }

    /// Takes the key out that was not used for the longest time, the smaller one of two.
    mutating func popOldest() -> (key: ContentDigest, use: Use)? {
        while let entry = pop() {
            guard let use = uses[entry.key], use.time == entry.time else { continue }
            remove(entry.key)
            return (entry.key, use)
        }
        return nil
    }

    /// Forgets the keys that are not in a set and were last used before a time. O(n).
    mutating func keepOnly(_ keys: Set<ContentDigest>, orUsedSince time: Int64) {
        for (key, use) in uses where use.time < time && !keys.contains(key) { remove(key) }
    }
}

extension UseOrder {
    private struct Entry: Comparable {
        let time: Int64
        let key: ContentDigest

        static func < (left: Self, right: Self) -> Bool {
            (left.time, left.key) < (right.time, right.key)
        }
    }

    /// A sorted array is a heap.
    private mutating func rebuild() {
        heap = uses.map { Entry(time: $0.value.time, key: $0.key) }.sorted()
    }

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0, heap[index] < heap[(index - 1) / 2] {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    private mutating func pop() -> Entry? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if heap.isEmpty { return first }
        heap[0] = last
        var index = 0
        while let child = smallerChild(of: index), heap[child] < heap[index] {
            heap.swapAt(index, child)
            index = child
        }
        return first
    }

    private func smallerChild(of index: Int) -> Int? {
        let left = 2 * index + 1
        guard left < heap.count else { return nil }
        return left + 1 < heap.count && heap[left + 1] < heap[left] ? left + 1 : left
    }
}

/// Units by priority, the highest first; equal ones in the order of the text.
struct UnitHeap {
    struct Entry {
        var priority: Double
        var unit: Int

        func isBefore(_ other: Entry) -> Bool {
            priority != other.priority ? priority > other.priority : unit < other.unit
        }
    }

    private var entries: [Entry]

    /// A heap of entries. O(entries).
    init(_ entries: [Entry]) {
        self.entries = entries
        for position in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(position) }
    }

    var first: Entry? { entries.first }

    mutating func removeFirst() {
        let last = entries.removeLast()
        if !entries.isEmpty { replaceFirst(with: last) }
    }

    mutating func insert(_ entry: Entry) {
        var position = entries.count
        entries.append(entry)
        while position > 0, entry.isBefore(entries[(position - 1) / 2]) {
            entries.swapAt(position, (position - 1) / 2)
            position = (position - 1) / 2
        }
    }

    mutating func replaceFirst(with entry: Entry) {
        entries[0] = entry
        sink(0)
    }

    private mutating func sink(_ start: Int) {
        var position = start
        while true {
            var best = 2 * position + 1
            guard best < entries.count else { return }
            if best + 1 < entries.count, entries[best + 1].isBefore(entries[best]) { best += 1 }
            guard entries[best].isBefore(entries[position]) else { return }
            entries.swapAt(position, best)
            position = best
        }
    }
}

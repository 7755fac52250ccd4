internal import Evaluation
internal import Statistics

/// How fast the cells of one counter and one cache setting were.
struct Speed {
    let counter: String?
    let cache: String?
    let cells: Int
    /// Tokens of all requests, and the CPU time they took in nanoseconds.
    let tokens: Int128
    let cpuTime: Int128
    let latency: Samples
    let peakMemory: Int128?

    /// The names of the axes that speeds are grouped by.
    static let axes = (counter: "counter", cache: "cache.count")

    /// Tokens in a second of CPU time, as a ratio of sums; nil if no time was measured.
    var tokensPerSecond: Double? {
        cpuTime > 0 ? Double(tokens) / Double(cpuTime) * 1e9 : nil
    }

    /// The group's name for people.
    var label: String {
        let cache = cache.map { "count cache \($0)" }
        let parts = [counter, cache].compactMap { $0 }
        return parts.isEmpty ? "all cells" : parts.joined(separator: ", ")
    }

    /// The groups that have any timing, in the order of the axes. O(n log n) in the samples.
    static func all(of table: CellTable) -> [Speed] {
        table.groups(of: table.rows, by: axes.counter).flatMap { counter in
            table.groups(of: counter.rows, by: axes.cache).map { cache in
                Speed(counter: counter.value, cache: cache.value, rows: cache.rows)
            }
        }.filter { $0.tokensPerSecond != nil || $0.latency.count > 0 }
    }

    private init(counter: String?, cache: String?, rows: [CellTable.Row]) {
        self.counter = counter
        self.cache = cache
        cells = rows.count
        let timed = rows.filter {
            $0.integer(.cpuTime) != nil && $0.integer(.tokensRecorded) != nil
        }
        tokens = CellTable.sum(timed, .tokensRecorded) ?? 0
        cpuTime = CellTable.sum(timed, .cpuTime) ?? 0
        latency = Samples(rows.lazy.flatMap { $0.result.samples(of: .addedLatency) })
        peakMemory = CellTable.maximum(rows, .peakMemory)
    }
}

/// How often keys were asked for of late, estimated in a fixed number of small counters.
///
/// A count-min sketch of four rows (Cormode and Muthukrishnan 2005) whose counters are halved after a
/// sample of look-ups, as TinyLFU does, so that old popularity fades.
struct FrequencySketch: Sendable {
    private var counters: [UInt8]
    private let mask: Int
    private let sampleSize: Int
    private var recorded = 0

    /// Four counters a row for each entry keep the estimates of different keys apart while ten times
    /// as many look-ups as entries are remembered.
    init(entries: Int) {
        let wanted = min(max(entries, 16), 1 << 18) * 4
        var width = 64
        while width < wanted { width *= 2 }
        mask = width - 1
        sampleSize = width / 4 * 10
        counters = Array(repeating: 0, count: width * 4)
    }

    mutating func record(_ hash: UInt64) {
        let (first, step) = Self.spread(hash)
        for row in 0..<4 {
            let index = index(first, step, row)
            if counters[index] < 15 { counters[index] += 1 }
        }
        recorded += 1
        if recorded == sampleSize { age() }
    }

    func estimate(_ hash: UInt64) -> UInt8 {
        let (first, step) = Self.spread(hash)
        var least = UInt8.max
        for row in 0..<4 { least = min(least, counters[index(first, step, row)]) }
        return least
    }

    /// Two hashes of one, of which each row takes a different sum (Kirsch and Mitzenmacher 2006): keys
    /// that meet in one row part in the others.
    private static func spread(_ hash: UInt64) -> (first: UInt64, step: UInt64) {
        var mixed = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
        mixed ^= mixed >> 29
        return (mixed & 0xFFFF_FFFF, mixed >> 32 | 1)
    }

    private func index(_ first: UInt64, _ step: UInt64, _ row: Int) -> Int {
        row * (mask + 1) + Int(truncatingIfNeeded: first &+ UInt64(row) &* step) & mask
    }

    private mutating func age() {
        for index in counters.indices { counters[index] >>= 1 }
        recorded /= 2
    }
}
